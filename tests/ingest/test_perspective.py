"""Whose number is it? Labels of both sides, decoys and misreadings, on one invoice of a known supplier."""

from __future__ import annotations

import pytest

from archive.order import STOCK
from archive.policy import decided, sentence
from ingest.understand import understand
from tests.papers import REGISTER, reading

INVOICE = """
#Stahlhandel Düren GmbH

Stahlhandel Düren GmbH · Hafenweg 3 · 52349 Düren
Musterwerk Maschinenbau GmbH
Jülicher Straße 1
52070 Aachen

#Rechnung
Rechnungs-Nr.: RE-2026-001158     Datum: 12.11.2026
{reference}

Pos  Menge  Bezeichnung            Preis     Gesamt
10   4 Stk  Flachstahl 60x10       25,00     100,00
{row}

Summe netto                                  100,00
zzgl. 19% MwSt                                19,00
Gesamtbetrag                                 119,00

USt-IdNr. DE136695976   IBAN DE88 2008 0000 0970 3757 00
"""

LINKED = [
    ("Ihre Bestellung: B-26-00417", "", ["A-26-0112"]),
    ("Ihre Bestellung B-26-00417 vom 01.11.2026", "", ["A-26-0112"]),
    ("Ihre Bestell-Nr.: B 26 00417", "", ["A-26-0112"]),
    ("Bestell-Nr. B-26-00417", "", ["A-26-0112"]),
    ("Ihre Bestellung/Datum: B-26-00417 / 01.11.2026", "", ["A-26-0112"]),
    ("lhre Bestellung: B-26-00417", "", ["A-26-0112"]),
    ("Ihre Besteliung: B-26-00417", "", ["A-26-0112"]),
    ("gemäß Ihrer Bestellung B-26-00417", "", ["A-26-0112"]),
    ("Your order: B-26-00417", "", ["A-26-0112"]),
    ("PO No.: 4500012345", "", ["A-26-0114"]),
    ("Uw referentie: A-26-0112", "", ["A-26-0112"]),
    ("Votre commande: B-26-00417", "", ["A-26-0112"]),
    ("Kommission: A-26-0112", "", ["A-26-0112"]),
    ("Komm.: A-26-0112 Halter", "", ["A-26-0112"]),
    ("Ihr Zeichen: A-26-0112", "", ["A-26-0112"]),
    ("Ihre Auftrags-Nr.: A-26-0112", "", ["A-26-0112"]),
    ("Projekt: A26-0112", "", ["A-26-0112"]),
    ("Unsere Auftragsnummer: 98765   Ihre Bestellung: B-26-00417", "", ["A-26-0112"]),
    ("Ihre Bestellung: B-26-00417   Unsere Auftragsnummer: A-26-0114", "", ["A-26-0112"]),
    ("Auftragsnummer: A-26-0114   Kommission: A-26-0112", "", ["A-26-0112"]),
    ("Ihre Bestellung: B-26-00417, B-26-00418", "", ["A-26-0112", "A-26-0113"]),
    ("", "     Kommission A-26-0112", ["A-26-0112"]),
    ("", "     Auftrag A-26-0113 ", []),
    ("", "     zu Ihrer Bestellung B-26-00418", ["A-26-0113"]),
    ("", "     A-26-0112 Halter links", ["A-26-0112"]),
    ("Lieferschein-Nr.: 80015511", "", ["A-26-0113"]),
]
WAITING = [
    ("Unsere Auftragsnummer: A-26-0112", ""),
    ("Unser Zeichen: A-26-0112", ""),
    ("Auftragsnummer: A-26-0112", ""),
    ("Auftrags-Nr. A-26-0112", ""),
    ("Auftrag: A-26-0112", ""),
    ("Unsere Bestellung: B-26-00417", ""),
    ("Unsere Kommission: A-26-0112", ""),
    ("Our order: B-26-00417", ""),
    ("Our reference: A-26-0112", ""),
    ("Onze referentie: A-26-0112", ""),
    ("Notre commande: B-26-00417", ""),
    ("Unsere Auftragsbestätigung: A-26-0112", ""),
    ("Artikel-Nr. A-26-0112", ""),
    ("Telefon: 4500012345", ""),
    ("Ihre Bestellung: B-26-O0417", ""),
    ("Ihre Bestellung: B-26-00999", ""),
    ("Ihre Bestellung: B-26-00600", ""),
    ("Ihre Bestellung: B-26-00417   Kommission: A-26-0114", ""),
    ("", ""),
]


@pytest.mark.parametrize(("reference", "row", "orders"), LINKED)
def test_a_number_of_ours_leads_to_its_order(reference: str, row: str, orders: list[str]) -> None:
    proposal = understand(reading(INVOICE.format(reference=reference, row=row)), REGISTER)
    assert sorted({link.order for link in proposal.links}) == orders
    assert decided(proposal) == bool(orders)


@pytest.mark.parametrize(("reference", "row"), WAITING)
def test_what_is_not_surely_ours_waits(reference: str, row: str) -> None:
    proposal = understand(reading(INVOICE.format(reference=reference, row=row)), REGISTER)
    assert not decided(proposal)
    assert sentence(proposal).startswith("Wartet: ")


def test_the_sentence_names_label_number_and_page() -> None:
    proposal = understand(reading(INVOICE.format(reference="Ihre Bestellung: B-26-00417", row="")), REGISTER)
    assert sentence(proposal) == "Abgelegt in A-26-0112, weil hinter ‚Ihre Bestellung' B-26-00417 steht (Seite 1)"


def test_a_likely_misreading_is_suggested_and_never_linked() -> None:
    proposal = understand(reading(INVOICE.format(reference="Ihre Bestellung: B-26-O0417", row="")), REGISTER)
    assert proposal.links == ()
    assert [s.order for s in proposal.suggestions] == ["A-26-0112"]


def test_stock_orders_are_filed_under_overhead_unless_the_paper_names_an_order() -> None:
    proposal = understand(reading(INVOICE.format(reference="Ihre Bestellung: B-26-00500", row="")), REGISTER)
    assert [link.order for link in proposal.links] == [STOCK]
    assert decided(proposal)
    named = understand(reading(INVOICE.format(reference="Ihre Bestellung: B-26-00500   Kommission: A-26-0112", row="")), REGISTER)
    assert [link.order for link in named.links] == ["A-26-0112"]


def test_the_senders_own_number_is_kept_as_theirs() -> None:
    proposal = understand(reading(INVOICE.format(reference="Unsere Auftragsnummer: 98765   Ihre Bestellung: B-26-00417", row="")), REGISTER)
    assert proposal.value("auftragsnummer_lieferant") == "98765"
    assert proposal.value("bestellnummer") == "B-26-00417"


def test_header_fields_of_the_sample() -> None:
    proposal = understand(reading(INVOICE.format(reference="Ihre Bestellung: B-26-00417", row="")), REGISTER)
    wanted = {
        "rechnungsnummer": "RE-2026-001158",
        "rechnungsdatum": "2026-11-12",
        "netto": "100.00",
        "steuer": "19.00",
        "brutto": "119.00",
        "iban": "DE88200800000970375700",
        "ust_id": "DE136695976",
        "lieferant": "Stahlhandel Düren GmbH",
    }
    assert {key: proposal.value(key) for key in wanted} == wanted
    assert proposal.doctype == "rechnung"
    assert not proposal.doubts


def test_a_dutch_legal_form_is_no_label() -> None:
    proposal = understand(reading("#Factuur\nKogellager B.V.\nWeena 664\nFactuurnummer: 992288600"), REGISTER)
    assert proposal.numbers("kommission") == ()
