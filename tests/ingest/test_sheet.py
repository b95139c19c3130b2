"""Page images and the pixel budget."""

from __future__ import annotations

import pytest
from PIL import Image

from ingest.sheet import OCR_DPI, PIXELS, Sheet


def test_a_coarse_scan_gets_the_dots_reading_needs() -> None:
    coarse = Sheet(Image.new("L", (1240, 1754), 255), 595, 842, flat=True)
    fine = coarse.for_reading()
    assert fine.dpi == pytest.approx(OCR_DPI, abs=1)
    assert (fine.width, fine.height, fine.flat) == (595, 842, True)


@pytest.mark.parametrize(("width", "dpi"), [(1654, 250), (2108, 255), (2480, 270), (1240, 300)])
def test_every_scan_is_read_with_the_dots_that_suit_letters(width: int, dpi: int) -> None:
    assert Sheet(Image.new("L", (width, round(width * 842 / 595)), 255), 595, 842).for_reading().dpi == pytest.approx(dpi, abs=1)


def test_a_scan_that_suits_stays_as_it_is() -> None:
    fine = Sheet(Image.new("L", (2108, 2982), 255), 595, 842)
    assert fine.for_reading() is fine


def test_a_large_drawing_is_not_enlarged_beyond_the_budget() -> None:
    drawing = Sheet(Image.new("L", (2384, 3370), 255), 2384, 3370)
    fine = drawing.for_reading()
    assert drawing.image.width < fine.image.width
    assert fine.image.width * fine.image.height <= PIXELS * 1.001


@pytest.mark.parametrize(("rotation", "size"), [(0, (595, 842)), (90, (842, 595)), (180, (595, 842)), (270, (842, 595))])
def test_a_turned_sheet_keeps_what_it_is(rotation: int, size: tuple[int, int]) -> None:
    turned = Sheet(Image.new("L", (60, 85), 255), 595, 842, flat=True).turned(rotation)
    assert ((turned.width, turned.height), turned.flat) == (size, True)
