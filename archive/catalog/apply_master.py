"""What journal entries about master data do to the tables; ``apply`` puts them among all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from archive import codec
from archive.catalog import stale
from archive.catalog import tables as t
from archive.entry import Entry
from archive.order import STOCK, Customer, Order, PurchaseOrder, Supplier, folded, plain


def _order(connection: Connection, entry: Entry) -> None:
    order = codec.decode(Order, entry.body)
    row = {**_numbered(order.number), "words": words(order.number, order.customer, order.title), "state": order.state}
    upsert(connection, t.orders, {"number": order.number}, {**row, "content": codec.dumps(order)})
    stale.folders(connection, [order.number], entry.seq)


def _purchase_order(connection: Connection, entry: Entry) -> None:
    purchase = codec.decode(PurchaseOrder, entry.body)
    goods = [text for line in purchase.lines for text in (line.article, line.their_article, line.text, line.order)]
    row = {
        **_numbered(purchase.number),
        "supplier": purchase.supplier,
        "words": words(purchase.number, purchase.supplier, *purchase.orders, *goods),
        "due": min((line.due.isoformat() for line in purchase.lines if line.due), default=""),
        "state": "abgeschlossen" if purchase.closed else "offen",
        "content": codec.dumps(purchase),
    }
    upsert(connection, t.purchase_order, {"number": purchase.number}, row)
    links = t.purchase_order_order
    before = connection.execute(select(links.c.order_number).where(links.c.purchase_order == purchase.number)).scalars().all()
    numbers = list(dict.fromkeys([*purchase.orders, *(line.order for line in purchase.lines if line.order)])) or [STOCK]
    if set(before) != set(numbers):
        connection.execute(delete(links).where(links.c.purchase_order == purchase.number))
        connection.execute(insert(links), [{"purchase_order": purchase.number, "order_number": number} for number in numbers])
    stale.neighbours(connection, {*before, *numbers}, entry.seq)


def _supplier(connection: Connection, entry: Entry) -> None:
    supplier = codec.decode(Supplier, entry.body)
    found = words(supplier.number, supplier.name, *supplier.aliases, supplier.city, supplier.customer_number)
    row = {"name": supplier.name, "words": found, "content": codec.dumps(supplier)}
    upsert(connection, t.supplier, {"number": supplier.number}, row)
    stale.of_supplier(connection, supplier.number, entry.seq)


def _customer(connection: Connection, entry: Entry) -> None:
    customer = codec.decode(Customer, entry.body)
    row = {"name": customer.name, "words": words(customer.number, customer.name, customer.city), "content": codec.dumps(customer)}
    upsert(connection, t.customer, {"number": customer.number}, row)


def _column_map(connection: Connection, entry: Entry) -> None:
    upsert(connection, t.column_map, {"name": entry.about}, {"content": codec.dumps(entry.body)})


def _firm(connection: Connection, entry: Entry) -> None:
    upsert(connection, t.meta, {"key": "firma"}, {"value": codec.dumps(entry.body)})


KINDS: Mapping[str, Callable[[Connection, Entry], None]] = {
    "auftrag": _order,
    "bestellung": _purchase_order,
    "lieferant": _supplier,
    "kunde": _customer,
    "spalten": _column_map,
    "firma": _firm,
}
"""By kind of entry, what it does."""


def words(*texts: str) -> str:
    """What a list is searched in. Folded here, because SQLite knows no umlauts."""
    return " ".join(dict.fromkeys(text for text in texts if text)).casefold()


def upsert(connection: Connection, table: Table, key: Mapping[str, str], row: Mapping[str, Any]) -> None:
    """Writes a row under its key, whether there is one already or not."""
    where = [table.c[name] == value for name, value in key.items()]
    if not connection.execute(update(table).where(*where).values(**row)).rowcount:
        connection.execute(insert(table).values(**key, **row))


def _numbered(number: str) -> dict[str, str]:
    bare = plain(number)
    return {"plain": bare, "reversed": bare[::-1], "folded": folded(number)}
