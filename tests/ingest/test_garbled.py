"""Lines that an engine melted into rubble: read alone where they stand; what it read well, and what nobody can read, stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFont

from archive.scan import Word
from ingest import deskew
from ingest.garbled import garbled
from ingest.left_out import with_left_out
from ingest.ocr import Tesseract
from ingest.orient import read
from ingest.sheet import Sheet
from tests.ingest.drawn import paper

LINES = ("Rechnung der Werkzeugmacher", "Rechnungsnummer 4711-08", "Bitte zahlen Sie bald")


def _sheet(lines: tuple[str, ...] = LINES) -> Sheet:
    return Sheet(paper(300, lines), 595, 842)


def _words(sheet: Sheet) -> list[Word]:
    return list(Tesseract().recognise([sheet])[0])


def _again(sheet: Sheet, words: Sequence[Word]) -> list[str]:
    made = with_left_out([words], [sheet], [deskew.ink(sheet.image)], Tesseract())[0]
    return [word.text for word in made]


def _melted(words: Sequence[Word]) -> list[Word]:
    """The second line as rubble that hangs into the first."""
    return [_rubble(word) if 115 < word.box[1] < 140 else word for word in words]


def _rubble(word: Word) -> Word:
    left, top, right, bottom = word.box
    return Word("ORLLERES"[: len(word.text)], (left, top - 4, right, bottom), 0.1)


def test_rubble_is_read_as_what_is_printed_there() -> None:
    sheet = _sheet()
    words = _words(sheet)
    assert "".join(_again(sheet, _melted(words))) == "".join(word.text for word in words)


def test_what_was_read_well_is_not_read_again() -> None:
    assert garbled(_words(_sheet())) == frozenset()


def test_rubble_where_nothing_can_be_read_stays_with_its_doubt() -> None:
    sheet = _sheet(LINES[:1])
    stain = Word("ESZ", (300.0, 400.0, 340.0, 412.0), 0.1)
    assert _again(sheet, [*_words(sheet), stain])[-1] == "ESZ"


def test_what_stands_beside_rubble_keeps_its_place_in_the_text() -> None:
    sheet = _sheet(("Lieferung von 30 Tagen gezahlt", "Zweite Zeile"))
    words = _words(sheet)
    for at in (0, 2, 4):
        seen = [replace(word, confidence=0.05) if i == at else word for i, word in enumerate(words)]
        assert "".join(_again(sheet, seen)) == "".join(word.text for word in words)


def test_half_a_w_is_rubble_however_sure() -> None:
    half, whole = Word("\\Negeventil", (50.0, 20.0, 90.0, 30.0), 0.8), Word("Wegeventil", (250.0, 20.0, 290.0, 30.0), 0.8)
    assert garbled([half, whole]) == frozenset({0})


def test_a_page_full_of_rubble_is_left() -> None:
    words = [Word("ESZ", (50.0, 20.0 * at, 90.0, 20.0 * at + 10), 0.1) for at in range(15)]
    assert garbled(words) == frozenset()
    assert garbled(words[:14]) == frozenset(range(14))


def test_words_beside_rubble_are_looked_at_with_it_and_others_not() -> None:
    rubble = Word("x26", (100.0, 100.0, 120.0, 110.0), 0.1)
    beside = Word("Komm", (150.0, 104.0, 190.0, 114.0), 0.95)
    far, below = Word("Seite", (400.0, 100.0, 440.0, 110.0), 0.95), Word("unten", (100.0, 130.0, 140.0, 140.0), 0.95)
    assert garbled([rubble, beside, far, below]) == frozenset({0, 1})


def test_an_address_half_a_line_beside_the_block_of_numbers() -> None:
    """As letters have it: the lines of both columns are all read."""
    page = Image.new("L", (1653, 2339), 255)
    pen = ImageDraw.Draw(page)
    large, small = ImageFont.load_default(29), ImageFont.load_default(25)
    for at, text in enumerate(("Musterwerk Maschinenbau GmbH", "Versuchsfeld 12", "52072 Aachen")):
        pen.text((173, 408 + 38 * at), text, fill=0, font=large)
    block = (("Rechnungs-Nr.", "RT-26-2201"), ("Datum", "02.11.2026"), ("Ihre Bestell-Nr.", "B-26-00408"), ("Kommission", "A-26-0106"))
    for at, (label, value) in enumerate(block):
        pen.text((1185, 366 + 35 * at), label, fill=0, font=small)
        pen.text((1385, 366 + 35 * at), value, fill=0, font=small)
    (seen,) = read([Sheet(page, 595, 842)], Tesseract())
    text = " ".join(word.text for word in seen.words)
    assert all(value in text for value in ("Versuchsfeld 12", "Datum", "02.11.2026", "B-26-00408", "Kommission", "A-26-0106"))
