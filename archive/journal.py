"""The journal: append-only, hash-chained, the truth from which the tables are derived. Decides nothing about papers.

Each entry's hash covers the hash before it and the entry's own canonical JSON, so that no entry can be changed,
dropped or inserted without every later hash going wrong. Each entry is also an object in the store.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, text

from archive import codec
from archive.catalog import tables as t
from archive.catalog.apply import apply
from archive.catalog.engine import Catalog
from archive.copier import Copier
from archive.entry import START, Entry, object_key, seal, to_object
from archive.problems import Unavailable
from archive.store.seam import Store

log = logging.getLogger(__name__)

AT_ONCE = 100
"""How many entries a change copies before it returns; an import may leave more, and nobody should wait for those of others."""


class Change:
    """A running transaction: what is recorded here is appended to the journal and applied to the tables in one commit."""

    def __init__(self, connection: Connection, who: str) -> None:
        self.connection = connection
        self.who = who
        self._head: tuple[int, str] | None = None

    def record(self, kind: str, about: str, body: Mapping[str, Any]) -> Entry:
        """Appends an entry and brings the tables up to date with it."""
        seq, prev = self._head or head(self.connection)
        # Through JSON and back, so that what is applied now is exactly what a rebuild will apply.
        clean = json.loads(codec.dumps(body))
        draft = Entry(seq + 1, datetime.now(UTC), self.who, kind, about, clean, prev, "")
        entry = Entry(draft.seq, draft.at, draft.who, kind, about, clean, prev, seal(draft))
        append(self.connection, entry)
        self._head = (entry.seq, entry.hash)
        return entry

    def history(self, subject: str) -> list[Entry]:
        """All entries about one paper or order up to now, oldest first."""
        return about(self.connection, subject)


def append(connection: Connection, entry: Entry) -> None:
    """Writes an entry as it is and applies it: used by every change and by the rebuild."""
    row = {"seq": entry.seq, "at": entry.at.isoformat(), "who": entry.who, "kind": entry.kind, "about": entry.about}
    connection.execute(t.journal.insert().values(**row, body=codec.dumps(entry.body), prev=entry.prev, hash=entry.hash))
    apply(connection, entry)


def head(connection: Connection) -> tuple[int, str]:
    """The number and hash of the last entry."""
    row = connection.execute(select(t.journal.c.seq, t.journal.c.hash).order_by(t.journal.c.seq.desc()).limit(1)).first()
    return (row.seq, row.hash) if row else (0, START)


def about(connection: Connection, subject: str) -> list[Entry]:
    """All entries about one subject, oldest first."""
    rows = connection.execute(select(t.journal).where(t.journal.c.about == subject).order_by(t.journal.c.seq))
    return [_entry(row) for row in rows]


class Journal:
    """The journal of one space."""

    def __init__(self, catalog: Catalog, store: Store) -> None:
        self._catalog = catalog
        self._store = store
        self.copier: Copier | None = None
        """Where people wait for the answer: who copies behind their backs. Without one a change returns when its entries are copied."""

    def copy_behind(self) -> None:
        """From now on changes return as soon as they are durable in the tables, and are copied right after that."""
        self.copier = Copier(self.copy)

    @contextmanager
    def change(self, who: str) -> Iterator[Change]:
        """A transaction in which to read, decide and record. Its entries are copied to the store after the commit."""
        with self._catalog.write() as connection:
            change = Change(connection, who)
            yield change
        if change._head is not None:  # noqa: SLF001 — the class beside us
            self._copy_new()

    def _copy_new(self) -> None:
        if self.copier is not None:
            self.copier.soon()
            return
        try:
            self.copy(AT_ONCE)
        except Unavailable as problem:
            # The entry is durable in the tables; the worker copies it as soon as the store is back.
            log.warning("journal not copied to the store yet: %s", problem.cause)

    def copy(self, most: int | None = None) -> int:
        """Copies entries that are not in the store yet, ``most`` of them or all, and tells how many. Safe to run anywhere at any time."""
        done = 0
        while most is None or done < most:
            copied = self._copy_some(min(AT_ONCE, most - done) if most is not None else AT_ONCE)
            if not copied:
                break
            done += copied
        return done

    def _copy_some(self, most: int) -> int:
        """One portion; noted at once, so that neither a crash nor another process makes anybody copy it again."""
        with self._catalog.read() as connection:
            done = _copied(connection)
            query = select(t.journal).where(t.journal.c.seq > done).order_by(t.journal.c.seq).limit(most)
            entries = [_entry(row) for row in connection.execute(query)]
        for entry in entries:
            self._store.put(object_key(entry.seq), to_object(entry))
        if entries:
            with self._catalog.write() as connection:
                set_copied(connection, max(entries[-1].seq, _copied(connection)))
        return len(entries)

    def copied(self) -> int:
        """The number of the last entry that is known to lie in the store."""
        with self._catalog.read() as connection:
            return _copied(connection)

    def last(self, kinds: Collection[str]) -> int:
        """The number of the newest entry of one of these kinds, 0 when there is none."""
        with self._catalog.read() as connection:
            return connection.execute(select(func.max(t.journal.c.seq)).where(t.journal.c.kind.in_(kinds))).scalar() or 0

    def about(self, subject: str) -> list[Entry]:
        """All entries about one paper, order, purchase order or supplier, oldest first."""
        with self._catalog.read() as connection:
            return about(connection, subject)

    def after(self, seq: int, batch: int = 500, kinds: Collection[str] = ()) -> Iterator[Entry]:
        """All entries later than ``seq`` in order, of some ``kinds`` or all, in batches; no transaction stays open in between."""
        query = select(t.journal).order_by(t.journal.c.seq).limit(batch)
        if kinds:
            query = query.where(t.journal.c.kind.in_(kinds))
        while True:
            with self._catalog.read() as connection:
                rows = connection.execute(query.where(t.journal.c.seq > seq)).all()
            if not rows:
                return
            for row in rows:
                yield _entry(row)
            seq = rows[-1].seq

    def head(self) -> tuple[int, str]:
        """The number and hash of the last entry."""
        with self._catalog.read() as connection:
            return head(connection)


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.seq, datetime.fromisoformat(row.at), row.who, row.kind, row.about, json.loads(row.body), row.prev, row.hash)


def _copied(connection: Connection) -> int:
    return int(connection.execute(select(t.meta.c.value).where(t.meta.c.key == "copied")).scalar() or 0)


def set_copied(connection: Connection, seq: int) -> None:
    """Notes that all entries up to ``seq`` lie in the store."""
    statement = "INSERT INTO meta (key, value) VALUES ('copied', :v) ON CONFLICT (key) DO UPDATE SET value = :v"
    connection.execute(text(statement), {"v": str(seq)})
