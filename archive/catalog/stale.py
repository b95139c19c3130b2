"""Notes which folders and papers have to be judged anew after an entry. Judges nothing; see ``archive/judging.py``."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select, text

from archive.catalog import tables as t
from archive.order import STOCK

FOLDER, PAPER = "mappe", "beleg"

_NOTE = "INSERT INTO stale (source, subject, seq) {} ON CONFLICT (source, subject) DO UPDATE SET seq = excluded.seq"


def folders(connection: Connection, numbers: Collection[str], seq: int) -> None:
    """These orders' folders."""
    _note(connection, FOLDER, numbers, seq)


def paper(connection: Connection, eingangsnummer: str, seq: int) -> None:
    """A paper and the folders it lies in now."""
    _note(connection, PAPER, [eingangsnummer], seq)
    folders(connection, lying_in(connection, eingangsnummer), seq)


def lying_in(connection: Connection, eingangsnummer: str) -> list[str]:
    """The folders a paper lies in."""
    return list(connection.execute(select(t.link.c.order_number).where(t.link.c.eingangsnummer == eingangsnummer)).scalars())


def neighbours(connection: Connection, numbers: Collection[str], seq: int) -> None:
    """These orders' folders and those that share papers with them. Stock shares papers with half the archive: it stays out of this."""
    own = sorted(set(numbers) - {STOCK})
    here, there = t.link.alias(), t.link.alias()
    joined = here.join(there, here.c.eingangsnummer == there.c.eingangsnummer)
    query = select(there.c.order_number).select_from(joined).where(here.c.order_number.in_(own)).distinct()
    shared = connection.execute(query).scalars().all() if own else []
    folders(connection, {*numbers, *shared}, seq)


def of_supplier(connection: Connection, number: str, seq: int) -> None:
    """The folders for which something was ordered from this supplier, and those that hold papers of it."""
    joined = t.purchase_order.join(t.purchase_order_order, t.purchase_order_order.c.purchase_order == t.purchase_order.c.number)
    query = select(t.purchase_order_order.c.order_number).select_from(joined).where(t.purchase_order.c.supplier == number).distinct()
    names = select(t.supplier.c.name).where(t.supplier.c.number == number).scalar_subquery()
    papers = t.link.join(t.document, t.document.c.eingangsnummer == t.link.c.eingangsnummer)
    lying = select(t.link.c.order_number).select_from(papers).where(t.document.c.supplier == names).distinct()
    folders(connection, {*connection.execute(query).scalars(), *connection.execute(lying).scalars()}, seq)


def everything(connection: Connection, seq: int) -> None:
    """All folders and all papers."""
    # "WHERE true": without it SQLite takes the ON of the conflict for one of a join.
    for source, column, table in ((FOLDER, "number", "orders"), (PAPER, "eingangsnummer", "intake")):
        rows = f"SELECT '{source}', {column}, :seq FROM {table} WHERE true"  # noqa: S608 — names of our own, no value from outside
        connection.execute(text(_NOTE.format(rows)), {"seq": seq})


def _note(connection: Connection, source: str, subjects: Collection[str], seq: int) -> None:
    rows = [{"source": source, "subject": subject, "seq": seq} for subject in sorted(set(subjects))]
    if rows:
        connection.execute(text(_NOTE.format("VALUES (:source, :subject, :seq)")), rows)
