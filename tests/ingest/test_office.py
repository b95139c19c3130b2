"""Office documents and drawings: their text is found and filed, bombs stay closed, and what has no picture says so."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from archive.locations import Locations
from archive.problems import Invalid
from archive.space import Space, open_space
from archive.stack import split
from archive.verify import verify
from ingest import figures_of_cells, laid_out, office
from ingest.media import recognise
from ingest.pipeline import process
from ingest.unpack import kind_of, unpack_zip
from tests.cast import ANNA, furnish, hand_in

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ODF = " ".join(
    f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for p, n in (("office", "office"), ("text", "text"), ("table", "table"))
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def packed(**parts: str | bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(info, content)
    return out.getvalue()


def docx(body: str, **more: str) -> bytes:
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return packed(**{"[Content_Types].xml": TYPES, "word/document.xml": document, **more})


def line(*texts: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}" + "<w:r><w:br/></w:r>".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in texts) + "</w:p>"


NOTE = docx(
    line("Lieferschein", style="berschrift1")
    + line("Lieferschein Nr. 80015511", "Ihre Bestellung: B-26-00402")
    + f"<w:tbl><w:tr><w:tc>{line('Schrauben M8')}</w:tc><w:tc>{line('100 ST')}</w:tc></w:tr></w:tbl>",
    **{"word/header1.xml": f"<w:hdr {W}>{line('Stahlhandel Düren GmbH')}</w:hdr>"},
)
TABLE = packed(
    **{
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": f'<workbook {S}><sheets><sheet name="Lieferung"/></sheets></workbook>',
        "xl/sharedStrings.xml": f"<sst {S}><si><t>Welle</t></si><si><r><t>Ü</t></r><r><t>ber</t></r></si></sst>",
        "xl/styles.xml": f'<styleSheet {S}><numFmts><numFmt numFmtId="170" formatCode="dd\\.mm\\.yyyy"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet {S}><sheetData><row><c r="A1" t="s"><v>0</v></c><c r="C1"><v>1234.5</v></c>'
        '<c r="D1" s="1"><v>46099</v></c><c r="E1" s="2"><v>46099.5</v></c></row><row><c r="A2" t="s"><v>1</v></c>'
        '<c r="B2" t="s"><v>99</v></c><c r="C2"><f>A1*2</f><v>0.30000000000000004</v></c></row></sheetData></worksheet>',
    }
)


def odf(kind: str, body: str) -> bytes:
    content = f"<office:document-content {ODF}><office:body>{body}</office:body></office:document-content>"
    return packed(**{"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})


DXF = (
    b"  0\r\nSECTION\r\n  2\r\nENTITIES\r\n  0\r\nTEXT\r\n  8\r\n0\r\n  1\r\nZ-10815-B\r\n  0\r\nLINE\r\n  1\r\nnicht das\r\n  0\r\nEOF\r\n"
)


def text_of(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return "\n".join(page.text for page in laid_out.pages(str(path), recognise(path)))


def test_a_word_document_is_read_with_its_letterhead_first(tmp_path: Path) -> None:
    said = text_of(tmp_path / "x", NOTE).splitlines()
    assert said[:5] == [
        "Stahlhandel Düren GmbH",
        "Lieferschein",
        "Lieferschein Nr. 80015511",
        "Ihre Bestellung: B-26-00402",
        "Schrauben M8 100 ST",
    ]
    assert "Gestaltung und Bilder zeigt nur das Original" in said[-1]


def test_a_table_shows_what_excel_shows(tmp_path: Path) -> None:
    said = text_of(tmp_path / "x", TABLE).splitlines()
    assert said[:3] == ["Lieferung", "Welle 1234,5 18.03.2026 18.03.2026", "Über 0,3"]


def test_documents_of_libreoffice(tmp_path: Path) -> None:
    said = text_of(
        tmp_path / "x", odf("text", "<text:h>Angebot<text:s/>4711</text:h><text:p>für <text:span>A-26-0101</text:span> heute</text:p>")
    )
    assert said.startswith("Angebot 4711\nfür A-26-0101 heute")
    cell = '<table:table-cell table:number-columns-repeated="{}"><text:p>{}</text:p></table:table-cell>'
    row = f"<table:table-row table:number-rows-repeated='1048576'>{cell.format(2, 'Mo')}{cell.format(16384, '')}</table:table-row>"
    said = text_of(tmp_path / "y", odf("spreadsheet", f'<table:table table:name="Stunden">{row}</table:table>'))
    assert said.startswith("Stunden\nMo Mo\n")


def test_a_drawing_gives_its_words_and_says_that_it_has_no_picture(tmp_path: Path) -> None:
    said = text_of(tmp_path / "x", DXF)
    assert "Z-10815-B" in said
    assert "nicht das" not in said
    assert "hier kein Bild" in said
    step = b"ISO-10303-21;\nDATA;\n#1=PRODUCT('Z-10815','Welle ''A''','',(#2));"
    assert "Welle 'A'" in text_of(tmp_path / "y", step)
    assert "DWG" in text_of(tmp_path / "z", b"AC1027" + b"\0" * 20)


@pytest.mark.parametrize(
    "data",
    [
        docx("<w:p><w:r><w:t>" + "0" * 60_000_000 + "</w:t></w:r></w:p>"),
        docx(line("x") * 400_000),
        packed(**{"[Content_Types].xml": TYPES, "word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        packed(**{"[Content_Types].xml": TYPES, "word/document.xml": "<kaputt"}),
        NOTE[:-400] + b"word/document.xml",
    ],
    ids=["grows", "many", "entities", "broken", "cut"],
)
def test_bombs_and_broken_documents_stay_closed_and_are_kept(tmp_path: Path, data: bytes) -> None:
    said = text_of(tmp_path / "x", data)
    assert said.startswith("Word-Dokument ohne Vorschau")
    assert len(said) < 500


def test_very_long_tables_end_with_a_word(tmp_path: Path) -> None:
    body = "".join(f"<table:table-row><table:table-cell><text:p>{n}</text:p></table:table-cell></table:table-row>" for n in range(6000))
    said = text_of(tmp_path / "x", odf("spreadsheet", f'<table:table table:name="T">{body}</table:table>'))
    assert "Das Original ist länger" in said
    assert f"\n{office.MOST_ROWS + 5}\n" not in said


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("1234.5", "1234,5"),
        ("1E+3", "1000"),
        ("0.1", "0,1"),
        ("-7", "-7"),
        ("abc", "abc"),
        ("1e9", "1000000000"),
        ("1e99", "1e99"),
        ("9" * 50, "9" * 50),
    ],
)
def test_figures_of_cells(kept: str, shown: str) -> None:
    assert figures_of_cells.german(kept) == shown
    assert figures_of_cells.column("AA1") == 26
    assert figures_of_cells.column("zz") == 0


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    furnish(opened)
    yield opened
    opened.close()


def test_a_delivery_note_from_word_is_filed_like_any_paper(space: Space, tmp_path: Path) -> None:
    number = hand_in(space, NOTE, "lieferschein.docx").eingangsnummer
    assert process(space, number) == []
    document = space.documents.get(number)
    assert (document.state, document.doctype, document.orders) == ("filed", "lieferschein", ("A-26-0102",))
    assert document.value("lieferscheinnummer") == "80015511"
    (tmp_path / "x").write_bytes(NOTE)
    assert kind_of(tmp_path / "x") == "zip"
    assert unpack_zip(str(tmp_path / "x"), str(tmp_path), 10) == {}
    with pytest.raises(Invalid):
        split(space, number, [(1,)], ANNA)
    assert verify(space).ok


def test_a_drawing_waits_for_a_person_and_is_kept(space: Space) -> None:
    number = hand_in(space, DXF, "z-10815.dxf").eingangsnummer
    process(space, number)
    assert space.intake.get(number).state == "waiting"
    assert space.documents.get(number).page_count == 1
