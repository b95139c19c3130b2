"""XML made to harm: refused with a German sentence, without opening a file and without much work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from archive.problems import Problem, Unreadable
from ingest.einvoice import parse, unfold
from ingest.read import read
from ingest.swollen import NOTE
from tests.ingest.drawn import saved, scan
from tests.ingest.einvoices import FACTUR_X, PDF, XRECHNUNG
from tests.pdfs import text_pdf

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
BODY = XRECHNUNG.split(b"?>", 1)[1].decode()
LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "external entity": (lambda: b"<!DOCTYPE I [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Invoice><ID>&x;</ID></Invoice>", "DOCTYPE"),
    "external DTD": (lambda: b"<!DOCTYPE Invoice SYSTEM 'http://192.0.2.1/x.dtd'><Invoice/>", "DOCTYPE"),
    "a thousand laughs": (f"<!DOCTYPE I [<!ENTITY l0 'ha'>{LAUGHS}]><Invoice><ID>&l11;</ID></Invoice>".encode, "DOCTYPE"),
    "DOCTYPE in UTF-16": (lambda: f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>{BODY}'.encode("utf-16"), "DOCTYPE"),
    "DOCTYPE behind a comment": (lambda: b"<!-- <!DOCTYPE --> <!DOCTYPE x []>" + BODY.encode(), "DOCTYPE"),
    "100 MB": (lambda: b"<Invoice>" + b"<ID>1</ID>" * (10 << 20) + b"</Invoice>", "zu groß"),
    "millions of tags": (lambda: b"<Invoice>" + b"<a/>" * (10 << 20) + b"</Invoice>", "zu viele"),
    "deep nesting": (lambda: b"<Invoice>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</Invoice>", "verschachtelt"),
    "one endless text": (lambda: b"<Invoice><ID>" + b"x" * (50 << 20) + b"</ID></Invoice>", "zu groß"),
    "a comment without end": (lambda: b"<!-- " + b"- " * 1_000_000, "fehlerhaft"),
    "attachments without end": (lambda: b"<Invoice>" + b"<EmbeddedDocumentBinaryObject>AAAAAAAAA" * 100_000, "verschachtelt"),
    "UTF-8 that is Latin-1": (lambda: f'<?xml version="1.0" encoding="UTF-8"?>{BODY}'.encode("latin-1"), "Zeichen"),
    "UTF-16 that is UTF-8": (f'<?xml version="1.0" encoding="UTF-16"?>{BODY}'.encode, "Zeichen"),
    "UTF-7": (lambda: b'<?xml version="1.0" encoding="UTF-7"?>' + BODY.encode(), "Zeichen"),
    "UTF-32": (lambda: BODY.encode("utf-32"), "Zeichen"),
    "zero bytes": (lambda: b"<Invoice>\0\0</Invoice>", "fehlerhaft"),
    "an include of a file": (
        lambda: b'<Invoice xmlns:x="http://www.w3.org/2001/XInclude"><ID><x:include href="/etc/passwd" parse="text"/></ID></Invoice>',
        "keine Angaben",
    ),
    "an Italian invoice": (lambda: b'<p:FatturaElettronica xmlns:p="urn:p"/>', "FatturaPA"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refused(name: str) -> None:
    make, said = HOSTILE[name]
    with pytest.raises(Unreadable) as caught:
        parse(make(), "")
    assert said in caught.value.message
    assert "root:" not in caught.value.message


@pytest.mark.parametrize(
    "data",
    [
        XRECHNUNG,
        b"\xef\xbb\xbf" + XRECHNUNG,
        f'<?xml version="1.0" encoding="UTF-16"?>{BODY}'.encode("utf-16"),
        f'<?xml version="1.0" encoding="UTF-16"?>{BODY}'.encode("utf-16-be"),
        f'<?xml version="1.0" encoding="ISO-8859-1"?>{BODY}'.encode("latin-1"),
        f'<?xml version="1.0" encoding="windows-1252"?>{BODY}'.encode("cp1252"),
        b"<!-- <!DOCTYPE --> \n" + BODY.encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16 without bom", "latin-1", "cp1252", "comment"],
)
def test_every_honest_encoding_reads_alike(data: bytes) -> None:
    invoice = parse(data, "")
    assert (invoice.terms["BT-1"], invoice.terms["BT-27"]) == ("RE-2026-1", "Müller GmbH")


def test_attachments_are_lifted_out_before_parsing() -> None:
    opened = unfold(XRECHNUNG.replace(b"JVBERi0", b"JVBERi0" + b"A" * (20 << 20), 1), "")
    assert len(opened.xml) < 10_000
    assert [len(text) > (20 << 20) for text in opened.attached.values()] == [True]


def test_what_stands_in_a_comment_is_no_attachment() -> None:
    comment = b"<!--<EmbeddedDocumentBinaryObject>QUFBQUFBQUFB</EmbeddedDocumentBinaryObject>-->"
    opened = unfold(XRECHNUNG.replace(b"<a:Delivery>", comment + b"<a:Delivery>"), "")
    assert len(opened.attached) == 1
    assert PDF[:4] == b"%PDF"


@pytest.mark.shared
@pytest.mark.slow
def test_every_bad_file_is_read_or_refused_in_german() -> None:
    folder = SHARED / "einvoice_bad"
    if not folder.is_dir():
        pytest.skip("the bad e-invoices do not lie beside the repository")
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".pdf", ".xml"):
            continue
        try:
            reading = read(path, scan())
        except Problem as problem:
            assert problem.message.endswith(".")  # noqa: PT017 — either way out is right
        else:
            assert reading.pages
            assert reading.einvoice is None or reading.einvoice.validity is not None


@pytest.mark.parametrize(
    "data",
    [
        b"<Invoice " + b" ".join(b'a%d="1"' % n for n in range(600_000)) + b"/>",
        b"<Invoice>" + b'<a b="1"/>' * 300_000 + b"</Invoice>",
        b"<Invoice>" + b"<a></a>" * 30_000 + b"</Invoice>",
        XRECHNUNG.replace(b"Scheibe", b"S" * (17 << 20)),
    ],
    ids=["attributes", "empty elements", "children", "one text"],
)
def test_files_made_to_keep_us_busy_are_refused_before_they_do(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        unfold(data, "")
    assert "zu viele Einträge" in refused.value.message or "zu groß" in refused.value.message


def test_a_second_byte_order_mark_is_no_reason_not_to_check() -> None:
    assert unfold(b"\xef\xbb\xbf\xef\xbb\xbf" + XRECHNUNG, "").xml.startswith(b"<")


@pytest.mark.parametrize(
    ("inside", "opened"),
    [(b"<a>" + b" " * (300 << 20), False), (b"<!--" + b" " * (5 << 20) + b"-->" + FACTUR_X.partition(b"?>")[2], True)],
    ids=["300 MB", "5 MB"],
)
def test_a_file_in_a_pdf_that_swells_is_not_unpacked_and_the_pages_are_read(tmp_path: Path, inside: bytes, opened: bool) -> None:
    (tmp_path / "blatt.pdf").write_bytes(text_pdf("Rechnung RE-1", "vom 18.03.2026", "Gesamtbetrag 119,00"))
    pdf = pikepdf.open(tmp_path / "blatt.pdf")
    pdf.attachments["factur-x.xml"] = pikepdf.AttachedFileSpec(pdf, inside, filename="factur-x.xml")
    reading = read(saved(pdf, tmp_path / "falle.pdf"), scan())
    assert "RE-1" in reading.pages[0].text
    assert (reading.einvoice is not None) is opened
    assert reading.notes == (() if opened else (NOTE,))
