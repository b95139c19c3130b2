"""Words of whole pages: white edges are cut off before reading, and everything stands where it was printed."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.ocr import Tesseract
from ingest.sheet import Sheet
from tests.ingest.drawn import paper


def _font(points: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(points * 250 / 72)


def test_small_pale_print_at_the_edge_is_not_cut_off() -> None:
    sheet = Sheet(paper(250), 595, 842)
    ImageDraw.Draw(sheet.image).text((1850, 2600), "3757 00", fill=110, font=_font(7))
    words = Tesseract().recognise([sheet])[0]
    assert "375700" in "".join(word.text for word in words)
    assert max(word.box[0] for word in words) > 1850 * 72 / 250 - 3


def test_a_word_alone_on_a_page_stands_where_it_was_printed() -> None:
    image = Image.new("L", (2066, 2924), 255)
    ImageDraw.Draw(image).text((1200, 2000), "Rechnung", fill=0, font=_font(14))
    (word,) = Tesseract().recognise([Sheet(image, 595, 842)])[0]
    assert word.text == "Rechnung"
    assert word.box[0] == pytest.approx(1200 * 595 / 2066, abs=2)
    assert 2000 * 842 / 2924 < word.box[1] < word.box[3] < 2000 * 842 / 2924 + 20


def test_a_white_page_is_read_as_it_is() -> None:
    assert Tesseract().recognise([Sheet(Image.new("L", (400, 400), 255), 100, 100)]) == [[]]
