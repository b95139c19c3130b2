"""Rows of invoices and delivery notes without an order line: goods nobody ordered, and additional costs beyond what is usual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from archive.currencies import foreign
from archive.deviation import Deviation, Place, Tolerances, money
from archive.document import Line
from archive.extras import extra
from archive.order import PurchaseOrder
from archive.pairing import Paired, goods
from archive.places import at_paper, line_name, titled


def not_ordered(
    paper: Paired, purchases: Sequence[PurchaseOrder], tolerances: Tolerances, *, costs_only: bool = False
) -> Iterator[Deviation]:
    """What a paper holds beyond the purchase orders it speaks of. Says nothing when nobody entered what was ordered."""
    if paper.document.doctype not in ("rechnung", "lieferschein") or not any(p.lines for p in purchases):
        return
    order = Place("Bestellung " + ", ".join(p.number for p in purchases))
    if not costs_only:
        yield from _strangers(paper, order)
    if not foreign(paper.document):
        yield from _costs(paper, order, tolerances)


def _strangers(paper: Paired, order: Place) -> Iterator[Deviation]:
    document = paper.document
    for line in paper.rest:
        if _solid(line, document.doctype):
            sentence = f"Nicht bestellt: {line_name(line)} auf {titled(document)} steht nicht in {order.label}"
            about = f"{document.eingangsnummer}/{line.position}/{line.text}"
            places = (order, at_paper(document, line))
            yield Deviation("nicht_bestellt", about, None, line.quantity, line.unit, line.total, places, sentence)


def _costs(paper: Paired, order: Place, tolerances: Tolerances) -> Iterator[Deviation]:
    document = paper.document
    costs = [line for line in paper.extras if extra(line.text) == "nebenkosten" and (line.total or 0) > 0]
    total = sum((line.total or Decimal(0) for line in costs), Decimal(0))
    net = sum((line.total or Decimal(0) for line in goods(document)), Decimal(0)) - total
    allowed = max(tolerances.charges, net * tolerances.charges_share)
    if total > allowed:
        sentence = f"Nebenkosten: Auf {titled(document)} stehen {money(total)} ohne Bestellung, üblich sind hier höchstens {money(allowed)}"
        places = (order, *(at_paper(document, line) for line in costs))
        yield Deviation("nicht_bestellt", f"{document.eingangsnummer}/nebenkosten", allowed, total, "€", total - allowed, places, sentence)


def _solid(line: Line, doctype: str) -> bool:
    """Whether this really is a row of goods: print from the foot of a page is sometimes taken for one."""
    if line.quantity is None or not line.text:
        return False
    if doctype == "lieferschein":
        return bool(line.unit) and bool(line.article or line.position)
    if line.total is None or line.unit_price is None:
        return False
    return abs(abs(line.quantity * line.unit_price / line.price_base) - abs(line.total)) <= Decimal("0.02")
