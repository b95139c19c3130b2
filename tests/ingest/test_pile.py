"""Where papers begin in a stack: page numbers and headings say so; what follows on does not begin anything."""

from __future__ import annotations

import pytest

from archive.order import Firm
from ingest.pile import doubts, guesses, suggested
from tests.papers import reading

INVOICE = "Stahlhandel Düren GmbH\n\nRechnung Nr. 9001\n\nIhre Bestellung B-26-00417\nRechnungsdatum 14.10.2026\nGesamtbetrag 119,00 EUR"
NOTE = "Normteile West KG\n\nLieferschein Nr. 80015511\n\nIhre Bestellung B-26-00402\nLieferdatum 14.10.2026"
MORE = "Übertrag 100,00\nPos. 12 Schrauben 19,00"


@pytest.mark.parametrize(
    ("pages", "cuts"),
    [
        ((INVOICE, NOTE), (2,)),
        ((INVOICE, MORE, NOTE), (3,)),
        ((INVOICE, f"{INVOICE}\nSeite 2"), ()),
        ((f"{INVOICE}\nSeite 1 von 2", f"{INVOICE}\nSeite 2 von 2", f"{INVOICE}\nSeite 1 von 1"), (3,)),
        ((INVOICE, "Allgemeine Geschäftsbedingungen\nEs gilt deutsches Recht."), ()),
        ((INVOICE, ""), ()),
        ((INVOICE,), ()),
        ((INVOICE, "Normteile West KG\nAm Wall 3, 41460 Neuss\n\nzu Ihren Händen"), (2,)),
        ((INVOICE, "Stahlhandel Düren GmbH\n\nzu Ihren Händen"), ()),
        ((INVOICE, "Normteile West KG\nÜbertrag 100,00"), ()),
        (("Brief USt-IdNr. DE123456789", "Anlage DE 123 456 789", "Brief USt-IdNr. DE987654321"), (3,)),
        ((INVOICE, INVOICE.replace("Ihre", "Unsere")), ()),
        ((INVOICE, INVOICE.replace("9001", "9002")), (2,)),
        ((INVOICE, "TRENNBLATT", "Handschriftliche Notiz"), (3,)),
        ((INVOICE, "TRENNBLATT " + "Wort " * 40, "Handschriftliche Notiz"), ()),
    ],
)
def test_papers_begin_where_they_say_so(pages: tuple[str, ...], cuts: tuple[int, ...]) -> None:
    assert suggested(reading(*pages), Firm()) == cuts


@pytest.mark.parametrize(
    ("pages", "reasons"),
    [
        ((INVOICE, NOTE), ["Auf Seite 2 scheint ein anderes Papier zu beginnen."]),
        ((INVOICE, NOTE, INVOICE.replace("9001", "9002")), ["Auf den Seiten 2 und 3 scheint jeweils ein anderes Papier zu beginnen."]),
        ((INVOICE, MORE), []),
        ((INVOICE, INVOICE), []),
        ((INVOICE, "TRENNBLATT", "Notiz"), []),
        ((f"{INVOICE}\nLieferschein 80015511", NOTE), []),
        ((INVOICE,), []),
    ],
)
def test_a_stack_is_seen_by_a_person_before_it_is_filed_as_one_paper(pages: tuple[str, ...], reasons: list[str]) -> None:
    assert [doubt.reason for doubt in doubts(reading(*pages), Firm())] == reasons


def test_each_part_has_a_type_of_its_own_or_none() -> None:
    assert guesses(reading(INVOICE, MORE, NOTE, "nichts"), [(1, 2), (3,), (4,)], Firm()) == ["rechnung", "lieferschein", ""]
