"""The readable view: everything that was read stands in it, in German, on pages and in blocks alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.scan import EInvoice
from ingest import listing
from ingest.einvoice import parse
from ingest.listing_blocks import Block, blocks
from ingest.written import amount, day, skonto
from tests.ingest.einvoices import FACTUR_X, XRECHNUNG

SUITE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "xrechnung_testsuite"
GROUPS = ("BG-3", "BG-17", "BG-20", "BG-21", "BG-23", "BG-27", "BG-28", "BG-32")
CODED = {"BG-25", "BT-3", "BT-20", "BT-22", "BT-24", "BT-81", "BT-110", "BT-118", "BT-126", "BT-130", "BT-150", "BT-151"}
"""Shown by name or as a sentence; BG-25 and BT-126 also name the line of a group."""


def _text(made: tuple[Block, ...]) -> str:
    parts = [text for block in made for row in block.rows for text in (*row.cells, *row.notes)]
    return "".join(" ".join([*(block.title for block in made), *parts]).split())


def _missing(invoice: EInvoice) -> set[str]:
    shown = _text(blocks(invoice))
    rows = [
        invoice.terms,
        *invoice.lines,
        *(row for key in GROUPS for row in invoice.groups.get(key, ())),
    ]
    lost = set()
    for row in rows:
        for term, whole in row.items():
            for value in whole.splitlines():
                ways = {value, amount(value), amount(value, 2), day(value), skonto(value)}
                if term not in CODED and not any("".join(way.split()) in shown for way in ways):
                    lost.add(term)
    return lost


@pytest.mark.parametrize("data", [XRECHNUNG, FACTUR_X], ids=["ubl", "cii"])
def test_every_term_stands_in_the_view(data: bytes) -> None:
    assert not _missing(parse(data, ""))


def test_pages_say_what_the_blocks_say() -> None:
    invoice = parse(XRECHNUNG, "")
    printed = "".join(word.text for page in listing.pages(invoice) for word in page.words)
    for block in blocks(invoice):
        for text in (block.title, *block.head, *(cell for row in block.rows for cell in row.cells)):
            assert "".join(text.split()) in printed


def test_terms_of_payment_and_kinds_of_remarks_are_words() -> None:
    data = XRECHNUNG.replace(b"<c:Note>Sammel", b"<c:Note>#REG#Sammel")
    shown = _text(blocks(parse(data, "")))
    assert "2%SkontobeiZahlunginnerhalbvon14Tagen" in shown
    assert "AngabenzumUnternehmenSammelrechnung" in shown
    assert "#" not in shown


def test_booking_aids_say_that_they_are_no_invoices() -> None:
    minimum = FACTUR_X.replace(b"urn:cen.eu:en16931:2017", b"urn:factur-x.eu:1p0:minimum")
    assert "KeineRechnungimSinnedesUStG" in _text(blocks(parse(minimum, "")))


@pytest.mark.skipif(not SUITE.exists(), reason="the XRechnung test suite is not here")
def test_no_term_of_the_test_suite_is_left_out() -> None:
    lost: dict[str, str] = {}
    for path in sorted(SUITE.glob("*comprehensive*.xml")):
        lost |= dict.fromkeys(_missing(parse(path.read_bytes(), "")), path.name)
    assert lost == {}


def test_lines_that_are_called_alike_keep_their_own_allowances() -> None:
    begin = XRECHNUNG.index(b"<a:InvoiceLine>")
    line = XRECHNUNG[begin : XRECHNUNG.index(b"</ubl:Invoice>")]

    def less(reason: bytes) -> bytes:
        change = b"<a:AllowanceCharge><c:ChargeIndicator>false</c:ChargeIndicator><c:AllowanceChargeReason>" + reason
        return line.replace(b"<a:Item>", change + b"</c:AllowanceChargeReason><c:Amount>1.00</c:Amount></a:AllowanceCharge><a:Item>")

    invoice = parse(XRECHNUNG.replace(line, less(b"Treue") + less(b"Menge")), "")
    [items] = [block for block in blocks(invoice) if block.kind == "items"]
    assert [["Treue" in " ".join(row.notes), "Menge" in " ".join(row.notes)] for row in items.rows] == [[True, False], [False, True]]


def test_a_sheet_that_is_too_long_says_where_it_ends() -> None:
    begin = XRECHNUNG.index(b"<a:InvoiceLine>")
    line = XRECHNUNG[begin : XRECHNUNG.index(b"</ubl:Invoice>")]
    made = listing.pages(parse(XRECHNUNG.replace(line, line * 5000), ""))
    assert len(made) == 300
    assert "Hier endet die Darstellung" in " ".join(word.text for word in made[-1].words)
    assert max(word.box[3] for word in made[-1].words) < 797  # the foot of the PDF


def test_a_remark_without_end_is_shortened_and_says_so() -> None:
    made = listing.pages(parse(XRECHNUNG.replace(b"Sammelrechnung", b"w" * 100_000), ""))
    shown = " ".join(word.text for page in made for word in page.words)
    assert "weitere Zeichen stehen nur im Original" in shown
    assert len(made) < 20


@pytest.mark.parametrize(("name", "said"), [("Scheibe", False), ("刃物 🔩", True)])
def test_characters_that_the_font_has_not_are_spoken_of(name: str, said: bool) -> None:
    made = listing.pages(parse(XRECHNUNG.replace(b"Scheibe", name.encode()), ""))
    words = [word.text for page in made for word in page.words]
    assert ("Kästchen:" in words) is said
    assert name.partition(" ")[0] in words  # what is searched stays as it was written
