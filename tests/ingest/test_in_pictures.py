"""A letterhead that is a picture on a page of text is read with it; nothing is read twice, and without an engine the text stands."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from archive.scan import Page, Word
from ingest import in_pictures
from ingest.ocr import Tesseract
from ingest.read import read
from ingest.understand import understand
from tests.ingest.drawn import image_page, paper, saved, scan, shown, text_page
from tests.papers import REGISTER

LINES = (
    "Rechnung",
    "Rechnungsnummer: RE-2026-0815    Datum: 18.03.2026",
    "Sehr geehrte Damen und Herren, wir berechnen Ihnen die Lieferung der bestellten Ware.",
    "Summe netto 100,00    MwSt 19 % 19,00    Gesamtbetrag 119,00",
)
FOOT = ("Hydraulik Beispiel GmbH, Werkstraße 12, 52062 Aachen", "IBAN: DE70 3905 0000 0012 3456 78", "USt-IdNr. DE294718305")


def foot(lines: tuple[str, ...] = FOOT) -> Image.Image:
    whole = paper(lines=lines)
    return whole.crop((0, 200, whole.width, 560))


def page_of(pdf: pikepdf.Pdf, folder: Path, engine: Tesseract | None = None) -> Page:
    return read(saved(pdf, folder / "brief.pdf"), scan(), engine).pages[0]


def test_the_sender_stands_in_a_picture(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    text_page(pdf, LINES, foot())
    reading = read(saved(pdf, tmp_path / "brief.pdf"), scan())
    page = reading.pages[0]
    assert page.how == "pdf-text"
    iban = next(word for word in page.words if word.text == "3905")
    assert iban.confidence < 1
    assert 595 * 360 / 1654 > 842 - iban.box[3] > 0
    assert next(word for word in page.words if word.text == "RE-2026-0815").confidence == 1
    told = understand(reading, REGISTER)
    assert [told.value(key) for key in ("lieferant", "iban", "ust_id", "rechnungsnummer")] == [
        "Hydraulik Beispiel GmbH",
        "DE70390500000012345678",
        "DE294718305",
        "RE-2026-0815",
    ]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_on_a_page_that_lies_turned(tmp_path: Path, rotation: int) -> None:
    pdf = pikepdf.new()
    text_page(pdf, LINES, foot())
    pdf.pages[0].obj.Rotate = rotation
    page = page_of(pdf, tmp_path)
    assert page.rotation == (360 - rotation) % 360
    assert {"3905", "USt-IdNr.", "RE-2026-0815"} <= {word.text for word in page.words}
    word = next(word for word in page.words if word.text == "3905")
    assert 595 * 360 / 1654 > page.height - word.box[3] > 0


def test_text_alone_asks_no_engine(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    text_page(pdf, LINES)
    page = page_of(pdf, tmp_path, Tesseract(program="no-such-program"))
    assert " ".join(word.text for word in page.words) == " ".join(" ".join(LINES).split())


def test_without_an_engine_the_text_stands(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    text_page(pdf, LINES, foot())
    page = page_of(pdf, tmp_path, Tesseract(program="no-such-program"))
    assert " ".join(word.text for word in page.words) == " ".join(" ".join(LINES).split())


def test_what_the_layer_holds_is_not_read_again(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    text_page(pdf, LINES, foot())
    alone = page_of(pdf, tmp_path)
    again = in_pictures._joined(alone, [Word(word.text, _lower(word), 0.9) for word in alone.words])
    assert again == alone


def test_a_scan_with_a_layer_is_no_page_of_text(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    image_page(pdf, paper(), shown(LINES))
    assert all(word.confidence == 1 for word in page_of(pdf, tmp_path).words)


def _lower(word: Word) -> tuple[float, float, float, float]:
    """Where it would stand if the layer told its place a line's height too high."""
    x0, top, x1, bottom = word.box
    return x0, bottom, x1, 2 * bottom - top
