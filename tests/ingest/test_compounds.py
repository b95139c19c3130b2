"""Papers named by a compound, or by two names at once."""

from __future__ import annotations

import pytest

from ingest.compounds import last_part
from ingest.understand import understand
from tests.papers import REGISTER, reading

PAPER = """
Krane und Bühnen Verleih GmbH
Gewerbepark 22, 52511 Geilenkirchen

Musterwerk Maschinenbau GmbH
Versuchsfeld 12
52072 Aachen

#{title}

Datum: 16.11.2026

Bezeichnung                  Tage          Preis         Betrag
Scherenbühne elektrisch      10            89,00         890,00

Summe netto                                              890,00
19 % MwSt                                                169,10
Summe brutto                                           1.059,10
"""


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("Mietrechnung", "rechnung"), ("Ersatzteil-Rechnung", "rechnung"), ("Mietrechnung-Nr.", "rechnungnr"),
        ("Expresslieferschein", "lieferschein"), ("Abrechnung", ""), ("Nebenkostenabrechnung", ""), ("Berechnung", ""),
        ("Proforma-Rechnung", ""), ("Hochrechnung", ""), ("Rechnung", ""), ("zurrechnung", ""),
    ],
)  # fmt: skip
def test_the_last_part_of_a_compound(word: str, part: str) -> None:
    assert last_part(word) == part


@pytest.mark.parametrize(
    ("title", "doctype", "number"),
    [
        ("Mietrechnung Nr. MR-26-2217", "rechnung", "MR-26-2217"),
        ("Lieferschein / Rechnung 4260815", "rechnung", "4260815"),
        ("Lieferschein 4260815", "lieferschein", "4260815"),
    ],
)
def test_such_a_paper_is_one_and_has_its_number(title: str, doctype: str, number: str) -> None:
    proposal = understand(reading(PAPER.format(title=title)), REGISTER)
    assert proposal.doctype == doctype
    assert proposal.value("rechnungsnummer" if doctype == "rechnung" else "lieferscheinnummer") == number
    assert not any(d.about == "doctype" for d in proposal.doubts)


def test_a_compound_is_weaker_than_the_label_itself() -> None:
    text = PAPER.format(title="Rechnung Nr. 4711-26") + "\nMit Mietrechnung Nr. 3300-26 wurden 890,00 berechnet\n"
    assert understand(reading(text), REGISTER).value("rechnungsnummer") == "4711-26"


def test_a_packing_slip_of_a_shop_is_no_invoice() -> None:
    text = """
#eBay-Packzettel

Müller Werkzeuge e.K.
Bahnhofstr. 5, 58706 Menden

Menge   Artikelname
1       Stichsäge GST 18V

Vielen Dank für Ihren Einkauf! Buchungskonto 4711
"""
    assert understand(reading(text), REGISTER).doctype == "lieferschein"


def test_a_proforma_invoice_is_not_to_be_paid() -> None:
    proposal = understand(reading(PAPER.format(title="Proforma-Rechnung PF-10288")), REGISTER)
    assert [d.reason for d in proposal.doubts if d.about == "doctype"] == ["Das ist eine Proforma-Rechnung. Sie ist nicht zum Bezahlen."]
    remark = PAPER.format(title="Rechnung 4711") + "\nUnsere Proforma-Rechnung 10288 vom Oktober ist damit erledigt.\n"
    assert not [d for d in understand(reading(remark), REGISTER).doubts if d.about == "doctype"]


def test_a_compound_with_its_number_heads_a_long_line() -> None:
    paper = (
        PAPER.format(title="X")
        .replace("#X", "SPEDITIONSRECHNUNG Nr. 26-10-004873 v. 16.10.2026 Debitor 70415 Blatt 1")
        .replace("Datum: 16.11.2026", "")
    )
    proposal = understand(reading(paper), REGISTER)
    assert (proposal.doctype, proposal.value("rechnungsnummer"), proposal.value("rechnungsdatum")) == (
        "rechnung",
        "26-10-004873",
        "2026-10-16",
    )
    assert all(doubt.about != "doctype" for doubt in proposal.doubts)
