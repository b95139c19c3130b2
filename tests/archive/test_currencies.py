"""Other currencies, goods that go back and prices of zero: what is compared, and what is left to a person."""

from __future__ import annotations

import pytest

from archive.deviation import Deviation, Tolerances
from archive.document import Document, Line
from archive.order import STOCK, PurchaseOrder
from archive.threeway import Rules, match
from tests.bought import ORDER, paper, purchase, row, wanted

BOLT = ("10", "4711", "Sechskantschraube M12")


def bought(price: str = "1.00") -> PurchaseOrder:
    return purchase("B-26-00401", wanted(*BOLT, 100, "ST", price))


def came(*quantities: int) -> list[Document]:
    return [paper("lieferschein", f"L{at}", [row(*BOLT, quantity, "ST")]) for at, quantity in enumerate(quantities, 1)]


def billed(*rows: Line, **fields: str) -> Document:
    return paper("rechnung", "R1", rows, **fields)


def found(ordered: PurchaseOrder, *papers: Document) -> tuple[Deviation, ...]:
    return match(ORDER, [ordered], papers, Rules(STOCK, Tolerances())).deviations


@pytest.mark.parametrize("price", ["1.00", "1.08", "5.00"])
def test_an_invoice_in_another_currency_is_compared_by_a_person(price: str) -> None:
    (deviation,) = found(bought(), *came(100), billed(row(*BOLT, 100, "ST", price), waehrung="USD"))
    assert deviation.type == "nicht_pruefbar"
    assert deviation.sentence == "Nicht prüfbar: Rechnung R1 lautet auf USD, bestellt ist in Euro (Bestellung B-26-00401)"
    assert [place.eingangsnummer for place in deviation.evidence] == ["", "E-r-R1"]


def test_euros_are_compared() -> None:
    (deviation,) = found(bought(), *came(100), billed(row(*BOLT, 100, "ST", "1.12"), waehrung="EUR"))
    assert deviation.type == "preis"


def test_a_return_note_takes_goods_back() -> None:
    (rest,) = found(bought(), *came(100, -20), billed(row(*BOLT, 80, "ST", "1.00")))
    assert (rest.type, rest.expected, rest.found) == ("nicht_geliefert", 100, 80)


def test_an_invoice_that_takes_goods_back_in_a_row_bills_the_rest() -> None:
    assert not found(bought(), *came(100), billed(row(*BOLT, 120, "ST", "1.00"), row(*BOLT, -20, "ST", "1.00")))


def test_more_given_back_than_billed_does_not_fit() -> None:
    credit = paper("gutschrift", "G1", [row(*BOLT, 150, "ST", "1.00")], ursprungsrechnung="R1")
    (deviation,) = found(bought(), *came(100), billed(row(*BOLT, 100, "ST", "1.00")), credit)
    assert deviation.type == "menge"
    assert deviation.sentence.endswith("100 berechnet, 150 gutgeschrieben (Stk)")


def test_no_per_cent_are_told_of_a_price_of_zero() -> None:
    (deviation,) = found(bought("0.00"), *came(100), billed(row(*BOLT, 100, "ST", "1.00")))
    assert deviation.sentence.endswith("auf Rechnung R1 stehen 1,00 €, zusammen 100,00 €")
