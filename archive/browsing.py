"""Lists of purchase orders, suppliers and customers for screens and the interface: searched, filtered, page by page. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import Select, Table, func, or_, select

from archive import codec
from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.order import Customer, PurchaseOrder, Supplier
from archive.orders import MOST_WORDS

T = TypeVar("T", PurchaseOrder, Supplier, Customer)
State = Literal["", "offen", "abgeschlossen"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is to show. ``search`` are words that must all be there; ``page`` counts from 1. ``due_until`` (ISO): only purchase
    orders of which something was due by then.
    """

    search: str = ""
    state: State = ""
    page: int = 1
    size: int = 50
    supplier: str = ""
    due_until: str = ""


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """One page of a list, and how many there are in all."""

    items: tuple[T, ...]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


def purchase_orders(catalog: Catalog, asked: Asked) -> Listed[PurchaseOrder]:
    """Purchase orders, newest number first; the search also looks at the names of their suppliers."""
    table = t.purchase_order
    query = select(table.c.content)
    for word in _words(asked.search):
        named = select(t.supplier.c.number).where(t.supplier.c.words.contains(word, autoescape=True))
        query = query.where(or_(table.c.words.contains(word, autoescape=True), table.c.supplier.in_(named)))
    if asked.state:
        query = query.where(table.c.state == asked.state)
    if asked.supplier:
        query = query.where(table.c.supplier == asked.supplier)
    if asked.due_until:
        query = query.where(table.c.due != "", table.c.due <= asked.due_until).order_by(table.c.due.desc())
    return _listed(catalog, PurchaseOrder, query.order_by(table.c.number.desc()), asked)


def suppliers(catalog: Catalog, asked: Asked) -> Listed[Supplier]:
    """Suppliers by name."""
    return _listed(catalog, Supplier, _named(t.supplier, asked), asked)


def customers(catalog: Catalog, asked: Asked) -> Listed[Customer]:
    """Customers by name."""
    return _listed(catalog, Customer, _named(t.customer, asked), asked)


def _named(table: Table, asked: Asked) -> Select[Any]:
    query = select(table.c.content)
    for word in _words(asked.search):
        query = query.where(table.c.words.contains(word, autoescape=True))
    return query.order_by(table.c.name, table.c.number)


def _words(search: str) -> Sequence[str]:
    return search.casefold().split()[:MOST_WORDS]


def _listed(catalog: Catalog, kind: type[T], query: Select[Any], asked: Asked) -> Listed[T]:
    with catalog.read() as connection:
        total = connection.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar() or 0
        page = min(max(1, asked.page), max(1, -(-total // asked.size)))
        contents = connection.execute(query.limit(asked.size).offset((page - 1) * asked.size)).scalars().all()
    return Listed(tuple(codec.loads(kind, content) for content in contents), total, page, asked.size)
