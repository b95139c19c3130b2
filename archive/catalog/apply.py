"""What each kind of journal entry does to the tables. The only code that writes them; replaying all entries rebuilds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from archive import codec
from archive.catalog import tables as t
from archive.catalog.apply_stack import KINDS as STACK
from archive.content import Content
from archive.entry import Entry
from archive.lesson import Lesson
from archive.order import STOCK, Order, PurchaseOrder, Supplier, folded, plain


def apply(connection: Connection, entry: Entry) -> None:
    """Brings the tables up to date with one entry. Raises ``KeyError`` for a kind this program does not know."""
    _KINDS[entry.kind](connection, entry)


def _received(connection: Connection, entry: Entry) -> None:
    at = entry.at.isoformat()
    row = {key: entry.body[key] for key in ("sha256", "name", "media_type", "size", "source")}
    state = {"state": "received", "sentence": "", "problem": "", "attempts": 0, "next_try": "", "changed": at}
    connection.execute(insert(t.intake).values(eingangsnummer=entry.about, received=at, **row, **state))


def _understood(connection: Connection, entry: Entry) -> None:
    body = entry.body
    _set_intake(connection, entry, state=body["state"], sentence=body["sentence"], problem="", next_try="")
    content = codec.decode(Content, body["content"])
    row = {
        "state": body["state"],
        "doctype": content.doctype,
        "supplier": content.value("lieferant"),
        "changed": entry.at.isoformat(),
        "changed_seq": entry.seq,
        "content": codec.dumps(content),
    }
    _upsert(connection, t.document, {"eingangsnummer": entry.about}, row)
    connection.execute(delete(t.finding).where(t.finding.c.eingangsnummer == entry.about))
    connection.execute(delete(t.link).where(t.link.c.eingangsnummer == entry.about))
    rows = [{"eingangsnummer": entry.about, "field": f.field, "value": f.value, "plain": plain(f.value)} for f in content.findings]
    _insert(connection, t.finding, rows)
    numbers = dict.fromkeys(link.order for link in content.links)
    _insert(connection, t.link, [{"eingangsnummer": entry.about, "order_number": number} for number in numbers])


def _taken_back(connection: Connection, entry: Entry) -> None:
    if entry.body["content"] is not None:
        _understood(connection, entry)
    else:
        for table in (t.document, t.finding, t.link):
            connection.execute(delete(table).where(table.c.eingangsnummer == entry.about))
    values = {key: entry.body[key] for key in ("state", "sentence", "problem")}
    _set_intake(connection, entry, next_try="", **values)


def _disturbed(connection: Connection, entry: Entry) -> None:
    body = entry.body
    _set_intake(connection, entry, state="waiting", sentence=body["sentence"], problem=body["problem"], next_try=body["next_try"])
    connection.execute(
        update(t.intake).where(t.intake.c.eingangsnummer == entry.about).values(attempts=body["attempts"]),
    )


def _rejected(connection: Connection, entry: Entry) -> None:
    body = entry.body
    _set_intake(connection, entry, state="rejected", sentence=body["sentence"], problem=body["problem"], next_try="")


def _read_again(connection: Connection, entry: Entry) -> None:
    _set_intake(connection, entry, state="received", sentence="", problem="", next_try="")
    connection.execute(update(t.intake).where(t.intake.c.eingangsnummer == entry.about).values(attempts=0))


def _order(connection: Connection, entry: Entry) -> None:
    order = codec.decode(Order, entry.body)
    words = f"{order.number} {order.customer} {order.title}".casefold()
    row = {**_numbered(order.number), "words": words, "state": order.state}
    _upsert(connection, t.orders, {"number": order.number}, {**row, "content": codec.dumps(order)})


def _purchase_order(connection: Connection, entry: Entry) -> None:
    purchase = codec.decode(PurchaseOrder, entry.body)
    row = {**_numbered(purchase.number), "supplier": purchase.supplier, "content": codec.dumps(purchase)}
    _upsert(connection, t.purchase_order, {"number": purchase.number}, row)
    connection.execute(delete(t.purchase_order_order).where(t.purchase_order_order.c.purchase_order == purchase.number))
    numbers = dict.fromkeys([*purchase.orders, *(line.order for line in purchase.lines if line.order)])
    rows = [{"purchase_order": purchase.number, "order_number": number} for number in numbers or [STOCK]]
    _insert(connection, t.purchase_order_order, rows)


def _supplier(connection: Connection, entry: Entry) -> None:
    supplier = codec.decode(Supplier, entry.body)
    _upsert(connection, t.supplier, {"number": supplier.number}, {"name": supplier.name, "content": codec.dumps(supplier)})


def _decided(connection: Connection, entry: Entry) -> None:
    body = entry.body
    key = {"order_number": entry.about, "key": body["key"]}
    if body["choice"] == "offen":
        connection.execute(delete(t.decision).where(t.decision.c.order_number == entry.about, t.decision.c.key == body["key"]))
    else:
        row = {"choice": body["choice"], "reason": body["reason"], "who": entry.who, "at": entry.at.isoformat()}
        _upsert(connection, t.decision, key, row)


def _learned(connection: Connection, entry: Entry) -> None:
    lesson = codec.decode(Lesson, entry.body["lesson"])
    row = {"supplier": plain(lesson.supplier), "state": "gilt", "seq": entry.seq, "content": codec.dumps(lesson)}
    _upsert(connection, t.lesson, {"key": lesson.key, "eingangsnummer": entry.about}, row)


def _unlearned(connection: Connection, entry: Entry) -> None:
    """A person forgets a lesson whatever papers taught it; a paper that no longer teaches it takes back only its own."""
    same = t.lesson.c.key == entry.body["key"]
    if entry.body["for_good"]:
        connection.execute(update(t.lesson).where(same).values(state="vergessen"))
    else:
        connection.execute(delete(t.lesson).where(same, t.lesson.c.eingangsnummer == entry.about))


def _firm(connection: Connection, entry: Entry) -> None:
    _upsert(connection, t.meta, {"key": "firma"}, {"value": codec.dumps(entry.body)})


_KINDS: Mapping[str, Callable[[Connection, Entry], None]] = {
    "eingang": _received,
    "abgelegt": _understood,
    "wartet": _understood,
    "korrigiert": _understood,
    "zurueckgenommen": _taken_back,
    "gestoert": _disturbed,
    "abgelehnt": _rejected,
    "neu_lesen": _read_again,
    "auftrag": _order,
    "bestellung": _purchase_order,
    "lieferant": _supplier,
    "firma": _firm,
    "abweichung_entschieden": _decided,
    "gelernt": _learned,
    "verlernt": _unlearned,
    **STACK,
}


def _set_intake(connection: Connection, entry: Entry, **values: str) -> None:
    statement = update(t.intake).where(t.intake.c.eingangsnummer == entry.about)
    connection.execute(statement.values(changed=entry.at.isoformat(), **values))


def _numbered(number: str) -> dict[str, str]:
    bare = plain(number)
    return {"plain": bare, "reversed": bare[::-1], "folded": folded(number)}


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _upsert(connection: Connection, table: Table, key: Mapping[str, str], row: Mapping[str, Any]) -> None:
    where = [table.c[name] == value for name, value in key.items()]
    if connection.execute(select(*table.primary_key.columns).where(*where)).first():
        connection.execute(update(table).where(*where).values(**row))
    else:
        connection.execute(insert(table).values(**key, **row))
