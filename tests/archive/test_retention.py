"""The retention table: every type's period to the day, at the ends of years, and in leap years."""

from __future__ import annotations

from datetime import date

import pytest

from archive.doctypes import doctype, doctypes
from archive.retention import Facts, later, term

DAY = date(2026, 5, 12)
IN = date(2026, 5, 14)
PERIODS = {
    "anfrage": 6, "angebot": 6, "auftragsbestaetigung": 6, "bestellung": 6, "mahnung": 6, "lieferschein": 6, "kalkulation": 6,
    "rechnung": 8, "gutschrift": 8, "frachtbrief": 8, "wareneingangsschein": 8, "stundenzettel": 8, "laufkarte": 8,
    "stueckliste": 10, "zeichnung": 10, "sonstiges": 10,
    "konformitaetserklaerung": 10, "betriebsanleitung": 10, "lieferantenerklaerung": 10, "nc_programm": 8,
    "eigener_lieferschein": 6, "eigene_auftragsbestaetigung": 6, "ausgangsrechnung": 8,
}  # fmt: skip
FROM_DELIVERY = {"pruefbescheinigung": 10, "pruefprotokoll": 10}


def last(kind: str, facts: Facts) -> date | None:
    return term(doctype(kind).retention, facts).last


def test_every_type_has_its_period() -> None:
    assert PERIODS.keys() | FROM_DELIVERY.keys() >= doctypes().keys()
    assert {key: last(key, Facts(IN, DAY)) for key in PERIODS} == {key: date(2026 + years, 12, 31) for key, years in PERIODS.items()}
    assert {key: last(key, Facts(IN, DAY)) for key in FROM_DELIVERY} == dict.fromkeys(FROM_DELIVERY, date(2036, 5, 12))


@pytest.mark.parametrize(
    ("issued", "received", "end"),
    [
        (date(2025, 12, 31), date(2026, 1, 2), date(2033, 12, 31)),  # the paper's year, not the year it came in
        (date(2026, 1, 1), date(2026, 1, 2), date(2034, 12, 31)),
        (None, date(2026, 12, 31), date(2034, 12, 31)),
        (None, date(2027, 1, 1), date(2035, 12, 31)),
        (date(2027, 1, 2), date(2026, 12, 31), date(2035, 12, 31)),  # dated ahead over the turn of the year
        (date(2062, 5, 1), date(2026, 5, 4), date(2034, 12, 31)),  # misread
        (date(2024, 2, 29), date(2024, 3, 1), date(2032, 12, 31)),
        (date(2019, 3, 1), date(2026, 5, 4), date(2027, 12, 31)),  # an old paper, scanned late
    ],
)
def test_years_end_on_their_last_day(issued: date | None, received: date, end: date) -> None:
    found = term(doctype("rechnung").retention, Facts(received, issued))
    assert found.last == end
    assert not found.over(end)
    assert found.over(date(end.year + 1, 1, 1))


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2024, 2, 29), date(2034, 2, 28)),  # 2034 has no 29th
        (date(2024, 2, 28), date(2034, 2, 28)),
        (date(2026, 12, 31), date(2036, 12, 31)),
        (date(2026, 3, 1), date(2036, 3, 1)),
    ],
)
def test_days_end_on_the_same_day(day: date, end: date) -> None:
    assert later(day, 10) == end
    assert last("pruefbescheinigung", Facts(day, day)) == end


def test_a_29th_of_february_meets_another() -> None:
    assert later(date(2024, 2, 29), 8) == date(2032, 2, 29)


def test_a_delivery_note_lives_as_long_as_the_invoice_that_names_it() -> None:
    alone, named = Facts(IN, DAY), Facts(IN, date(2025, 12, 30), invoice=("RE-4711", date(2026, 1, 5)))
    rule = doctype("lieferschein").retention
    assert term(rule, alone).sentence == (
        "Aufbewahren bis 31.12.2032, weil keine Rechnung diesen Lieferschein nennt und er als Handelsbrief gilt: "
        "6 Jahre ab Ende 2026, dem Jahr des Belegs."
    )
    assert (
        term(rule, named).sentence
        == "Aufbewahren bis 31.12.2034, weil die Rechnung RE-4711 diesen Lieferschein nennt: 8 Jahre ab Ende 2026."
    )


def test_certificates_count_from_the_last_delivery() -> None:
    facts = Facts(IN, DAY, delivered=date(2026, 8, 3))
    assert term(doctype("pruefbescheinigung").retention, facts).sentence == (
        "Aufbewahren bis 03.08.2036, weil eine Prüfbescheinigung für die Produkthaftung gebraucht wird: "
        "10 Jahre ab der letzten Lieferung der Mappe, dem 03.08.2026."
    )


def test_drawings_have_no_end_while_the_order_runs() -> None:
    running = term(doctype("zeichnung").retention, Facts(IN, DAY, running="A-26-0101"))
    assert running.last is None
    assert not running.over(date(2099, 1, 1))
    assert "solange der Auftrag A-26-0101 läuft" in running.sentence
    assert last("zeichnung", Facts(IN, DAY, youngest=date(2027, 1, 4))) == date(2037, 12, 31)


def test_the_sentence_says_where_the_year_comes_from() -> None:
    rule = doctype("rechnung").retention
    assert term(rule, Facts(IN, DAY)).sentence == (
        "Aufbewahren bis 31.12.2034, weil eine Rechnung ein Buchungsbeleg ist: 8 Jahre ab Ende 2026, dem Jahr des Belegs."
    )
    assert term(rule, Facts(IN)).sentence.endswith("8 Jahre ab Ende 2026, dem Jahr des Eingangs.")
