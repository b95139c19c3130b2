"""What is missing, does not fit, waits or falls due across all folders: lists with filters and pages, from what was judged before.

Judges nothing itself; see ``archive/judging.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Row, Select, func, select

from archive.catalog import stale
from archive.catalog import tables as t
from archive.order import Order
from archive.space import Space

ListName = Literal["fehlt", "abweichung", "pruefen", "wartet", "ungeprueft", "skonto", "abgelehnt"]
LISTS: tuple[ListName, ...] = get_args(ListName)
_INTAKE = {"wartet": "waiting", "abgelehnt": "rejected"}

MOST = 100_000
"""Lines of a list that leave the archive at once."""


@dataclass(frozen=True, slots=True)
class Question:
    """One list, narrowed: ``words`` must all occur, ``kind`` is one of the list's types; ``early`` adds what is not yet late or due."""

    list: ListName
    words: str = ""
    kind: str = ""
    early: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what it is about (a folder or a paper), what is the matter, since when, until when, and what it makes in euros.

    ``order`` and ``customer`` are "" for papers, ``paper`` is the Eingangsnummer and "" for folders; days are ``None`` when unknown.
    """

    order: str
    customer: str
    paper: str
    kind: str
    sentence: str
    supplier: str
    number: str
    since: date | None
    due: date | None
    amount: str


def entries(space: Space, question: Question, today: date, first: int = 0, limit: int = 50) -> list[Entry]:
    """A part of a list, the oldest or most urgent first."""
    with space.catalog.read() as connection:
        if question.list in _INTAKE:
            rows = connection.execute(_papers(question).order_by(t.intake.c.eingangsnummer).offset(first).limit(limit)).all()
            return [_paper(row) for row in rows]
        items = t.open_item
        ordered = _items(space, question, today).order_by(items.c.due, items.c.subject, items.c.position)
        rows = connection.execute(ordered.offset(first).limit(limit)).all()
        numbers = {row.subject for row in rows if row.source == stale.FOLDER}
    customers = {number: order.customer for number, order in space.orders.existing(Order, numbers).items()}
    return [_item(row, customers) for row in rows]


def count(space: Space, question: Question, today: date) -> int:
    """How many lines a list has."""
    query = _papers(question) if question.list in _INTAKE else _items(space, question, today)
    with space.catalog.read() as connection:
        return connection.execute(select(func.count()).select_from(query.subquery())).scalar() or 0


def kinds(space: Space, name: ListName) -> list[str]:
    """The types that occur in a list, for narrowing it."""
    if name in _INTAKE:
        return []
    with space.catalog.read() as connection:
        query = select(t.open_item.c.type).where(t.open_item.c.list == name).distinct().order_by(t.open_item.c.type)
        return list(connection.execute(query).scalars())


def state_counts(space: Space) -> dict[str, int]:
    """How many folders are in which state."""
    table = t.folder_state
    with space.catalog.read() as connection:
        rows = connection.execute(select(table.c.state, func.count()).group_by(table.c.state))
        return {row[0]: int(row[1]) for row in rows}


def _items(space: Space, question: Question, today: date) -> Select[Any]:
    items = t.open_item
    query = select(items).where(items.c.list == question.list, *_containing(items.c.words, question.words))
    if question.kind:
        query = query.where(items.c.type == question.kind)
    profile = space.profiles.get()
    if question.list == "fehlt" and not question.early:
        query = query.where(items.c.due <= today.isoformat())
    if question.list == "ungeprueft" and not question.early:
        query = query.where(items.c.since <= (today - timedelta(days=profile.unchecked)).isoformat())
    if question.list == "skonto":
        query = query.where(items.c.due >= today.isoformat())
        if not question.early:
            query = query.where(items.c.due <= (today + timedelta(days=profile.skonto)).isoformat())
    return query


def _papers(question: Question) -> Select[Any]:
    joined = t.intake.outerjoin(t.document, t.document.c.eingangsnummer == t.intake.c.eingangsnummer)
    # SQLite folds no umlauts; the words of these lists are looked for as they are written.
    haystack = (
        t.intake.c.eingangsnummer + " " + t.intake.c.name + " " + t.intake.c.sentence + " " + func.coalesce(t.document.c.supplier, "")
    )
    conditions = _containing(func.lower(haystack), question.words)
    query = select(t.intake, t.document.c.doctype, t.document.c.supplier).select_from(joined)
    return query.where(t.intake.c.state == _INTAKE[question.list], *conditions)


def _containing(column: ColumnElement[str], words: str) -> Iterator[ColumnElement[bool]]:
    return (column.contains(word, autoescape=True) for word in words.casefold().split()[:20])


def _item(row: Row[Any], customers: dict[str, str]) -> Entry:
    of_folder = row.source == stale.FOLDER
    return Entry(
        order=row.subject if of_folder else "",
        customer=customers.get(row.subject, ""),
        paper="" if of_folder else row.subject,
        kind=row.type,
        sentence=row.sentence,
        supplier=row.supplier,
        number=row.number,
        since=_day(row.since),
        due=_day(row.due),
        amount=row.amount,
    )


def _paper(row: Row[Any]) -> Entry:
    since = datetime.fromisoformat(row.received).astimezone().date()
    return Entry("", "", row.eingangsnummer, row.doctype or "", row.sentence, row.supplier or "", row.name, since, None, "")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text and not text.startswith("9999") else None
