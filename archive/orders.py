"""The master data of one space: orders, purchase orders, suppliers, customers, our own firm; and looking numbers up in it (Register)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, Table, func, select

from archive import codec, lookup, spelling
from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.journal import Journal
from archive.order import Customer, Earlier, Firm, Known, Lying, Order, PurchaseOrder, Supplier, objection
from archive.problems import Invalid, NotFound
from archive.scan import Scan

Master = Order | PurchaseOrder | Supplier | Customer
T = TypeVar("T", bound=Order | PurchaseOrder | Supplier | Customer)

_MASTER: Mapping[type, tuple[str, Table]] = {
    Order: ("auftrag", t.orders),
    PurchaseOrder: ("bestellung", t.purchase_order),
    Supplier: ("lieferant", t.supplier),
    Customer: ("kunde", t.customer),
}
"""For each kind of master data its journal kind and its table."""

_SPELLED = (Order, PurchaseOrder)
"""Those that papers name by number, in whatever spelling."""

KINDS: Mapping[type, str] = {item: kind for item, (kind, _) in _MASTER.items()}
"""For each kind of master data the kind of its journal entries."""

AT_ONCE = 100
"""So many are saved in one transaction of an import: others want to write, too."""


MOST_WORDS = 20
"""Every word looked for is a condition, and databases take only so many."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order with the number of papers in its folder."""

    order: Order
    papers: int


