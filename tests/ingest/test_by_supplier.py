"""Suggestions out of what is open at the sender, for a paper on which no number of ours is read."""

from __future__ import annotations

from decimal import Decimal

from archive.order import PurchaseOrder, PurchaseOrderLine, Supplier
from ingest.understand import understand
from tests.papers import Memory, reading

STEEL = Supplier("70001", "Stahlhandel Düren GmbH", vat_ids=("DE136695976",))
PAPER = """
#Stahlhandel Düren GmbH

#Lieferschein 80015511

Pos   Artikel-Nr.   Bezeichnung               Menge
10    RD60-42C      Rundstahl 60 mm           7 Stk
"""


def bought(number: str, order: str, article: str, supplier: str = "70001") -> PurchaseOrder:
    line = PurchaseOrderLine("10", article, "Ware", Decimal(3), "ST", order=order)
    return PurchaseOrder(number, supplier, (order,), lines=(line,))


def suggested(*purchases: PurchaseOrder) -> list[tuple[str, str]]:
    proposal = understand(reading(PAPER), Memory(firms=(STEEL,), purchases=purchases))
    assert proposal.links == ()
    return [(each.order, each.reason) for each in proposal.suggestions]


def test_what_is_open_at_the_sender_is_suggested_what_fits_the_goods_first() -> None:
    every = [bought(f"B-26-0040{n}", f"A-26-010{n}", "FL80") for n in (5, 4, 3)]
    fitting = bought("B-26-00401", "A-26-0101", "RD60-42C")
    found = suggested(*every, fitting, bought("B-26-00409", "A-26-0109", "RD60-42C", supplier="70002"))
    assert [order for order, _ in found] == ["A-26-0101", "A-26-0105", "A-26-0104"]
    assert found[0][1] == "bei diesem Lieferanten dafür die Bestellung B-26-00401 mit RD60-42C offen ist"
    assert found[1][1] == "bei diesem Lieferanten dafür die Bestellung B-26-00405 offen ist"


def test_nothing_is_suggested_where_nothing_is_open() -> None:
    assert suggested() == []
