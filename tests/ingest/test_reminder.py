"""A reminder names all invoices it reminds of, listed below each other."""

from __future__ import annotations

from ingest.understand import understand
from tests.papers import REGISTER, reading

PAPER = """
#Hydraulik Beispiel GmbH

Musterwerk Maschinenbau GmbH
Versuchsfeld 12
52072 Aachen                                    Datum: 12.11.2026

#Zahlungserinnerung

Folgende Rechnungen sind noch offen:

Rechnungs-Nr.       Rechnungsdatum      Betrag
RE-2026-1158        18.09.2026          187,68
RE-2026-1203        25.09.2026          1.250,00
RE-2026-1277        01.10.2026          99,10
Summe                                   1.536,78
"""


def test_every_invoice_of_the_list_is_found() -> None:
    proposal = understand(reading(PAPER), REGISTER)
    assert proposal.doctype == "mahnung"
    assert [f.value for f in proposal.findings if f.field == "rechnungsnummer"] == ["RE-2026-1158", "RE-2026-1203", "RE-2026-1277"]
    assert all(f.box for f in proposal.findings if f.field == "rechnungsnummer")


def test_an_invoice_has_one_number_whatever_it_lists() -> None:
    listing = "Rechnung RE-2026-9999\n\n" + PAPER.replace("Zahlungserinnerung", "Rechnung").replace("sind noch offen", "sind verrechnet")
    proposal = understand(reading(listing), REGISTER)
    assert proposal.doctype == "rechnung"
    assert len([f for f in proposal.findings if f.field == "rechnungsnummer"]) == 1
