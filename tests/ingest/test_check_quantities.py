"""Quantities that nothing on the paper proves: what is asked about them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.understand import understand
from tests.ingest.test_checks import GOOD, PAPER
from tests.papers import REGISTER, reading


def test_a_quantity_that_stands_in_the_article_number_may_be_lost() -> None:
    rows = "Pos   Artikel     Bezeichnung               Menge\n10    UCP-212     Stehlager UCP             212 Stk"
    doubts = understand(reading(PAPER.format(**(GOOD | {"lines": rows, "totals": ""}))), REGISTER).doubts
    assert any("steht 212 auch in Artikelnummer oder Bezeichnung" in d.reason for d in doubts)


def test_numbers_that_nothing_proves_must_be_well_read() -> None:
    rows = "Pos   Bezeichnung               Menge\n10    Rundstahl 42CrMo4          2 Stk\n20    Flachstahl                 4 Stk"
    paper = PAPER.format(**(GOOD | {"lines": rows, "totals": ""}))
    reasons = [d.reason for d in understand(reading(paper, confidence=0.8), REGISTER).doubts]
    assert "In Zeile 10 ist 2 nicht sicher gelesen." in reasons
    assert not [d for d in understand(reading(paper), REGISTER).doubts if d.about == "zeilen"]


def test_a_quantity_of_nothing_is_asked_for() -> None:
    rows = "Pos   Bezeichnung               Menge\n10    Rundstahl 42CrMo4          0 Stk\n20    Flachstahl                 4 Stk"
    paper = PAPER.format(**(GOOD | {"lines": rows, "totals": ""}))
    assert "In Zeile 10 ist die Menge 0." in [d.reason for d in understand(reading(paper), REGISTER).doubts]


@pytest.mark.parametrize(("confidence", "asked"), [(0.8, True), (0.95, False)])
def test_zeros_of_needle_print_look_like_eights(confidence: float, *, asked: bool) -> None:
    rows = "Pos   Bezeichnung               Menge\n10    Rundstahl 42CrMo4          248 kg"
    made = reading(PAPER.format(**(GOOD | {"lines": rows, "totals": ""})), confidence=confidence)
    (page,) = made.pages
    words = tuple(replace(word, confidence=0.96) if word.text == "248" else word for word in page.words)
    doubts = understand(replace(made, pages=(replace(page, words=words),)), REGISTER).doubts
    assert ("In Zeile 10 ist 248 nicht sicher gelesen." in [d.reason for d in doubts]) == asked
