"""What is offered to a person for a paper that waits: likely misreadings, papers it names, its sender's orders, its customer's."""

from __future__ import annotations

import dataclasses

from archive.order import Lying, Order
from ingest.understand import understand
from tests.ingest.test_perspective import INVOICE
from tests.papers import REGISTER, bought, reading

REMINDER = """
#Stahlhandel Düren GmbH

Stahlhandel Düren GmbH · Hafenweg 3 · 52349 Düren
Musterwerk Maschinenbau GmbH
Jülicher Straße 1
52070 Aachen

#Zahlungserinnerung
Datum: 20.11.2026
Rechnungs-Nr.: RE-2026-001158

Diese Rechnung ist noch offen. Bitte zahlen Sie 119,00 EUR.

USt-IdNr. DE136695976   IBAN DE88 2008 0000 0970 3757 00
"""
ENQUIRY = """
#Papierfabrik Kreuzau GmbH & Co. KG

Papierfabrik Kreuzau GmbH & Co. KG · Mühlenweg 8 · 52372 Kreuzau
Musterwerk Maschinenbau GmbH
Jülicher Straße 1
52070 Aachen

#Anfrage
Datum: 03.01.2026

bitte bieten Sie uns an:
1    1 Stk  Rakelhalter für Streichwerk
"""


def offered(text: str, **more: object) -> list[tuple[str, str]]:
    proposal = understand(reading(text), dataclasses.replace(REGISTER, **more))
    assert not proposal.links
    return [(each.order, each.reason) for each in proposal.suggestions]


def test_of_several_numbers_that_are_alike_those_that_went_to_the_sender_are_meant() -> None:
    entries = (bought("B-26-00309", "A-26-0113", supplier="70002"), bought("B-26-OO3O8", "A-26-0112", supplier="70001"))
    text = INVOICE.format(reference="Ihre Bestellung: B-26-00308", row="")
    more = {"entries": (*entries, bought("B-26-O0308", "A-26-0114", supplier="70002"))}
    (only,) = offered(text.replace("B-26-00308", "B-26-OO308"), **more)
    assert only == ("A-26-0112", "eine Nummer auf dem Papier B-26-OO3O8 ähnelt und an Stahlhandel Düren GmbH ging")


def test_a_reminder_leads_to_the_folder_of_its_invoice() -> None:
    theirs = Lying("E-1", "rechnung", "RE-2026-001158", "Stahlhandel Düren GmbH", ("A-26-0113",))
    others = Lying("E-2", "rechnung", "RE-2026-001158", "Schraubenhof Nord KG", ("A-26-0114",))
    found = offered(REMINDER, filed=(("rechnungsnummer", theirs), ("rechnungsnummer", others)))
    assert found == [("A-26-0113", "dort Rechnung RE-2026-001158 liegt")]


def test_an_enquiry_is_offered_the_orders_of_its_customer_and_what_it_is_about_first() -> None:
    customer = "Papierfabrik Kreuzau GmbH & Co. KG"
    orders = (
        Order("A-26-0120", customer, "Trockenzylinder"),
        Order("A-26-0121", customer, "Rakelhalter für Streichwerk"),
        Order("A-26-0122", "Glaswerk Stolberg AG", "Rakelhalter für Streichwerk"),
        Order("A-26-0123", customer, "Rakelhalter für Streichwerk", "storniert"),
    )
    found = offered(ENQUIRY, orders=orders)
    assert [order for order, _ in found] == ["A-26-0121", "A-26-0120"]
    assert found[0][1] == f"der Name des Kunden ‚{customer}' auf dem Papier steht und ‚Rakelhalter für Streichwerk' dazu passt"


def test_a_number_behind_a_bare_label_is_offered_and_one_behind_the_senders_own_is_not() -> None:
    report = REMINDER.replace("#Zahlungserinnerung", "#Prüfprotokoll").replace("Rechnungs-Nr.: RE-2026-001158", "{}")
    assert offered(report.format("Auftrag: A-26-0114")) == [("A-26-0114", "hinter ‚Auftrag' A-26-0114 steht")]
    assert offered(report.format("Unsere Auftragsnummer: A-26-0114")) == []
