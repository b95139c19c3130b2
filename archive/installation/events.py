"""The log of who came in and who changed people, roles and keys: kept for a set time, then forgotten. Holds no papers' history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from archive.catalog.database import Database
from archive.installation import tables

KEPT = timedelta(days=180)
"""How long an event is kept: long enough to look into an incident, no longer, because it speaks of people."""

_event = tables.event


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log, in German, for the administrator."""

    at: datetime
    who: str
    space: str
    text: str


class Events:
    """Reads the log, and writes what belongs to no other change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def tell(self, who: str, space: str, text: str) -> None:
        """One line."""
        with self._database.write() as connection:
            add(connection, who, space, text)

    def recent(self, space: str, count: int = 200) -> list[Event]:
        """The newest of a space, newest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(_event).where(_event.c.space == space).order_by(_event.c.seq.desc()).limit(count))
            return [Event(datetime.fromisoformat(row.at), row.who, row.space, row.text) for row in rows]


def add(connection: Connection, who: str, space: str, text: str) -> None:
    """One line, within the transaction of the change it tells of. Forgets what is too old."""
    now = datetime.now(UTC)
    seq = (connection.execute(select(func.max(_event.c.seq))).scalar() or 0) + 1
    connection.execute(insert(_event).values(seq=seq, at=now.isoformat(), who=who, space=space, text=text))
    connection.execute(delete(_event).where(_event.c.at < (now - KEPT).isoformat()))
