"""Charges and surcharges among the rows of goods: part of the sum, no row that fits nothing."""

from __future__ import annotations

from ingest.understand import understand
from tests.ingest.test_checks import GOOD, LINES, PAPER
from tests.papers import REGISTER, reading


def test_charges_without_a_quantity_belong_to_the_sum() -> None:
    goods = (
        LINES.replace("20,00\n", "").replace("5,00       20,00", "2,50       10,00")
        + "\n      Sägekosten pauschal                            10,00"
    )
    paper = PAPER.format(**(GOOD | {"lines": goods}))
    assert not [d for d in understand(reading(paper), REGISTER).doubts if d.about == "zeilen"]
    dearer = paper.replace("pauschal                            10,00", "pauschal                            12,00")
    assert [d.about for d in understand(reading(dearer), REGISTER).doubts if d.about == "zeilen"]


def test_a_surcharge_goes_by_the_quantity_of_its_row() -> None:
    goods = LINES.replace("5,00       20,00", "4,00       16,00") + "\n      Legierungszuschlag 08/2026           1,00        4,00"
    read = understand(reading(PAPER.format(**(GOOD | {"lines": goods}))), REGISTER)
    assert [line.quantity for line in read.lines] == [2, 4, 4]
    assert not [d for d in read.doubts if d.about == "zeilen"]
