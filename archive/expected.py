"""What is expected and what has been delivered, row by row: for one order, or for one purchase order. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from archive.folders import folder, supplier_names
from archive.order import STOCK, PurchaseOrder, PurchaseOrderLine, serves
from archive.pairing import Slot, slots
from archive.problems import NotFound
from archive.quantities import Standing
from archive.space import Space


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """A row we ordered and how it stands. ``delivered`` and ``invoiced`` are in the row's unit; ``None`` where a paper can not be read.

    ``key`` names the row among all rows, ``supplier`` is a name where it is known.
    """

    key: str
    purchase_order: str
    supplier: str
    orders: tuple[str, ...]
    line: PurchaseOrderLine
    closed: bool
    delivered: Decimal | None = Decimal(0)
    invoiced: Decimal | None = Decimal(0)

    @property
    def open(self) -> Decimal | None:
        """What is still to come; ``None`` where that can not be told."""
        if self.closed:
            return Decimal(0)
        if self.delivered is None or self.line.quantity is None:
            return None
        return max(self.line.quantity - self.delivered, Decimal(0))


def of_order(space: Space, number: str) -> tuple[ExpectedLine, ...]:
    """All rows for one order, whichever purchase order they are on. Raises ``NotFound``."""
    return tuple(_standing(standing) for standing in folder(space, number).standings)


def of_purchase(space: Space, purchase: PurchaseOrder) -> tuple[ExpectedLine, ...]:
    """All rows of one purchase order."""
    found = {line.key: line for order in sorted(serves(purchase)) for line in _there(space, order)}
    name = supplier_names(space, [purchase]).get(purchase.supplier, purchase.supplier)
    return tuple(found.get(slot.key) or _untouched(slot, name) for slot in slots([purchase], STOCK))


def _there(space: Space, order: str) -> Iterator[ExpectedLine]:
    """The rows of an order; none for one that nobody has entered yet."""
    try:
        yield from of_order(space, order)
    except NotFound:
        return


def _standing(standing: Standing) -> ExpectedLine:
    slot = standing.slot
    purchase = slot.purchase
    figures = (standing.delivered, standing.invoiced)
    return ExpectedLine(slot.key, purchase.number, purchase.supplier, slot.orders, slot.line, purchase.closed, *figures)


def _untouched(slot: Slot, supplier: str) -> ExpectedLine:
    return ExpectedLine(slot.key, slot.purchase.number, supplier, slot.orders, slot.line, slot.purchase.closed)
