"""The words of a question on a page."""

from __future__ import annotations

import pytest

from archive.scan import Page, Word
from search.spots import MOST, alike, asked, spots


def page(*lines: str) -> Page:
    """A page with a word of ten points for each word of the lines."""
    words = [
        Word(text, (10.0 * place, 20.0 * number, 10.0 * place + 9, 20.0 * number + 10), 0.9)
        for number, line in enumerate(lines)
        for place, text in enumerate(line.split())
    ]
    return Page(1, 595, 842, 0, tuple(words), "ocr")


def shown(query: str, *lines: str) -> list[str]:
    return [word.text for word in spots(page(*lines), asked(query))]


@pytest.mark.parametrize(
    ("query", "line", "found"),
    [
        ("Rundstähle", "1 Rundstahl 30 mm", ["Rundstahl"]),
        ("RE 2024 00317", "Rechnung RE-2O24/OO317 vom", ["RE-2O24/OO317"]),
        ("80015511", "Lieferschein 8001 5511 vom", ["8001", "5511"]),
        ("Schlüssel", "ein Trutzelschlüssel", ["Trutzelschlüssel"]),
        ("Dichtunq Lager", "Dichtung für Lager", ["Dichtung", "Lager"]),
        ("Schraubensch", "ein Schraubenschlüssel", ["Schraubenschlüssel"]),
        ("Gehäuse", "(Gehäuse) Ge\u00adhäuse", ["(Gehäuse)", "Ge\u00adhäuse"]),
        ("DE89370400440532013000", "IBAN DE89 3704 0044 0532 0130 00 BIC", ["DE89", "3704", "0044", "0532", "0130", "00"]),
        ("typ:rechnung -Rechnung", "Rechnung", []),
        ("", "Rechnung", []),
    ],
)
def test_what_answers_is_marked(query: str, line: str, found: list[str]) -> None:
    assert shown(query, "Kopf des Papiers", line, "Fuß") == found


def test_a_broken_word_is_marked_in_both_lines() -> None:
    assert shown("Rechnung", "unsere Rech-", "nung anbei") == ["Rech-", "nung"]


def test_a_page_full_of_it_is_marked_within_bounds() -> None:
    assert len(shown("Pumpe", *["Pumpe " * 20] * 20)) == MOST


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        *(("dichtung", "dichtunq", True), ("dichtung", "dichung", True), ("dichtung", "dicchtung", True), ("dichtung", "dichtung", True)),
        *(("dichtung", "dichttnq", False), ("dichtung", "dicht", False), ("haus", "maus", False), ("dichtung", "sichtung", True)),
    ],
)
def test_alike(left: str, right: str, same: bool) -> None:
    assert alike(left, right) is alike(right, left) is same
