"""Checks object in German, name the right field, and leave values alone."""

from __future__ import annotations

import pytest

from archive.document import Proposal
from archive.scan import EInvoice
from ingest.understand import understand
from tests.papers import REGISTER, STEEL, Memory, reading

TOTALS = "Summe netto 100,00\nzzgl. 19% MwSt 19,00\nGesamtbetrag 119,00"
PAPER = """
#Stahlhandel Düren GmbH

Musterwerk Maschinenbau GmbH
52070 Aachen

#Rechnung
Rechnungs-Nr.: {number}
Rechnungsdatum: {day}
Fällig am: {due}
Ihre Bestellung: B-26-00417

{totals}

USt-IdNr. {vat}
IBAN {iban}
"""
GOOD = {
    "number": "RE-1158",
    "day": "12.11.2026",
    "due": "12.12.2026",
    "totals": TOTALS,
    "vat": "DE136695976",
    "iban": "DE88 2008 0000 0970 3757 00",
}
CASES = [
    ({"number": ""}, "rechnungsnummer"),
    ({"day": "12.11.2027"}, "rechnungsdatum"),
    ({"day": "12.11.2019"}, "rechnungsdatum"),
    ({"day": ""}, "rechnungsdatum"),
    ({"due": "01.10.2026"}, "faellig_am"),
    ({"vat": "DE136695978"}, "ust_id"),
    ({"iban": "DE88 2008 0000 0970 3757 01"}, "iban"),
    ({"iban": "NL91 ABNA 0417 1643 00"}, "iban"),
    ({"iban": "DE88 2008 00O0 0970 37S7"}, "iban"),
    ({"totals": "Summe netto 100,00\nzzgl. 19% MwSt 19,00\nGesamtbetrag 179,00"}, "brutto"),
    ({"totals": "Summe netto 100,00\nzzgl. 19% MwSt 18,00\nGesamtbetrag 119,00"}, "brutto"),
    ({"totals": "Gesamtbetrag 119,00"}, "brutto"),
    ({"totals": ""}, "brutto"),
]


def _understood(**changes: str) -> Proposal:
    return understand(reading(PAPER.format(**(GOOD | changes))), REGISTER)


def test_a_good_invoice_raises_no_doubt() -> None:
    assert _understood().doubts == ()


@pytest.mark.parametrize(("changes", "about"), CASES)
def test_a_defect_is_named(changes: dict[str, str], about: str) -> None:
    assert about in {d.about for d in _understood(**changes).doubts}


def test_new_bank_details_are_a_warning_and_the_value_stays() -> None:
    proposal = _understood(iban="NL91 ABNA 0417 1643 00")
    assert proposal.value("iban") == "NL91ABNA0417164300"
    assert any("Bitte telefonisch prüfen" in d.reason for d in proposal.doubts)


def test_our_own_account_and_tax_id_are_never_the_suppliers() -> None:
    proposal = _understood(iban="DE89 3704 0044 0532 0130 00", vat="DE999990019")
    assert proposal.value("iban") == ""
    assert proposal.value("ust_id") == ""


def test_a_paper_for_somebody_else_is_doubted() -> None:
    text = PAPER.format(**GOOD).replace("Musterwerk Maschinenbau", "Fremdwerk Anlagenbau")
    assert any(d.about == "empfaenger" for d in understand(reading(text), REGISTER).doubts)


def test_poor_print_lowers_confidence() -> None:
    text = PAPER.format(**GOOD)
    sure = understand(reading(text), REGISTER)
    poor = understand(reading(text, confidence=0.4), REGISTER)
    assert any(d.about == "rechnungsnummer" for d in poor.doubts)
    assert not any(d.about == "rechnungsnummer" for d in sure.doubts)


def test_a_paper_without_words_waits() -> None:
    assert {"paper", "doctype", "order"} <= {d.about for d in understand(reading(""), REGISTER).doubts}


EINVOICE = EInvoice(
    "cii",
    "urn:cen.eu:en16931:2017",
    "factur-x.xml",
    {
        "BT-1": "R-1", "BT-2": "20261112", "BT-3": "380", "BT-5": "EUR", "BT-13": "B-26-00417", "BT-14": "A-26-0114",
        "BT-27": "Stahlhandel Düren GmbH",
        "BT-31": "DE136695976", "BT-44": "Musterwerk Maschinenbau GmbH", "BT-84": "DE88200800000970375700",
        "BT-109": "100.00", "BT-110": "19.00", "BT-112": "119.00",
    },
    lines=({"BT-126": "1", "BT-129": "4", "BT-130": "H87", "BT-131": "100.00", "BT-146": "25.00", "BT-153": "Flachstahl"},),
)  # fmt: skip


def test_an_e_invoice_is_told_and_their_order_number_is_not_ours() -> None:
    proposal = understand(reading(einvoice=EINVOICE), REGISTER)
    assert proposal.doctype == "rechnung"
    assert [link.order for link in proposal.links] == ["A-26-0112"]
    assert proposal.value("auftragsnummer_lieferant") == "A-26-0114"
    assert proposal.value("rechnungsdatum") == "2026-11-12"
    assert all(f.confidence == 1.0 for f in proposal.findings if f.field != "lieferant")
    assert [line.unit for line in proposal.lines] == ["Stk"]
    assert proposal.doubts == ()


def test_without_a_register_the_name_is_read_from_the_paper() -> None:
    proposal = understand(reading(PAPER.format(**GOOD)), Memory())
    assert proposal.value("lieferant") == STEEL.name
