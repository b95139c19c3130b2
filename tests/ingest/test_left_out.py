"""Lines that the engine left out: found by their ink, read alone, put where they stand; nothing else is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from PIL import Image, ImageDraw

from archive.problems import Unavailable
from archive.scan import Box, Word
from ingest import deskew
from ingest.left_out import with_left_out
from ingest.ocr import Tesseract
from ingest.sheet import Sheet
from tests.ingest.drawn import paper

LINES = ("Rechnung der Werkzeugmacher", "Rechnungsnummer 4711-08", "Bitte zahlen Sie bald")


def _sheet(image: Image.Image | None = None) -> Sheet:
    return Sheet(image or paper(300, LINES), 595, 842)


def _words(sheet: Sheet, *, without: int = -1) -> list[Word]:
    """The words of the sheet, but none of this line."""
    top = (1.2 + 0.45 * without) * 72
    return [word for word in Tesseract().recognise([sheet])[0] if not top - 6 < word.box[1] < top + 14]


def _again(sheet: Sheet, words: Sequence[Word], engine: object) -> list[Word]:
    return with_left_out([words], [sheet], [deskew.ink(sheet.image)], engine)[0]  # type: ignore[arg-type] # engines of tests


def around(boxes: Sequence[Box]) -> tuple[float, ...]:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


@dataclass
class Asked:
    """An engine that counts what it is asked for and says nothing."""

    sheets: list[Sheet] = field(default_factory=list)

    def recognise(self, sheets: Sequence[Sheet]) -> Sequence[Sequence[Word]]:
        self.sheets.extend(sheets)
        return [[] for _ in sheets]


class Broken:
    """An engine that fails."""

    def recognise(self, sheets: Sequence[Sheet]) -> Sequence[Sequence[Word]]:
        raise Unavailable("Kaputt.", cause=f"{len(sheets)} sheets", code="texterkennung")


def test_a_line_that_was_left_out_is_read_where_it_stands() -> None:
    sheet = _sheet()
    whole, part = _words(sheet), _words(sheet, without=1)
    made = _again(sheet, part, Tesseract())
    assert "".join(word.text for word in made) == "".join(LINES).replace(" ", "")
    line = [word.box for word in made if word not in part]
    there = [word.box for word in whole if word not in part]
    assert around(line) == pytest.approx(around(there), abs=2.5)


def test_scraps_read_in_place_of_a_line_go() -> None:
    sheet = _sheet()
    x0, top, _, _ = around([word.box for word in _words(sheet) if word not in _words(sheet, without=1)])
    scrap = Word("N:", (x0 + 2, top + 1, x0 + 4, top + 3), 0.5)
    made = _again(sheet, [*_words(sheet, without=1), scrap], Tesseract())
    assert "".join(word.text for word in made) == "".join(LINES).replace(" ", "")


def test_a_line_of_a_receipt_is_found_as_well() -> None:
    """The small picture of a small paper has more dots an inch than that of a page."""
    strip = paper(300, LINES).crop((180, 280, 1180, 980))
    sheet = Sheet(strip, strip.width * 0.24, strip.height * 0.24)
    words = Tesseract().recognise([sheet])[0]
    part = [word for word in words if not 50 < word.box[1] < 70]
    assert len(part) < len(words)
    made = _again(sheet, part, Tesseract())
    assert "".join(word.text for word in made) == "".join(LINES).replace(" ", "")


def test_a_line_in_a_dashed_frame_is_found() -> None:
    image = paper(300, LINES)
    pen = ImageDraw.Draw(image)
    top, bottom, left, right = 490, 572, 240, 1000
    for x in range(left, right, 20):
        pen.line((x, top, x + 10, top), fill=0, width=3)
        pen.line((x, bottom, x + 10, bottom), fill=0, width=3)
    for y in range(top, bottom, 14):
        pen.line((left, y, left, y + 10), fill=0, width=3)
        pen.line((right, y, right, y + 10), fill=0, width=3)
    sheet = _sheet(image)
    made = _again(sheet, _words(_sheet(), without=1), Tesseract())
    assert "Rechnungsnummer" in [word.text for word in made]


def test_a_page_read_whole_is_not_looked_at_again() -> None:
    sheet, engine = _sheet(), Asked()
    words = _words(sheet)
    assert _again(sheet, words, engine) == words
    assert engine.sheets == []


def test_rulings_areas_and_large_signs_are_no_lines() -> None:
    image = paper(300, LINES)
    pen = ImageDraw.Draw(image)
    pen.rectangle((300, 1500, 2000, 2000), outline=0, width=4)
    pen.line((300, 1700, 2000, 1700), fill=0, width=3)
    pen.ellipse((1700, 2200, 2200, 2700), fill=60)
    pen.rectangle((300, 2300, 900, 2700), fill=128)
    sheet, engine = _sheet(image), Asked()
    _again(sheet, _words(_sheet()), engine)
    assert engine.sheets == []


def test_an_underlined_word_is_a_line() -> None:
    image = paper(300, LINES)
    ImageDraw.Draw(image).line((0.9 * 300, 1.88 * 300, 3.3 * 300, 1.88 * 300), fill=0, width=4)
    sheet, engine = _sheet(image), Asked()
    _again(sheet, _words(_sheet(), without=1), engine)
    assert len(engine.sheets) == 1


def test_a_page_of_specks_is_left_alone() -> None:
    noise = np.full((3508, 2481), 255, dtype=np.uint8)
    for row in range(40):
        noise[80 * row : 80 * row + 30, 200:700:3] = 0
    sheet, engine = _sheet(Image.fromarray(noise)), Asked()
    assert _again(sheet, [], engine) == []
    assert engine.sheets == []


def test_a_failing_engine_leaves_the_first_reading() -> None:
    sheet = _sheet()
    words = _words(sheet, without=1)
    assert _again(sheet, words, Broken()) == words
