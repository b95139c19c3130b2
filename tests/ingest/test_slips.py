"""Receipts: their type without a heading, sums, rows of goods in two lines, and an account that is masked on purpose."""

from __future__ import annotations

from decimal import Decimal

import pytest

from archive.document import Proposal
from ingest.understand import understand
from tests.papers import REGISTER, reading

HEAD = """
#ZERSPANBEDARF NORDRING
Zerspanbedarf Nordring GmbH
Spanwinkel 10
41069 Mönchengladbach
USt-IdNr. DE136695976
{title} 63212303
Datum 06.02.2026 Kasse 2
"""
FOOT = """
SUMME EUR                91,75
inkl. 19 % MwSt.         14,65
Nettobetrag              77,10
girocard kontaktlos      91,75
IBAN DE56 0000 **** ****
Vielen Dank für Ihren Einkauf!
"""
BELOW = """
Gewindebohrer M8 HSS-E
2 Stk x 21,30            42,60
Kühlschmierstoff 5 l
1 Stk x 49,15            49,15
"""
BESIDE = """
Gewindebohrer M8 HSS-E   42,60 A
2 x 21,30
Kühlschmierstoff 5 l     49,15 A
1 x 49,15
"""


def read(rows: str, title: str = "Bon-Nr.") -> Proposal:
    return understand(reading(HEAD.format(title=title) + rows + FOOT), REGISTER)


@pytest.mark.parametrize("rows", [BELOW, BESIDE])
def test_goods_stand_in_two_lines(rows: str) -> None:
    first, second = read(rows).lines
    assert (first.text, first.quantity, first.unit_price, first.total) == (
        "Gewindebohrer M8 HSS-E",
        Decimal(2),
        Decimal("21.30"),
        Decimal("42.60"),
    )
    assert (second.text, second.quantity, second.total) == ("Kühlschmierstoff 5 l", Decimal(1), Decimal("49.15"))
    assert first.evidence.box
    assert first.evidence.box[3] - first.evidence.box[1] > 15  # both rows


def test_rows_that_do_not_add_up_are_no_goods() -> None:
    assert read(BELOW.replace("42,60", "42,80").replace("49,15  ", "94,51  ")).lines == ()


@pytest.mark.parametrize("title", ["Bon-Nr.", "Rechnung/Beleg Nr.", "Kassenbon Nr."])
def test_a_receipt_is_an_invoice(title: str) -> None:
    told = read(BELOW, title)
    assert told.doctype == "rechnung"
    assert {key: told.value(key) for key in ("rechnungsnummer", "rechnungsdatum", "brutto", "steuer", "netto")} == {
        "rechnungsnummer": "63212303",
        "rechnungsdatum": "2026-02-06",
        "brutto": "91.75",
        "steuer": "14.65",
        "netto": "77.10",
    }


def test_a_masked_account_is_no_misread_one() -> None:
    assert [doubt.reason for doubt in read(BELOW).doubts if doubt.about == "iban"] == []
