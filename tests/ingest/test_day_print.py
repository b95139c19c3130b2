"""Days that are glued to a word, torn, or impossible because a digit was misread; what is printed in a file is not touched."""

from __future__ import annotations

import pytest

from archive.scan import Word
from ingest.day_print import behind, day
from ingest.understand import understand
from tests.papers import REGISTER, reading


def row(text: str, confidence: float = 0.9) -> tuple[Word, ...]:
    return tuple(Word(word, (50.0 * at, 0, 50.0 * at + 40, 10), confidence) for at, word in enumerate(text.split()))


@pytest.mark.parametrize(
    ("text", "value", "sure"),
    [
        ("16.03.2026", "2026-03-16", True),
        ("den6. Februar 2026", "2026-02-06", True),
        ("6. Februar 2026 in Aachen", "2026-02-06", True),
        ("99.03.2026", "2026-03-09", False),
        ("16.03.2926", "2026-03-16", False),
        ("1999-03-16", "1999-03-16", True),
    ],
)
def test_a_day_as_it_was_read(text: str, value: str, sure: bool) -> None:
    found = day(row(text))
    assert found
    assert (found[0].value, found[0].sure) == (value, sure)


@pytest.mark.parametrize("text", ["88.88.2026", "00.00.2026", "2026", "Meier"])
def test_what_may_be_several_days_is_none(text: str) -> None:
    assert day(row(text)) is None


def test_print_of_a_file_is_as_it_was_meant() -> None:
    assert day(row("31.02.2026", confidence=1.0)) is None
    found = day(row("16.03.2926", confidence=1.0))
    assert found
    assert found[0].value == "2926-03-16"


def test_a_day_stands_behind_words_and_not_behind_numbers() -> None:
    found = behind(row("Aachen, den 6. Februar 2026"), 2)
    assert found
    assert (found[0].value, found[1:]) == ("2026-02-06", (2, 5))
    assert behind(row("47 11.03.2026"), 2) is None


def test_a_speck_behind_a_label_is_no_number_where_one_stands_below() -> None:
    text = "#Lieferschein\n\nLieferschein-Nr. {}     Datum\nHL366496            16.03.2026\n"
    assert understand(reading(text.format("2")), REGISTER).value("lieferscheinnummer") == "HL366496"
    assert understand(reading(text.format("80015513")), REGISTER).value("lieferscheinnummer") == "80015513"
