"""Characters to words, straight lines from askew ones, language from rubbish."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from archive.scan import Word
from ingest import deskew, textlayer
from ingest.ocr import Tesseract
from ingest.orient import is_blank, upright_quality
from ingest.plausible import likeness, quality
from ingest.textlayer import Char, Layers, believable, layer, turned_box
from tests.ingest.drawn import LINES, paper, saved, text_page


def _chars(text: str, left: float = 50, top: float = 100) -> list[Char]:
    boxes = [(left + 6 * i, top, left + 6 * i + 6, top + 10) for i in range(len(text))]
    return [Char(char, box, 0) for char, box in zip(text, boxes, strict=True)]


def test_words_end_at_blanks_and_gaps_and_stand_line_by_line() -> None:
    chars = [*_chars("Summe", 50, 130), *_chars("19,00 Euro", 200, 131), *_chars("Rechnung")]
    assert [word.text for word in layer(chars, 595, 842).words] == ["Rechnung", "Summe", "19,00", "Euro"]


def test_a_ligature_stays_in_its_word() -> None:
    box = (50.0, 100.0, 60.0, 110.0)
    chars = [Char("fi", box, 0), *_chars("x", 60)]
    assert [word.text for word in layer(chars, 595, 842).words] == ["fix"]


def test_what_is_printed_twice_to_look_bold_counts_once() -> None:
    assert [word.text for word in layer([*_chars("Summe"), *_chars("Summe", 50.4)], 595, 842).words] == ["Summe"]


def test_writing_that_runs_down_the_page_turns_it() -> None:
    down = [Char(c.text, turned_box(c.box, 90, 595, 842), 90) for c in _chars("Summe 12")]
    found = layer(down, 842, 595)
    assert found.rotation == 270
    assert [word.text for word in found.words] == ["Summe", "12"]
    assert found.words[0].box == pytest.approx((50, 100, 80, 110))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_turning_back_and_forth(rotation: int) -> None:
    size = (842, 595) if rotation in (90, 270) else (595, 842)
    box = (10.0, 20.0, 40.0, 30.0)
    assert turned_box(turned_box(box, rotation, 595, 842), (360 - rotation) % 360, *size) == pytest.approx(box)


def _words(text: str) -> list[Word]:
    return [Word(word, (0, 0, 60, 10), 1.0) for word in text.split()]


def test_which_layers_are_believed() -> None:
    good = _words(" ".join(LINES))
    assert believable(good, 0.0)
    assert believable(good, 1.0)
    assert not believable([], 0.0)
    assert not believable(_words("(cid:12)(cid:44) \ufffd\ufffd\ufffd \ue001\ue002 " * 5), 0.0)
    assert not believable(_words("Kzq xvw 8§kj Lqpw mnbx zzgh " * 4), 1.0)


def test_language_scores_above_rubbish() -> None:
    assert likeness("Hydraulikschlauch") > 0.7 > likeness("RE-2026-001158") > 0.5 > likeness("wnjeqJ")
    assert quality([(word, 1.0) for line in LINES for word in line.split()]) > 0.6


@pytest.mark.parametrize("degrees", [-5.5, -2.0, 0.0, 0.5, 3.0])
def test_skew_is_measured(degrees: float) -> None:
    image = paper().rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    assert deskew.angle(image) == pytest.approx(degrees, abs=0.15)


def test_blank_is_only_what_is_blank() -> None:
    speckled = Image.effect_noise((1654, 2339), 8).point(lambda v: min(255, v + 100))
    assert is_blank(deskew.ink(speckled))
    assert is_blank(deskew.ink(Image.new("L", (1654, 2339), 180)))
    assert not is_blank(deskew.ink(paper(lines=("Seite 2",))))


def test_words_standing_on_end_do_not_count_as_read() -> None:
    lying = [Word("Rechnung", (0, 0, 60, 10), 0.9)]
    standing = [Word("Rechnung", (0, 0, 10, 60), 0.9)]
    assert upright_quality(lying) == pytest.approx(0.9)
    assert upright_quality(standing) == 0


def test_no_sheets_need_no_program() -> None:
    assert Tesseract(program="fehlt").recognise([]) == []


def test_pages_are_read_from_the_file_with_their_own_rotation_and_shown_part(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    text_page(pdf)
    text_page(pdf)
    pdf.pages[0].obj.CropBox = pikepdf.Array([30, 0, 595, 800])
    pdf.pages[1].obj.Rotate = 90
    with Layers(str(saved(pdf, tmp_path / "t.pdf")), [1, 2]) as layers:
        first, second = layers.layer(1, 565, 800), layers.layer(2, 842, 595)
    assert first.words[0].text == "Hydraulik"
    assert first.words[0].box[:2] == pytest.approx((30, 800 - 760 - 9), abs=2)
    assert second.rotation == 270
    assert [w.text for w in second.words] == [w.text for w in first.words]
    assert "187,68" in [w.text for w in first.words]


def test_a_page_pdfplumber_cannot_read_has_no_layer(tmp_path: Path) -> None:
    broken = tmp_path / "t.pdf"
    broken.write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog")
    with Layers(str(broken), [1]) as layers:
        assert layers.layer(1, 595, 842).words == ()


def _patient() -> None:
    while True:
        with suppress(Exception):
            sum(range(1000))


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(textlayer._TooSlowError), textlayer._in_time(0.05):
        _patient()
