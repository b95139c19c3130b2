"""Which spaces an installation has: firms, and sandboxes of trainees. The spaces themselves are made by ``archive.space``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy import delete, insert, select, update

from archive.catalog.database import Database
from archive.installation import events, tables
from archive.problems import NotFound

Kind = Literal["firma", "uebung", "vorlage"]

_space = tables.space


@dataclass(frozen=True, slots=True)
class SpaceEntry:
    """A space as it is listed. ``title`` is what people call it; ``uebung`` spaces hold sample data only,
    a ``vorlage`` is what they are copies of: nobody works in it.
    """

    name: str
    title: str
    kind: Kind


class Spaces:
    """The register of spaces."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[SpaceEntry]:
        """All, firms first, then by name."""
        with self._database.read() as connection:
            return [_built(row) for row in connection.execute(select(_space).order_by(_space.c.kind, _space.c.name))]

    def get(self, name: str) -> SpaceEntry:
        """Raises ``NotFound``."""
        with self._database.read() as connection:
            row = connection.execute(select(_space).where(_space.c.name == name)).first()
        if row is None:
            raise NotFound("Diesen Bereich gibt es nicht.", cause=f"no space {name}")
        return _built(row)

    def put(self, entry: SpaceEntry, who: str) -> None:
        """Enters a space, or gives it another title."""
        with self._database.write() as connection:
            if connection.execute(select(_space.c.name).where(_space.c.name == entry.name)).first():
                connection.execute(update(_space).where(_space.c.name == entry.name).values(title=entry.title))
                return
            now = datetime.now(UTC).isoformat()
            connection.execute(insert(_space).values(name=entry.name, title=entry.title, kind=entry.kind, created=now))
            if entry.kind != "uebung":  # sandboxes come and go by the dozen
                events.add(connection, who, entry.name, f"Bereich „{entry.title}“ angelegt")

    def remove(self, name: str, who: str) -> None:
        """Strikes a space off the register, with all roles, sessions and keys in it. Its data is not touched."""
        with self._database.write() as connection:
            for table in (tables.membership, tables.session, tables.api_key):
                connection.execute(delete(table).where(table.c.space == name))
            firm = connection.execute(select(_space.c.name).where(_space.c.name == name, _space.c.kind != "uebung")).first()
            connection.execute(delete(_space).where(_space.c.name == name))
            if firm:
                events.add(connection, who, name, "Bereich aus der Liste genommen")


def _built(row: Any) -> SpaceEntry:
    return SpaceEntry(row.name, row.title, cast("Kind", row.kind))
