"""Who looked at which paper or folder: kept for a set time in a database of its own, then forgotten. Holds no paper's history.

A database of its own, because every page that is opened is a line, and nobody should wait for that at the front door.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Column, Index, MetaData, Table, Text, delete, insert, select

from archive.catalog.database import Blueprint, Database
from archive.locations import Locations

KEPT = timedelta(days=365)
"""How long a line is kept: long enough to look into what happened, no longer, because it speaks of people."""
SAME = timedelta(minutes=10)
"""Whoever looks at the same thing again within this time did not look twice."""

_metadata = MetaData()
_access = Table(
    "access",
    _metadata,
    *[Column(name, Text, nullable=False) for name in ("at", "space", "who", "what", "how")],
    Index("access_space_at", "space", "at"),
    Index("access_space_who", "space", "who", "at"),
)
BLUEPRINT = Blueprint("_zugriffe", "auftragsmappe_zugriffe", Path(__file__).parent / "access_versions", "0001")


@dataclass(frozen=True, slots=True)
class Look:
    """One line: who looked at what, and how (a page, the original, a hand-over)."""

    at: datetime
    who: str
    what: str
    how: str


class Accesses:
    """The log of an installation."""

    def __init__(self, locations: Locations) -> None:
        self._database = Database(locations.db, BLUEPRINT)

    def note(self, space: str, who: str, looks: Iterable[tuple[str, str]]) -> None:
        """Adds lines of (what, how), and forgets what is too old. The same within ten minutes is one line."""
        now = datetime.now(UTC)
        with self._database.write() as connection:
            connection.execute(delete(_access).where(_access.c.at < (now - KEPT).isoformat()))
            for what, how in dict.fromkeys(looks):
                same = (_access.c.space == space) & (_access.c.who == who) & (_access.c.what == what) & (_access.c.how == how)
                recent = select(_access.c.at).where(same, _access.c.at > (now - SAME).isoformat()).limit(1)
                if connection.execute(recent).first() is None:
                    connection.execute(insert(_access).values(at=now.isoformat(), space=space, who=who, what=what, how=how))

    def of(self, space: str, *, what: str = "", who: str = "", limit: int = 200) -> list[Look]:
        """The newest lines of a space, of one paper or folder, or of one person."""
        query = select(_access).where(_access.c.space == space).order_by(_access.c.at.desc()).limit(limit)
        if what:
            query = query.where(_access.c.what == what)
        if who:
            query = query.where(_access.c.who == who)
        with self._database.read() as connection:
            return [Look(datetime.fromisoformat(row.at), row.who, row.what, row.how) for row in connection.execute(query)]

    def close(self) -> None:
        """Gives connections back."""
        self._database.close()
