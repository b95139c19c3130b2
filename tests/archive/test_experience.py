"""The report on reading, from what people left, changed and added."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from archive.content import Content
from archive.corrected import Corrected
from archive.document import Doubt, Finding
from archive.experience import TYPE, UNKNOWN, Tally, experience


def content(doctype: str, doubts: tuple[str, ...] = (), **values: str) -> Content:
    findings = tuple(Finding(key, value, value, 1, None, 0.9, "") for key, value in values.items())
    return Content(doctype, "", "", 1, findings, doubts=tuple(Doubt(about, "", "") for about in doubts))


def paper(machine: Content, now: Content) -> Corrected:
    return Corrected("E-2026-0000001", machine, now, frozenset(), "Anna", datetime(2026, 11, 22, tzinfo=UTC))


def test_each_value_is_counted_by_what_became_of_it() -> None:
    machine = content("rechnung", ("brutto",), lieferant="Stahl", rechnungsnummer="1", brutto="1.00", netto="1.00")
    now = content("rechnung", lieferant="Stahl", rechnungsnummer="2", brutto="2.00", netto="1.00", steuer="0.00")
    report = experience([paper(machine, now)])
    assert {row.name: row for row in report.fields} == {
        TYPE: Tally(TYPE, right=1),
        "Lieferant": Tally("Lieferant", right=1),
        "Nettobetrag": Tally("Nettobetrag", right=1),
        "Bruttobetrag": Tally("Bruttobetrag", changed=1),
        "Rechnungsnummer": Tally("Rechnungsnummer", changed=1, silent=1),
        "Steuerbetrag": Tally("Steuerbetrag", missing=1),
    }
    assert report.suppliers == (Tally("Stahl", right=3, changed=2, missing=1, silent=1),)
    assert report.papers == 1


def test_a_doubt_about_the_type_covers_all_values() -> None:
    machine = content("sonstiges", ("doctype",), rechnungsnummer="1")
    report = experience([paper(machine, content("rechnung", rechnungsnummer="2"))])
    assert sum(row.silent for row in report.fields) == 0
    assert report.suppliers[0].name == UNKNOWN


def test_that_a_paper_may_have_come_before_covers_no_value() -> None:
    machine = replace(content("rechnung", brutto="1.00"), doubts=(Doubt("paper", "", "", "E-2026-0000007"),))
    report = experience([paper(machine, content("rechnung", brutto="2.00"))])
    assert {row.name: row.silent for row in report.fields} == {TYPE: 0, "Bruttobetrag": 1}


def test_nothing_decided_is_no_report() -> None:
    assert experience([]).papers == 0
