"""Lists of purchase orders, suppliers and customers for screens and the interface: searched, filtered, page by page. Changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import ColumnElement, Select, Table, func, or_, select

from archive import codec
from archive.catalog import stale
from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.judging import DELIVERED
from archive.order import Customer, PurchaseOrder, Supplier
from archive.orders import MOST_WORDS

T = TypeVar("T", PurchaseOrder, Supplier, Customer)
R = TypeVar("R")
State = Literal["", "offen", "geliefert", "laufend", "abgeschlossen"]
"""Of "offen" something may still come, of "geliefert" everything did; "laufend" are both, all that nobody has closed."""


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
class Listed(Generic[R]):
    """One page of a list, and how many there are in all."""

    items: tuple[R, ...]
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
    for word in words_of(asked.search):
        named = select(t.supplier.c.number).where(t.supplier.c.words.contains(word, autoescape=True))
        query = query.where(or_(table.c.words.contains(word, autoescape=True), table.c.supplier.in_(named)))
    if asked.state:
        query = query.where(table.c.state == ("abgeschlossen" if asked.state == "abgeschlossen" else "offen"))
    if asked.state in ("offen", "geliefert"):
        query = query.where(_awaited() if asked.state == "offen" else ~_awaited())
    if asked.supplier:
        query = query.where(table.c.supplier == asked.supplier)
    if asked.due_until:
        query = query.where(table.c.due != "", table.c.due <= asked.due_until).order_by(table.c.due.desc())
    return _listed(catalog, PurchaseOrder, query.order_by(table.c.number.desc()), asked)


def delivered(catalog: Catalog, numbers: Collection[str]) -> frozenset[str]:
    """Those of these purchase orders of which everything has come."""
    query = select(t.purchase_order.c.number).where(t.purchase_order.c.number.in_(sorted(numbers)), ~_awaited())
    with catalog.read() as connection:
        return frozenset(connection.execute(query).scalars())


def _awaited() -> ColumnElement[bool]:
    """Whether the folder of one of its orders still waits for rows of a purchase order, or has not been judged yet."""
    items, links = t.open_item, t.purchase_order_order
    here = (items.c.source == stale.FOLDER) & (items.c.subject == links.c.order_number)
    came = select(items.c.subject).where(here, items.c.list == DELIVERED, items.c.number == links.c.purchase_order)
    return select(links.c.order_number).where(links.c.purchase_order == t.purchase_order.c.number, ~came.exists()).exists()


def suppliers(catalog: Catalog, asked: Asked) -> Listed[Supplier]:
    """Suppliers by name."""
    return _listed(catalog, Supplier, _named(t.supplier, asked), asked)


def customers(catalog: Catalog, asked: Asked) -> Listed[Customer]:
    """Customers by name."""
    return _listed(catalog, Customer, _named(t.customer, asked), asked)


def _named(table: Table, asked: Asked) -> Select[Any]:
    query = select(table.c.content)
    for word in words_of(asked.search):
        query = query.where(table.c.words.contains(word, autoescape=True))
    return query.order_by(table.c.name, table.c.number)


def words_of(search: str) -> Sequence[str]:
    """The words of a search as tables keep them."""
    return search.casefold().split()[:MOST_WORDS]


def _listed(catalog: Catalog, kind: type[T], query: Select[Any], asked: Asked) -> Listed[T]:
    with catalog.read() as connection:
        total = connection.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar() or 0
        page = min(max(1, asked.page), max(1, -(-total // asked.size)))
        contents = connection.execute(query.limit(asked.size).offset((page - 1) * asked.size)).scalars().all()
    return Listed(tuple(codec.loads(kind, content) for content in contents), total, page, asked.size)
