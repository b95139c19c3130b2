"""The files are what they seem: scans can be read by OCR, turned ones lie turned, digital ones have text, bad ones are bad."""

from __future__ import annotations

import io
from decimal import Decimal

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytesseract
import pytest
from lxml import etree
from PIL import Image, ImageOps, ImageSequence

from tests.training.conftest import Demo
from training.firm.draw import Face, wrap
from training.firm.wording import money


def _page(demo: Demo, key: str, number: int = 0, dpi: int = 300) -> Image.Image:
    with pdfium.PdfDocument(demo.file(key)) as pdf:
        return pdf[number].render(scale=dpi / 72).to_pil().convert("L")


def _texts(demo: Demo, key: str) -> list[str]:
    with pdfium.PdfDocument(demo.file(key)) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


@pytest.mark.parametrize("key", ["r02", "r09", "l04"])
def test_ocr_finds_the_numbers_of_a_good_scan(demo: Demo, key: str) -> None:
    entry = demo.gold[key]
    assert entry["quality"] == "gut"
    text = pytesseract.image_to_string(_page(demo, key), lang="deu", config="--psm 4")
    fields = entry["fields"]
    wanted = [value for name in ("rechnungsnummer", "lieferscheinnummer", "bestellnummer") for value in fields.get(name, [])]
    wanted += [money(Decimal(value)) for value in fields.get("brutto", [])]
    assert [value for value in wanted if value not in text] == []


@pytest.mark.parametrize(("key", "turn"), [("r06", 180), ("l03", 90)])
def test_turned_pages_lie_turned(demo: Demo, key: str, turn: int) -> None:
    seen = pytesseract.image_to_osd(_page(demo, key), output_type=pytesseract.Output.DICT)
    assert seen["rotate"] == turn


def test_scans_are_not_clean(demo: Demo) -> None:
    """Paper of a scan has grain everywhere; a drawn page has not."""
    grain = np.asarray(_page(demo, "r02"))[300:500, 300:500].std()
    clean = np.asarray(_page(demo, "r01"))[300:500, 300:500].std()
    assert grain > 1
    assert clean == 0


def test_digital_pages_have_their_text(demo: Demo) -> None:
    for key in ("r01", "r05", "r14", "r24", "l18", "a01", "b01", "z02"):
        flat = "".join("".join(_texts(demo, key)).split())
        entry = demo.gold[key]
        names = [
            name for name in ("rechnungsnummer", "lieferscheinnummer", "belegnummer", "bestellnummer", "iban") if name in entry["fields"]
        ]
        missing = [value for name in names for value in entry["fields"][name] if "".join(value.split()) not in flat]
        assert missing == [], key


def test_a_mixed_file_has_text_and_a_scan(demo: Demo) -> None:
    first, second = _texts(demo, "r07")
    assert demo.gold["r07"]["fields"]["rechnungsnummer"][0] in first
    assert second.strip() == ""


def test_the_bad_text_layer_is_rubbish(demo: Demo) -> None:
    text = "".join(_texts(demo, "r18"))
    assert len(text) > 200
    assert demo.gold["r18"]["fields"]["bestellnummer"][0] not in text


def test_the_long_invoice_carries_over(demo: Demo) -> None:
    with Image.open(demo.file("r20")) as tiff:
        pages = [page.convert("L") for page in ImageSequence.Iterator(tiff)]
    assert len(pages) == 2
    assert "Übertrag" in pytesseract.image_to_string(pages[1], lang="deu")


def test_the_fax_has_one_bit_and_oblong_dots(demo: Demo) -> None:
    with pikepdf.open(demo.file("r11")) as pdf:
        page = pdf.pages[0]
        image = page.Resources.XObject.Im1
        assert image.Filter == "/CCITTFaxDecode"
        across, down = image.Width / float(page.mediabox[2]) * 72, image.Height / float(page.mediabox[3]) * 72
    assert round(across) == 204
    assert round(down) == 98
    assert np.asarray(_page(demo, "r11")).mean() > 128


def test_phone_pictures_stand_up_when_their_note_is_followed(demo: Demo) -> None:
    with Image.open(demo.file("l15")) as picture:
        assert picture.size[0] < picture.size[1]
        upright = ImageOps.exif_transpose(picture)
    assert upright.width > upright.height


def test_invoices_as_data(demo: Demo) -> None:
    for key in ("r08", "r19"):
        root = etree.parse(demo.file(key)).getroot()
        said = set(root.itertext())
        fields = demo.gold[key]["fields"]
        assert {fields[name][0] for name in ("rechnungsnummer", "bestellnummer", "brutto", "iban", "ust_id")} <= said
    with pikepdf.open(demo.file("r05")) as pdf:
        data = pdf.attachments["factur-x.xml"].get_file().read_bytes()
    assert demo.gold["r05"]["fields"]["brutto"][0] in set(etree.parse(io.BytesIO(data)).getroot().itertext())


def test_bad_input_is_bad(demo: Demo) -> None:
    assert demo.file("x02").read_bytes() == b""
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(demo.file("x01"))
    with pikepdf.open(demo.file("x01"), password="geheim") as pdf:
        assert len(pdf.pages) == 1


def test_all_pdfs_are_sound(demo: Demo) -> None:
    for key, entry in demo.gold.items():
        if entry["file"].endswith(".pdf") and entry["expected"] != "rejected":
            with pikepdf.open(demo.file(key)) as pdf:
                assert pdf.check_pdf_syntax() == [], key


def test_text_breaks_at_words() -> None:
    assert wrap("eins zwei drei", Face(size=10), 45) == ["eins zwei", "drei"]
