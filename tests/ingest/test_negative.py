"""White writing on dark bars and boxes is turned round before a page is read; print, pictures and codes stay as they are."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from ingest import orient
from ingest.negative import positive
from ingest.ocr import Tesseract
from ingest.sheet import Sheet
from tests.ingest.drawn import paper

HEADS = {200: "Pos", 330: "Artikelnummer", 800: "Bezeichnung", 1150: "Menge", 1350: "Gesamt"}


def _page(ground: int, writing: int) -> Sheet:
    page = paper(200)
    pen = ImageDraw.Draw(page)
    pen.rectangle((180, 1500, 1560, 1550), fill=ground)
    for left, head in HEADS.items():
        pen.text((left, 1508), head, fill=writing, font=ImageFont.load_default(26))
    return Sheet(page, 595, 842)


@pytest.mark.parametrize(("ground", "writing"), [(0, 255), (90, 255), (130, 240)])
def test_a_dark_heading_is_turned_round(ground: int, writing: int) -> None:
    sheet = _page(ground, writing)
    bar = np.asarray(positive(sheet).image)[1500:1550, 190:1550]
    assert np.median(bar) == 255
    assert bar.min() < 20
    assert positive(sheet).image.crop((0, 0, 1654, 1480)) == sheet.image.crop((0, 0, 1654, 1480))


def test_words_of_a_dark_heading_are_read_where_they_stand() -> None:
    (seen,) = orient.read([_page(40, 255)], Tesseract())
    found = {word.text: word.box for word in seen.words}
    assert set(HEADS.values()) <= set(found)
    assert found["Menge"][0] == pytest.approx(1150 * 72 / 200, abs=3)


def test_a_dark_heading_leaves_the_slant_of_its_page() -> None:
    sheet = _page(40, 255)
    tilted = Sheet(sheet.image.rotate(3, Image.Resampling.BICUBIC, fillcolor=255), 595, 842)
    (seen,) = orient.read([tilted], Tesseract())
    assert seen.skew == pytest.approx(3, abs=0.3)
    assert set(HEADS.values()) <= {word.text for word in seen.words}


def test_the_sign_of_a_firm_stays() -> None:
    page = paper(200)
    pen = ImageDraw.Draw(page)
    pen.rounded_rectangle((1100, 120, 1280, 300), 20, fill=110)
    for row in range(4):
        for column in range(4):
            pen.rectangle((1120 + 40 * column, 140 + 40 * row, 1140 + 40 * column, 160 + 40 * row), fill=255)
    sheet = Sheet(page, 595, 842)
    assert positive(sheet) is sheet


def test_print_codes_and_pictures_stay() -> None:
    bold = paper(200)
    ImageDraw.Draw(bold).text((200, 1500), "RECHNUNG", fill=0, font=ImageFont.load_default(120))
    code = paper(200)
    code.paste(
        Image.fromarray(
            np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode("4711" * 9, zxingcpp.BarcodeFormat.QRCode), scale=8))
        ),
        (200, 1500),
    )
    black = paper(200)
    ImageDraw.Draw(black).rectangle((200, 1500, 900, 2000), fill=0)
    for page in (paper(200), bold, code, black):
        sheet = Sheet(page, 595, 842)
        assert positive(sheet) is sheet
