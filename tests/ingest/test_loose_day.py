"""A day without a label: sure behind the place a letter is written at, else only likely."""

from __future__ import annotations

import pytest

from archive.policy import SURE
from ingest.understand import understand
from tests.papers import REGISTER, reading

PAPER = """
Elektro Pauquet e. K.
Stolberger Weg 17 · 52223 Stolberg

Musterwerk Maschinenbau GmbH
52070 Aachen

                                        {day}

#Rechnung Nr. 2026-0187

für die am 29. und 30. Oktober 2026 ausgeführten Arbeiten berechnen wir:

Summe netto 100,00
zzgl. 19 % MwSt 19,00
Gesamtbetrag 119,00
"""


@pytest.mark.parametrize(
    ("day", "sure"),
    [
        ("Stolberg, den 7. November 2026", True),
        ("Bad Honnef, 07.11.2026", True),
        ("7. November 2026", False),
        ("Unser Angebot 4711, 07.11.2026", False),
    ],
)
def test_the_place_makes_the_day_sure(day: str, sure: bool) -> None:
    proposal = understand(reading(PAPER.format(day=day)), REGISTER)
    assert proposal.value("rechnungsdatum") == "2026-11-07"
    assert (max(f.confidence for f in proposal.findings if f.field == "rechnungsdatum") >= SURE) is sure


def test_a_day_of_printing_is_none() -> None:
    assert understand(reading(PAPER.format(day="Stand, 07.11.2026")), REGISTER).value("rechnungsdatum") != "2026-11-07"


@pytest.mark.parametrize(("done", "asked"), [("ausgeführten", False), ("vereinbarten", True)])
def test_work_done_on_a_day_has_its_day_of_supply(done: str, asked: bool) -> None:
    dear = PAPER.replace("100,00", "1.000,00").replace("19,00", "190,00").replace("119,00", "1.190,00")
    proposal = understand(reading(dear.format(day="Aachen, 07.11.2026").replace("ausgeführten", done)), REGISTER)
    assert any("Zeitpunkt der Lieferung" in doubt.reason for doubt in proposal.doubts) is asked
