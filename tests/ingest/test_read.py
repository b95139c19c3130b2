"""The whole way from a file to a reading, on papers drawn for the purpose."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from archive.problems import Problem, TooHeavy, Unavailable, Unreadable
from archive.reading_json import dump, load
from archive.scan import Reading, Word
from ingest.bounded import Bounds
from ingest.ocr import Tesseract
from ingest.read import Limits, page_images, read
from tests import engines
from tests.ingest.drawn import LINES, image_page, jpeg, paper, saved, scan, shown, text_page

NUMBERS = {"RE-2026-001158", "B-26-00417", "80015511", "18.03.2026", "187,68"}
RUBBISH = shown(("Kzq xvw 8§kj Lqpw mnbx", "zzgh qqwe xcvy pljk", "rtzx vbnq wlkj hgfq", "xxqj wvzk pqgh ttzx"))


def _saved(folder: Path, data: bytes) -> Path:
    path = folder / "eingang"
    path.write_bytes(data)
    return path


def _texts(reading: Reading) -> set[str]:
    return {word.text.strip(",.") for page in reading.pages for word in page.words}


def test_a_mixed_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    text_page(pdf)
    image_page(pdf, paper())
    image_page(pdf, Image.new("L", (1654, 2339), 250))
    reading = read(saved(pdf, tmp_path / "mixed.pdf"), scan())
    assert [page.how for page in reading.pages] == ["pdf-text", "ocr", "ocr"]
    assert [page.number for page in reading.pages] == [1, 2, 3]
    for page in reading.pages[:2]:
        assert {word.text.strip(",.") for word in page.words} >= NUMBERS
        assert (page.width, page.height) == (595, 842)
    assert reading.pages[2].words == ()
    assert reading.notes == ()
    assert load(dump(reading)) == reading


def test_boxes_lie_where_the_text_stands(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    text_page(pdf)
    word = next(w for w in read(saved(pdf, tmp_path / "t.pdf"), scan()).pages[0].words if w.text == "RE-2026-001158")
    assert word.box[1] < 842 - 720 < word.box[3] + 1
    seen = read(_saved(tmp_path, jpeg(paper())), scan()).pages[0]
    word = next(w for w in seen.words if w.text == "RE-2026-001158")
    top = (1.2 + 0.45 * 2) * 72
    assert top - 2 < word.box[1] < word.box[3] < top + 16


def test_a_bad_scanner_layer_loses_and_a_good_one_wins(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    image_page(pdf, paper(), hidden=RUBBISH)
    image_page(pdf, paper(), hidden=shown(LINES))
    reading = read(saved(pdf, tmp_path / "layers.pdf"), scan())
    assert [page.how for page in reading.pages] == ["ocr", "pdf-text"]
    assert {word.text.strip(",.") for word in reading.pages[0].words} >= NUMBERS


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_are_turned_upright(tmp_path: Path, turn: int) -> None:
    turned = paper().rotate(turn, expand=True)
    path = _saved(tmp_path, jpeg(turned))
    reading = read(path, scan())
    assert reading.pages[0].rotation == turn
    assert _texts(reading) >= NUMBERS
    assert reading.pages[0].width < reading.pages[0].height
    [(number, image)] = page_images(path, reading)
    picture = Image.open(BytesIO(image))
    assert (number, picture.format, picture.width) == (1, "WEBP", 1240)
    assert picture.width < picture.height


def test_a_faint_page_upside_down_is_turned_too(tmp_path: Path) -> None:
    faint = paper(ink=185, ground=235).rotate(180)
    reading = read(_saved(tmp_path, jpeg(faint)), scan())
    assert reading.pages[0].rotation == 180
    assert _texts(reading) >= NUMBERS


@pytest.mark.parametrize("degrees", [-4.0, 3.0])
def test_skewed_pages_keep_boxes_of_the_page_as_shown(tmp_path: Path, degrees: float) -> None:
    image = paper().rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    page = read(_saved(tmp_path, jpeg(image)), scan()).pages[0]
    assert page.skew == pytest.approx(degrees, abs=0.2)
    assert {word.text.strip(",.") for word in page.words} >= NUMBERS
    dark = np.asarray(image) < 128
    for word in (word for word in page.words if len(word.text) > 4):
        x0, top, x1, bottom = (round(value * 200 / 72) for value in word.box)
        assert dark[top:bottom, x0:x1].mean() > 0.05, word
    assert any(line.startswith("Ihre Bestellung") and line.endswith("80015511") for line in page.text.splitlines())


def test_image_files_of_many_kinds(tmp_path: Path) -> None:
    image = paper()
    frames = [image.convert("1"), image.convert("CMYK"), Image.fromarray(np.asarray(image).astype(np.uint16) * 257)]
    for frame, compression in zip(frames, ("group4", "tiff_lzw", "tiff_deflate"), strict=True):
        out = BytesIO()
        frame.save(out, "TIFF", compression=compression, dpi=(200, 200))
        assert _texts(read(_saved(tmp_path, out.getvalue()), scan())) >= NUMBERS, compression
    for kind, mode in (("PNG", "RGBA"), ("WEBP", "RGB"), ("HEIF", "RGB")):
        out = BytesIO()
        image.convert(mode).save(out, kind)
        reading = read(_saved(tmp_path, out.getvalue()), scan())
        assert _texts(reading) >= NUMBERS, kind
        assert reading.pages[0].height == pytest.approx(842, abs=1)


def test_a_tiff_of_several_pages(tmp_path: Path) -> None:
    out = BytesIO()
    blank = Image.new("1", (1654, 2339), 1)
    paper().convert("1").save(out, "TIFF", compression="group4", dpi=(200, 200), save_all=True, append_images=[blank])
    reading = read(_saved(tmp_path, out.getvalue()), scan())
    assert [bool(page.words) for page in reading.pages] == [True, False]
    assert reading.notes == ()


def test_exif_turns_the_photo(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    paper().rotate(90, expand=True).save(out, "JPEG", exif=exif, dpi=(72, 72))
    path = _saved(tmp_path, out.getvalue())
    reading = read(path, scan())
    assert reading.pages[0].rotation == 0
    assert reading.pages[0].height == pytest.approx(842, abs=1)
    assert _texts(reading) >= NUMBERS
    [(_, image)] = page_images(path, reading)
    assert Image.open(BytesIO(image)).height > 1240


def test_a_hundred_megapixels_are_read_smaller(tmp_path: Path) -> None:
    large = paper().resize((8400, 11880))
    out = BytesIO()
    large.save(out, "PNG", compress_level=1)
    for data in (jpeg(large, 1016), out.getvalue()):
        page = read(_saved(tmp_path, data), scan()).pages[0]
        assert "Hydraulikschlauch mit Kupplung und Dichtung" in page.text
        assert page.height == pytest.approx(842, abs=1)


def test_an_image_bomb_is_refused(tmp_path: Path) -> None:
    head = b"IHDR" + struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\x00" * 100)
    chunks = b"".join(struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (head, data, b"IEND"))
    with pytest.raises(TooHeavy, match="zu_gross") as caught:
        read(_saved(tmp_path, b"\x89PNG\r\n\x1a\n" + chunks), scan())
    assert "40000 mal 40000" in caught.value.message


def test_a_huge_media_box_is_drawn_small(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(14400, 14400))
    path = saved(pdf, tmp_path / "a0.pdf")
    reading = read(path, scan())
    assert (reading.pages[0].width, reading.pages[0].words) == (14400, ())
    assert len(list(page_images(path, reading))) == 1


def test_encrypted_and_broken_pdfs(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    text_page(pdf)
    pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="geheim", owner="x"))
    with pytest.raises(Unreadable) as caught:
        read(tmp_path / "locked.pdf", scan())
    assert caught.value.code == "kennwort"
    pdf.save(tmp_path / "owner.pdf", encryption=pikepdf.Encryption(user="", owner="x"))
    assert _texts(read(tmp_path / "owner.pdf", scan())) >= NUMBERS
    pdf.save(tmp_path / "whole.pdf")
    half = (tmp_path / "whole.pdf").read_bytes()[:300]
    assert any("sein Ende fehlt" in note for note in read(_saved(tmp_path, half), scan()).notes)
    out = jpeg(paper())
    with pytest.raises(Unreadable):
        read(_saved(tmp_path, out[: len(out) // 2]), scan())


def test_many_pages_are_read_up_to_the_limit_and_the_rest_is_named(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    for _ in range(5):
        text_page(pdf)
    for _ in range(3):
        image_page(pdf, Image.new("L", (600, 850), 255))
    path = saved(pdf, tmp_path / "long.pdf")
    reading = read(path, scan(), limits=Limits(pages=2))
    assert len(reading.pages) == 2
    assert reading.notes == ("Die Datei hat 8 Seiten. Gelesen wurden nur die ersten 2.",)
    reading = read(path, scan(), limits=Limits(ocr_pages=1, at_once=1))
    assert [page.number for page in reading.pages] == [1, 2, 3, 4, 5, 6]
    assert "2 davon wurden nicht mehr gelesen" in reading.notes[0]


@pytest.mark.parametrize(
    ("engine", "kind"),
    [
        (engines.Crashes(), TooHeavy),
        (engines.Raises(), Unavailable),
        (engines.Babbles(), Unavailable),
        (engines.Babbles([["kein Wort"]]), Unavailable),
        (engines.Babbles([[Word("weit", (5000.0, 0.0, 6000.0, 10.0), 0.5)]]), Unavailable),
        (engines.Hogs(), TooHeavy),
        (engines.Hangs("3601"), TooHeavy),
        (Tesseract(program="tesseract-fehlt"), Unavailable),
        (Tesseract(languages="xxx"), Unavailable),
        (Tesseract(timeout=0.01), Unavailable),
    ],
)
def test_an_engine_that_fails_is_a_problem_and_never_a_blank_page(tmp_path: Path, engine: object, kind: type[Problem]) -> None:
    path = _saved(tmp_path, jpeg(paper()))
    with pytest.raises(kind) as caught:
        read(path, scan(), engine, Limits(bounds=Bounds(wall=8)))
    assert caught.value.message


def test_a_program_that_prints_rubbish_is_a_problem(tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text('#!/bin/sh\nprintf "level\\001nonsense" > "$2.tsv"\n')
    program.chmod(0o755)
    with pytest.raises(Unavailable) as caught:
        read(_saved(tmp_path, jpeg(paper())), scan(), Tesseract(program=str(program)))
    assert caught.value.retry


def test_no_words_on_a_written_page_is_said(tmp_path: Path) -> None:
    reading = read(_saved(tmp_path, jpeg(paper())), scan(), engines.Replays())
    assert reading.notes == ("Auf Seite 1 wurde kein Text erkannt, obwohl sie nicht leer ist.",)


def test_a_replayed_reading_arrives(tmp_path: Path) -> None:
    word = Word("Rechnung", (60.0, 60.0, 120.0, 72.0), 0.93)
    assert read(_saved(tmp_path, jpeg(paper())), scan(), engines.Replays((word,))).pages[0].words == (word,)
