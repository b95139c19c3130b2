"""The Mappe: one order with everything that belongs to it, put together from orders and documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from archive.completeness import missing
from archive.order import Folder, PurchaseOrder, Supplier
from archive.space import Space


def folder(space: Space, number: str) -> Folder:
    """The folder of one order. Raises ``NotFound`` when there is no such order."""
    order = space.orders.get(number)
    purchases = tuple(space.orders.purchase_orders(number))
    documents = tuple(space.documents.of_order(number))
    return Folder(order, purchases, documents, missing(_named(space, purchases), documents))


def supplier_names(space: Space, purchases: Iterable[PurchaseOrder]) -> dict[str, str]:
    """The names of the suppliers that purchase orders give by number, as far as they are known."""
    known = space.orders.existing(Supplier, {purchase.supplier for purchase in purchases})
    return {number: supplier.name for number, supplier in known.items()}


def _named(space: Space, purchases: tuple[PurchaseOrder, ...]) -> list[PurchaseOrder]:
    """The purchase orders with their supplier's name instead of the number: for sentences."""
    names = supplier_names(space, purchases)
    return [dataclasses.replace(purchase, supplier=names.get(purchase.supplier, purchase.supplier)) for purchase in purchases]