class Orders:
    """Orders, purchase orders, suppliers and customers of one space. Implements :class:`archive.order.Register`."""

    def __init__(self, catalog: Catalog, journal: Journal) -> None:
        self._catalog = catalog
        self._journal = journal

    def get(self, number: str) -> Order:
        """One order. Raises ``NotFound``."""
        found = self._load(Order, [number])
        if not found:
            raise NotFound(f"Den Auftrag {number} gibt es nicht.", cause=f"no order {number}")
        return found[0]

    def all(self, search: str = "", limit: int = 500) -> list[OrderRow]:
        """Orders with their paper counts, newest number first; ``search`` looks in number, customer and title."""
        papers = select(func.count()).where(t.link.c.order_number == t.orders.c.number).scalar_subquery()
        query = select(t.orders.c.content, papers.label("papers")).order_by(t.orders.c.number.desc()).limit(limit)
        if search:
            # Folded in Python, because SQLite knows no umlauts.
            words = search.casefold().split()[:MOST_WORDS]
            query = query.where(*[t.orders.c.words.contains(word, autoescape=True) for word in words])
        with self._catalog.read() as connection:
            return [OrderRow(codec.loads(Order, row.content), row.papers) for row in connection.execute(query)]

    def save(self, items: Iterable[Master], who: str) -> int:
        """Creates or replaces master data, all in one transaction, and tells how many really changed. Nothing is ever deleted.

        Raises ``Invalid`` when a number is missing, can not be one, or reads like another.
        """
        items = list(items)
        for item in items:
            if wrong := objection(item.number, names_folder=isinstance(item, Order)):
                raise Invalid(wrong, cause=f"bad number {item.number!r}")
        changed = 0
        with self._journal.change(who) as change:
            there = _contents(change.connection, items)
            for spelled in _SPELLED:
                for number, other in spelling.twins(change.connection, _MASTER[spelled][1], _numbers(items, spelled)).items():
                    raise Invalid(spelling.told_apart(number, other), cause=f"{number!r} reads like {other!r}")
            for item in items:
                kind, _ = _MASTER[type(item)]
                content = codec.dumps(item)
                if there.get((type(item), item.number)) != content:
                    change.record(kind, item.number, codec.encode(item))
                    there[type(item), item.number] = content
                    changed += 1
        return changed

    def twins(self, kind: type[Master], numbers: Collection[str]) -> dict[str, str]:
        """See :func:`archive.spelling.twins`; numbers of suppliers and customers stand on no paper."""
        if kind not in _SPELLED:
            return {}
        with self._catalog.read() as connection:
            return spelling.twins(connection, _MASTER[kind][1], numbers)

    def save_many(self, items: Sequence[Master], who: str, progress: Callable[[int], None] = lambda _done: None) -> int:
        """As :meth:`save`, in many short transactions. Cut short it has saved the first of them; the same call again does the rest."""
        changed = 0
        for start in range(0, len(items), AT_ONCE):
            changed += self.save(items[start : start + AT_ONCE], who)
            progress(min(start + AT_ONCE, len(items)))
        return changed

    def purchase_order(self, number: str) -> PurchaseOrder:
        """One purchase order. Raises ``NotFound``."""
        found = self._load(PurchaseOrder, [number])
        if not found:
            raise NotFound(f"Die Bestellung {number} gibt es nicht.", cause=f"no purchase order {number}")
        return found[0]

    def purchase_orders(self, order: str) -> list[PurchaseOrder]:
        """What we ordered from suppliers for one order, by number."""
        joined = t.purchase_order.join(t.purchase_order_order, t.purchase_order_order.c.purchase_order == t.purchase_order.c.number)
        query = select(t.purchase_order.c.content).select_from(joined).where(t.purchase_order_order.c.order_number == order)
        with self._catalog.read() as connection:
            contents = connection.execute(query.order_by(t.purchase_order.c.number)).scalars().all()
        return [codec.loads(PurchaseOrder, content) for content in contents]

    def supplier(self, number: str) -> Supplier:
        """One supplier. Raises ``NotFound``."""
        found = self._load(Supplier, [number])
        if not found:
            raise NotFound(f"Den Lieferanten {number} gibt es nicht.", cause=f"no supplier {number}")
        return found[0]

    def customer(self, number: str) -> Customer:
        """One customer. Raises ``NotFound``."""
        found = self._load(Customer, [number])
        if not found:
            raise NotFound(f"Den Kunden {number} gibt es nicht.", cause=f"no customer {number}")
        return found[0]

    def suppliers(self) -> Sequence[Supplier]:
        """All suppliers by name."""
        with self._catalog.read() as connection:
            contents = connection.execute(select(t.supplier.c.content).order_by(t.supplier.c.name)).scalars().all()
        return [codec.loads(Supplier, content) for content in contents]

    def accounts(self, names: Collection[str]) -> dict[str, frozenset[str]]:
        """The bank accounts of the suppliers with these names, as far as any are known."""
        found: dict[str, frozenset[str]] = {}
        with self._catalog.read() as connection:
            for some in lookup.chunks(names):
                query = select(t.supplier.c.name, t.supplier.c.content).where(t.supplier.c.name.in_(some))
                known = {row.name: codec.loads(Supplier, row.content).ibans for row in connection.execute(query)}
                found |= {name: frozenset(ibans) for name, ibans in known.items() if ibans}
        return found

    def firm(self) -> Firm:
        """Our own firm, empty as long as nobody entered it."""
        with self._catalog.read() as connection:
            content = connection.execute(select(t.meta.c.value).where(t.meta.c.key == "firma")).scalar()
        return codec.loads(Firm, content) if content else Firm()

    def save_firm(self, firm: Firm, who: str) -> None:
        """Enters or changes our own firm."""
        with self._journal.change(who) as change:
            change.record("firma", "firma", codec.encode(firm))

    def existing(self, kind: type[T], numbers: Collection[str]) -> dict[str, T]:
        """Those of the numbers that exist, with what is known of them."""
        return {item.number: item for item in self._load(kind, numbers)}

    def known(self, numbers: Collection[str]) -> Sequence[Known]:
        """See :class:`archive.order.Register`."""
        with self._catalog.read() as connection:
            return lookup.known(connection, numbers)

    def alike(self, numbers: Collection[str]) -> Sequence[Known]:
        """See :class:`archive.order.Register`."""
        with self._catalog.read() as connection:
            return lookup.alike(connection, numbers)

    def delivered(self, numbers: Collection[str]) -> Sequence[Known]:
        """See :class:`archive.order.Register`."""
        with self._catalog.read() as connection:
            return lookup.delivered(connection, numbers)

    def lying(self, field: str, numbers: Collection[str]) -> Sequence[Lying]:
        """See :class:`archive.order.Register`."""
        with self._catalog.read() as connection:
            return lookup.lying(connection, field, numbers)

    def recent(self) -> Sequence[Order]:
        """See :class:`archive.order.Register`."""
        with self._catalog.read() as connection:
            return lookup.recent(connection)

    def open_purchases(self, supplier: str) -> Sequence[PurchaseOrder]:
        """See :class:`archive.order.Register`."""
        with self._catalog.read() as connection:
            return lookup.open_purchases(connection, supplier)

    def papers_with(self, field: str, number: str, before: Scan) -> Sequence[Earlier]:
        """See :class:`archive.order.Register`."""
        with self._catalog.read() as connection:
            return lookup.papers_with(connection, field, number, before)

    def same_sum(self, supplier: str, gross: str, issued: str, before: Scan) -> Sequence[Earlier]:
        """See :class:`archive.order.Register`."""
        with self._catalog.read() as connection:
            return lookup.same_sum(connection, (supplier, gross, issued), before)

    def numbers_of(self, supplier: str, field: str, before: Scan) -> Sequence[str]:
        """See :class:`archive.order.Register`."""
        with self._catalog.read() as connection:
            return lookup.numbers_of(connection, supplier, field, before)

    def _load(self, kind: type[T], numbers: Collection[str]) -> list[T]:
        table = _MASTER[kind][1]
        found: list[T] = []
        with self._catalog.read() as connection:
            for some in lookup.chunks(numbers):
                query = select(table.c.content).where(table.c.number.in_(some))
                found += [codec.loads(kind, content) for content in connection.execute(query).scalars()]
        return found


def _numbers(items: Sequence[Master], kind: type) -> list[str]:
    return [item.number for item in items if type(item) is kind]


def _contents(connection: Connection, items: Sequence[Master]) -> dict[tuple[type, str], str]:
    """What is there under the numbers of these items."""
    found: dict[tuple[type, str], str] = {}
    for kind, (_, table) in _MASTER.items():
        for some in lookup.chunks(set(_numbers(items, kind))):
            query = select(table.c.number, table.c.content).where(table.c.number.in_(some))
            found |= {(kind, row.number): row.content for row in connection.execute(query)}
    return found
