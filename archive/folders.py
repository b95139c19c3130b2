"""The Mappe: one order with everything that belongs to it, put together from orders and documents."""

from __future__ import annotations

from archive.completeness import missing
from archive.order import Folder
from archive.space import Space


def folder(space: Space, number: str) -> Folder:
    """The folder of one order. Raises ``NotFound`` when there is no such order."""
    order = space.orders.get(number)
    purchases = tuple(space.orders.purchase_orders(number))
    documents = tuple(space.documents.of_order(number))
    return Folder(order, purchases, documents, missing(purchases, documents))
