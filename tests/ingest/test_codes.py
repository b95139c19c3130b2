"""Barcodes and QR codes on papers: found whichever way up, kept with their place, and what a payment code proves or corrects."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
import zxingcpp
from PIL import Image, ImageDraw

from archive.document import Proposal
from archive.scan import Code
from ingest import codes
from ingest.payment_code import RULE, payment
from ingest.read import read
from ingest.sheet import Sheet
from ingest.understand import understand
from tests.ingest.drawn import image_page, paper, saved, scan
from tests.papers import REGISTER, reading

ACCOUNT = "DE88200800000970375700"
GIRO = "BCD\n002\n1\nSCT\n\nStahlhandel Düren GmbH\n{iban}\nEUR{amount}\n\n\n{purpose}"
SWISS = "\r\n".join(["SPC", "0200", "1", "CH4431999123000889012", *[""] * 14, "199.95", "CHF", *[""] * 7, "NON", "", "Auftrag 4711", "EPD"])
PRINT = """
#Stahlhandel Düren GmbH

Musterwerk Maschinenbau GmbH

Rechnungs-Nr.: {number}
Rechnungsdatum: 12.11.2026

#Rechnung

Summe netto 100,00
zzgl. 19 % MwSt 19,00
Gesamtbetrag 119,00

USt-IdNr. DE136695976
IBAN {iban}
"""


def _drawn(text: str, kind: zxingcpp.BarcodeFormat, scale: int = 4) -> Image.Image:
    return Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=scale))).convert("L")


def _sheet(*drawn: tuple[Image.Image, tuple[int, int]], dpi: int = 200) -> Sheet:
    page = paper(dpi)
    for image, spot in drawn:
        page.paste(image, spot)
    return Sheet(page, 595, 842)


def _giro(**changes: str) -> str:
    return GIRO.format(**({"iban": ACCOUNT, "amount": "119.00", "purpose": "RE-2026-1158"} | changes))


def _understood(code: str, how: str = "ocr", **changes: str) -> Proposal:
    read_ = reading(PRINT.format(**({"number": "RE-2026-1158", "iban": "DE88 2008 0000 0970 3757 00"} | changes)))
    pages = tuple(replace(page, how=how) for page in read_.pages)
    return understand(replace(read_, pages=pages, codes=(Code(code, "QR Code", 1, (400, 700, 480, 780)),)), REGISTER)


def test_codes_of_all_kinds_are_found_with_their_place() -> None:
    sheet = _sheet(
        (_drawn("80015511", zxingcpp.BarcodeFormat.Code128), (900, 200)), (_drawn(_giro(), zxingcpp.BarcodeFormat.QRCode), (1200, 1900))
    )
    number, giro = codes.find(sheet, 3)
    assert (number.text, number.format, number.page) == ("80015511", "Code 128", 3)
    assert (giro.text, giro.format) == (_giro(), "QR Code")
    assert giro.box[0] == pytest.approx(1200 / 1654 * 595, abs=12)
    assert giro.box[1] == pytest.approx(1900 / 2338 * 842, abs=12)


def test_print_and_rulings_are_no_codes() -> None:
    sheet = _sheet()
    pen = ImageDraw.Draw(sheet.image)
    for left in range(200, 1400, 9):
        pen.line((left, 1500, left, 1700), 0, 1 + left % 4)
    assert codes.find(sheet, 1) == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_code_is_found_on_a_scan_however_it_lies(tmp_path: Path, turn: int) -> None:
    pdf = pikepdf.new()
    sheet = _sheet((_drawn(_giro(), zxingcpp.BarcodeFormat.QRCode), (1200, 1900)))
    image_page(pdf, sheet.turned(turn).image)
    made = read(saved(pdf, tmp_path / "blatt.pdf"), scan())
    assert made.pages[0].rotation == (360 - turn) % 360
    (code,) = made.codes
    assert (code.text, code.page) == (_giro(), 1)
    share = code.box[0] / made.pages[0].width, code.box[1] / made.pages[0].height
    assert share == pytest.approx((1200 / 1654, 1900 / 2338), abs=0.03)


def test_a_payment_code_is_told_from_others() -> None:
    assert payment("https://www.example.com/rechnung") is None
    assert payment("B-26-00417") is None
    swiss = payment(SWISS)
    assert swiss
    assert (swiss.account, str(swiss.amount), swiss.purpose) == ("CH4431999123000889012", "199.95", "Auftrag 4711")


def test_a_code_corrects_what_was_misread_on_a_scan() -> None:
    seen = _understood(_giro(), number="RE-2O26-1153", iban="DE88 2008 0000 0970 3757 08")
    assert (seen.value("iban"), seen.value("rechnungsnummer")) == (ACCOUNT, "RE-2026-1158")
    assert [f.rule for f in seen.findings if f.field == "rechnungsnummer"] == [RULE]
    assert not any("Zahlcode" in d.reason for d in seen.doubts)


def test_a_code_makes_print_surer_and_keeps_its_place() -> None:
    seen, bare = _understood(_giro()), _understood("https://www.example.com")
    for field in ("iban", "brutto", "rechnungsnummer"):
        (mine,), (theirs,) = ([f for f in p.findings if f.field == field] for p in (seen, bare))
        assert (mine.value, mine.box, mine.raw) == (theirs.value, theirs.box, theirs.raw)
        assert mine.confidence >= theirs.confidence
    assert {(f.field, f.value) for f in seen.findings} == {(f.field, f.value) for f in bare.findings}


def test_another_account_or_sum_in_the_code_is_a_doubt() -> None:
    other = _understood(_giro(iban="DE02120300000000202051"))
    assert any(d.about == "iban" and "gedruckt ist eine andere" in d.reason for d in other.doubts)
    assert any(d.about == "brutto" and "Zahlcode" in d.reason for d in _understood(_giro(amount="191.00")).doubts)


def test_a_number_of_a_text_layer_is_doubted_and_not_replaced() -> None:
    seen = _understood(_giro(purpose="RE-2026-1153"), how="pdf-text")
    assert seen.value("rechnungsnummer") == "RE-2026-1158"
    assert any("Zahlcode" in d.reason for d in seen.doubts)
