"""Accounts and VAT ids that the first reading got wrong are looked at again, alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from PIL import Image, ImageDraw, ImageFont

from archive.scan import Word
from ingest.extract_ids import PROPOSED
from ingest.ocr import Tesseract, for_lines
from ingest.second_look import UNSURE, looked_again
from ingest.sheet import Sheet
from ingest.understand import understand
from tests.papers import Memory, reading

VAT, ACCOUNT = "DE136695976", "DE02 1203 0000 0000 2020 51"
DPI = 300


def _sheet(*lines: str) -> Sheet:
    """Lines of nine points, 20 points apart, at 100 points from the left."""
    image = Image.new("L", (1800, 700), 255)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((100 * DPI / 72, (20 + 20 * number) * DPI / 72), line, fill=0, font=ImageFont.load_default(9 * DPI / 72))
    return Sheet(image, 1800 * 72 / DPI, 700 * 72 / DPI)


def _label(text: str, row: int = 0) -> Word:
    return Word(text, (50.0, 20.0 + 20 * row, 92.0, 30.0 + 20 * row), 0.9)


def test_a_vat_id_is_read_from_its_place_alone() -> None:
    words = [_label("USt-IdNr."), Word("DEI3GGISIZG", (99, 20, 160, 30), 0.4)]
    made = looked_again([words], [_sheet(VAT)], Tesseract())[0]
    assert [word.text for word in made] == ["USt-IdNr.", VAT]
    assert made[1].confidence > UNSURE


def test_an_account_in_blocks_becomes_one_word() -> None:
    words = [_label("IBAN:"), Word("DEO2", (99, 20, 124, 30), 0.4), *_blocks("I2O3", "OOO0", "0000", "2O20", "5I")]
    made = looked_again([words], [_sheet(ACCOUNT)], Tesseract())[0]
    assert [word.text for word in made] == ["IBAN:", ACCOUNT.replace(" ", "")]
    left, _, right, _ = made[1].box
    assert (left, right) == (99.0, 249.0)


def _blocks(*texts: str) -> list[Word]:
    return [Word(text, (126.0 + 25 * at, 20, 149.0 + 25 * at, 30), 0.4) for at, text in enumerate(texts)]


def test_a_vat_id_with_wrong_check_digits_is_what_most_looks_see() -> None:
    words = [_label("USt-IdNr."), Word("DEI3GGISIZG", (99, 20, 160, 30), 0.4)]
    assert [w.text for w in looked_again([words], [_sheet("DE136695977")], Tesseract())[0]] == ["USt-IdNr.", "DE136695977"]


def test_looks_that_differ_leave_it_as_it_was_read() -> None:
    words = [_label("USt-IdNr."), Word("DEI3GGISIZG", (99, 20, 160, 30), 0.4)]
    assert looked_again([words], [_sheet("DE136695977")], Says(("DE136695977", "DE136695971", "DE13669597"))) == [words]


def test_a_vat_id_read_whole_is_not_replaced_by_another_wrong_one() -> None:
    words = [_label("USt-IdNr."), Word("DE123456789", (99, 20, 160, 30), 0.9)]
    assert looked_again([words], [_sheet("DE136695977")], Tesseract()) == [words]


@dataclass(frozen=True)
class Never:
    """An engine nobody should ask."""

    def recognise(self, sheets: Sequence[Sheet]) -> Sequence[Sequence[Word]]:
        raise AssertionError(f"{len(sheets)} sheets")


def test_numbers_that_are_right_and_other_words_are_not_looked_at() -> None:
    words = [_label("USt-IdNr."), Word(VAT, (99, 20, 160, 30), 0.4), Word("DEMONTAGE", (170, 20, 200, 30), 0.9), _label("IBAN", 1)]
    assert looked_again([words], [_sheet(VAT)], Never()) == [words]


@dataclass(frozen=True)
class Says:
    """An engine that gives one answer a look."""

    answers: tuple[str, ...]

    def recognise(self, sheets: Sequence[Sheet]) -> Sequence[Sequence[Word]]:
        return [[Word(text, (0, 0, 1, 1), 0.9)] if text else [] for text in self.answers]


@pytest.mark.parametrize(
    ("answers", "text", "sure"),
    [
        ((VAT, "", VAT), VAT, True),
        ((VAT, "", "DE1"), VAT, False),
        (("DE136695976", "DE999990019", ""), "DE7QQQQQQQ6", False),
        (("", "", ""), "DE7QQQQQQQ6", False),
    ],
)
def test_one_look_alone_is_not_sure_and_two_that_differ_say_nothing(answers: tuple[str, ...], text: str, *, sure: bool) -> None:
    words = [_label("USt-IdNr."), Word("DE7QQQQQQQ6", (99, 20, 160, 30), 0.5)]
    made = looked_again([words], [_sheet(VAT)], Says(answers))[0][1]
    assert (made.text, made.confidence > 0.8) == (text, sure)


@pytest.mark.parametrize(("print_", "asked"), [("DE123456789", False), ("DE12345678O", True), ("DE0212030000000020205", True)])
def test_a_number_read_well_is_looked_at_again_only_when_it_is_none(print_: str, *, asked: bool) -> None:
    words = [_label("IBAN" if len(print_) > 12 else "USt-IdNr."), Word(print_, (99, 20, 160, 30), 0.95)]
    engine = Counted()
    looked_again([words], [_sheet(print_)], engine)
    assert bool(engine.asked) == asked


@dataclass
class Counted:
    """An engine that counts what it is asked for."""

    asked: int = 0

    def recognise(self, sheets: Sequence[Sheet]) -> Sequence[Sequence[Word]]:
        self.asked += len(sheets)
        return [[] for _ in sheets]


def test_an_engine_of_its_own_stays_as_it_is() -> None:
    assert for_lines(Never(), "0") == Never()
    assert for_lines(Tesseract(), "01") == Tesseract(layout=7, letters="01")


def test_an_account_that_one_look_gave_is_asked_for() -> None:
    seen = understand(reading("#Rechnung\nRechnungs-Nr.: R-1\nIBAN DE02120300000000202051", confidence=UNSURE), Memory())
    found = next(f for f in seen.findings if f.field == "iban")
    assert found.confidence <= PROPOSED
    assert "iban" in {doubt.about for doubt in seen.doubts}


SUMS = ("Nettobetrag", "MwSt 19 %", "Endbetrag")


def _sums(*read: str, net: str = SUMS[0]) -> list[Word]:
    """The lines of totals: labels well read, amounts as given, at the place where :func:`_amounts` prints them."""
    printed = (net, *SUMS[1:])
    labels = [Word(part, (10.0 + 40 * at, 20.0 + 20 * row, 45.0 + 40 * at, 30.0 + 20 * row), 0.9) for row, text in enumerate(printed)
              for at, part in enumerate(text.split(" ", 1))]  # fmt: skip
    return labels + [Word(text, (108.0, 20.0 + 20 * row, 146.0, 30.0 + 20 * row), 0.6) for row, text in enumerate(read)]


@pytest.mark.parametrize("net", ["Nettobetrag", "Positionen"])
def test_sums_that_do_not_close_are_read_again(net: str) -> None:
    made = looked_again([_sums("‚663,26", "696,02", "4.359,28", net=net)], [_sheet("3.663,26", "   696,02", "4.359,28")], Tesseract())[0]
    assert [word.text for word in made if word.text[0].isdigit() and "," in word.text] == ["3663,26", "696,02", "4.359,28"]


def test_sums_that_nothing_proves_stay() -> None:
    words = _sums("‚663,26", "696,02", "4.358,28")
    assert looked_again([words], [_sheet("3.663,26", "   696,02", "9.111,11")], Tesseract()) == [words]


def test_sums_that_close_are_not_looked_at() -> None:
    words = _sums("3.663,26", "696,02", "4.359,28")
    assert looked_again([words], [_sheet("1,00")], Never()) == [words]


def test_sums_of_several_rates_that_add_up_are_not_looked_at() -> None:
    engine = Counted()
    looked_again([_sums("358,00", "48,82", "406,82")], [_sheet("358,00")], engine)
    assert engine.asked == 0
