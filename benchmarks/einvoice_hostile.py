"""Hostile e-invoices: how fast each is refused or read, on the whole way of a file (recognise, child, guard, rules).

    PYTHONPATH=. python -m benchmarks.einvoice_hostile

Makes every file itself. Writes the table of benchmarks/einvoice.md to standard output.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from archive.problems import Problem
from ingest.structured import structured
from tests.ingest.einvoices import FACTUR_X, XRECHNUNG

_BODY = XRECHNUNG.partition(b"?>")[2]
_DTD = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
_NS = b' xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"'


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _timed(Path(folder), XRECHNUNG)  # what starts once is started
        print("| file | answer | seconds |\n| --- | --- | --- |")
        for name, data in (*_xml(), *_pdf()):
            said, seconds = _timed(Path(folder), data)
            print(f"| {name} | {said} | {seconds:.2f} |")


def _timed(folder: Path, data: bytes) -> tuple[str, float]:
    path = folder / "datei"
    path.write_bytes(data)
    begin = time.perf_counter()
    try:
        found = structured(path)
        said = f"read, {found.invoice.validity.state if found.invoice.validity else ''}"
    except Problem as problem:
        said = f"refused: {problem.message[:90]}"
    return said, time.perf_counter() - begin


def _xml() -> Iterator[tuple[str, bytes]]:
    text = _BODY.decode()
    yield "DTD with entities", b'<?xml version="1.0"?>' + _DTD + _BODY
    yield "external entity", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + _BODY.replace(b"Scheibe", b"&a;")
    yield "DTD in UTF-16", b"\xff\xfe" + (_DTD.decode() + text).encode("utf-16-le")
    yield "DTD behind 40 MB of comments", b"<!--" + b"x" * (40 << 20) + b"-->" + _DTD + _BODY
    yield "UTF-8 with BOM", b"\xef\xbb\xbf" + XRECHNUNG
    yield "UTF-16 with BOM", text.encode("utf-16")
    yield "UTF-16 big endian without BOM", text.encode("utf-16-be")
    yield "UTF-32", text.encode("utf-32")
    for encoding in ("UTF-7", "IBM037", "utf-8-sig", "unicode_escape", "idna", "x" * 40):
        yield f"says {encoding[:14]}", f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + _BODY
    yield "EBCDIC bytes", text.encode("cp037", "replace")
    yield "says UTF-8, is Latin-1", b'<?xml version="1.0" encoding="UTF-8"?>' + text.encode("latin-1", "replace")
    yield "two BOMs", b"\xef\xbb\xbf\xef\xbb\xbf" + XRECHNUNG
    yield "NUL bytes", XRECHNUNG.replace(b"Scheibe", b"Sch\x00eibe")
    yield "100 MB", b"<Invoice>" + b" " * (100 << 20) + b"</Invoice>"
    yield "59 MB of empty tags", b"<Invoice" + _NS + b">" + b"<a/>" * (59 << 18) + b"</Invoice>"
    yield "one text of 50 MB", XRECHNUNG.replace(b"Scheibe", b"S" * (50 << 20))
    yield "200 000 levels", b"<Invoice" + _NS + b">" + b"<a>" * 200_000
    yield "1 000 000 attributes", b"<Invoice" + _NS + b" " + b" ".join(b'a%d="1"' % n for n in range(1_000_000)) + b"/>"
    yield "400 000 elements with one attribute", b"<Invoice" + _NS + b">" + b'<a b="1"/>' * 400_000 + b"</Invoice>"
    yield "1 000 000 instructions", b"<Invoice" + _NS + b">" + b"<?a b?>" * 1_000_000 + b"</Invoice>"
    yield "1 000 000 name spaces", b"<Invoice " + b" ".join(b'xmlns:a%d="u%d"' % (n, n) for n in range(1_000_000)) + b"/>"
    include = b'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    yield "XInclude", XRECHNUNG.replace(b"<c:ID>RE", include + b"<c:ID>RE", 1)
    yield "stylesheet instruction", b'<?xml-stylesheet href="http://boese.example/x.xsl" type="text/xsl"?>' + _BODY
    start = XRECHNUNG.index(b"<a:InvoiceLine>")
    line = XRECHNUNG[start : XRECHNUNG.index(b"</ubl:Invoice>")]
    yield "10 000 lines", XRECHNUNG[:start] + line * 10_000 + b"</ubl:Invoice>"
    yield "a CDATA of 30 MB", XRECHNUNG.replace(b"Scheibe", b"<![CDATA[" + b"<" * (30 << 20) + b"]]>")
    yield "300 attachments", XRECHNUNG.replace(b"<a:AccountingSupplierParty>", _attachment() * 300 + b"<a:AccountingSupplierParty>", 1)


def _attachment() -> bytes:
    start = XRECHNUNG.index(b"<a:AdditionalDocumentReference>")
    return XRECHNUNG[start : XRECHNUNG.index(b"<a:AccountingSupplierParty>")]


def _pdf() -> Iterator[tuple[str, bytes]]:
    yield "PDF with a DTD in its XML", _hybrid(("factur-x.xml", _DTD + FACTUR_X.partition(b"?>")[2]))
    yield "PDF whose XML unpacks to 600 MB", _hybrid(("factur-x.xml", b"<a>" + b" " * (600 << 20)))
    yield "PDF with two factur-x.xml", _hybrid(("factur-x.xml", FACTUR_X.replace(b"RE-2026-2", b"RE-9")), ("FACTUR-X.XML", FACTUR_X))
    yield "PDF with 500 XML files", _hybrid(*((f"{n}.xml", b"<a/>") for n in range(500)))
    yield "PDF with a password", _hybrid(("factur-x.xml", FACTUR_X), password="geheim")
    yield "PDF locked for its owner only", _hybrid(("factur-x.xml", FACTUR_X), password="")
    yield "PDF with a name of 10 000 letters", _hybrid(("x" * 10_000 + ".xml", FACTUR_X))


def _hybrid(*files: tuple[str, bytes], password: str | None = None) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for name, data in files:
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user=password, owner="besitz") if password is not None else False)
    return out.getvalue()


if __name__ == "__main__":
    main()
