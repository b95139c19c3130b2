"""Notes and videos of one space: kept, found, forgotten. Every change is a journal entry; films lie among the originals."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from archive import codec
from archive.catalog import tables_knowledge as t
from archive.catalog.engine import Catalog
from archive.catalog.tables import supplier
from archive.journal import Journal
from archive.note import Anchor, Note, fold
from archive.problems import Invalid, NotFound

LONGEST = 4000
MOST = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """A note as it is kept, and who last changed it."""

    note: Note
    who: str
    at: datetime


class Knowledge:
    """All notes and videos of a space."""

    def __init__(self, catalog: Catalog, journal: Journal) -> None:
        self._catalog = catalog
        self._journal = journal

    def add(self, note: Note, who: str) -> Note:
        """Keeps a new note under a fresh key. Raises ``Invalid`` for one that says nothing."""
        _must_say_something(note)
        with self._journal.change(who) as change:
            last = change.connection.execute(select(func.max(t.knowledge.c.key))).scalar() or "W-000000"
            made = dataclasses.replace(note, key=f"W-{int(last.removeprefix('W-')) + 1:06d}")
            change.record("wissen", made.key, {"note": made})
        return made

    def save(self, note: Note, who: str) -> None:
        """Keeps a note that is there already anew. Raises ``NotFound`` and ``Invalid``."""
        _must_say_something(note)
        with self._journal.change(who) as change:
            _row(change.connection, note.key)
            change.record("wissen", note.key, {"note": note})

    def remove(self, key: str, who: str) -> None:
        """Takes a note out of the library; the journal keeps what it said. Raises ``NotFound``."""
        with self._journal.change(who) as change:
            _row(change.connection, key)
            change.record("wissen_entfernt", key, {})

    def get(self, key: str) -> Kept:
        """One note. Raises ``NotFound``."""
        with self._catalog.read() as connection:
            return _kept(_row(connection, key))

    def find(self, words: str = "", category: str = "", *, training: bool = False, limit: int = MOST) -> list[Kept]:
        """The notes in which every one of the words stands, the last changed first; with ``training`` only those for places."""
        query = select(t.knowledge).where(t.knowledge.c.state == "gilt")
        for word in fold(words).split()[:12]:
            query = query.where(t.knowledge.c.words.contains(word, autoescape=True))
        if category:
            query = query.where(t.knowledge.c.category == category)
        if training:
            query = query.where(t.knowledge.c.training == 1)
        with self._catalog.read() as connection:
            rows = connection.execute(query.order_by(t.knowledge.c.at.desc(), t.knowledge.c.key).limit(limit))
            return [_kept(row) for row in rows]

    def at(self, anchors: Collection[Anchor], *, training: bool = False) -> list[Note]:
        """The notes attached to any of these, by their titles. Suppliers may be named by number or by name."""
        if not anchors:
            return []
        with self._catalog.read() as connection:
            # Every page asks, and most archives have few notes or none.
            if connection.execute(select(t.knowledge_anchor.c.note).limit(1)).first() is None:
                return []
            hits = or_(*(_hit(anchor) for anchor in anchors))
            query = select(t.knowledge.c.content).where(t.knowledge.c.key.in_(select(t.knowledge_anchor.c.note).where(hits)))
            if training:
                query = query.where(t.knowledge.c.training == 1)
            notes = [codec.loads(Note, content) for content in connection.execute(query.limit(MOST)).scalars()]
        return sorted(notes, key=lambda note: note.title.casefold())


def _hit(anchor: Anchor) -> ColumnElement[bool]:
    here = t.knowledge_anchor
    same = here.c.key == anchor.key
    if anchor.of == "lieferant":
        same |= here.c.key.in_(select(supplier.c.number).where(supplier.c.name == anchor.key))
    return (here.c.of == anchor.of) & same


def _row(connection: Connection, key: str) -> Row[Any]:
    row = connection.execute(select(t.knowledge).where(t.knowledge.c.key == key, t.knowledge.c.state == "gilt")).first()
    if row is None:
        raise NotFound("Diesen Tipp gibt es nicht mehr.", cause=f"no note {key}")
    return row


def _kept(row: Row[Any]) -> Kept:
    return Kept(codec.loads(Note, row.content), row.who, datetime.fromisoformat(row.at))


def _must_say_something(note: Note) -> None:
    if not note.title.strip():
        raise Invalid("Bitte geben Sie einen Titel ein.", cause="note without a title")
    if note.film is None and not note.written.strip():
        raise Invalid("Bitte füllen Sie mindestens eines der Felder aus, zum Beispiel „Was tun“.", cause="note without words")
    if max(map(len, (note.title, note.situation, note.todo, note.sign, note.expert))) > LONGEST:
        raise Invalid(f"Ein Feld ist länger als {LONGEST} Zeichen. Bitte kürzen Sie es.", cause="note too long")
