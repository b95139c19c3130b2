"""The tables of one space: its own SQLite file or its own PostgreSQL schema. Holds no queries."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from archive.catalog import (
    tables_confidence,  # noqa: F401 — its tables join the metadata
    tables_deletion,  # noqa: F401 — its tables join the metadata
    tables_knowledge,  # noqa: F401 — its tables join the metadata
)
from archive.catalog.database import Blueprint, Database
from archive.catalog.tables import journal, meta, metadata
from archive.problems import Invalid

SCHEMA = "0010"
"""The newest migration; a test holds it against ``archive/migrations``."""
_TEMPLATE = "vorlage"
QUOTA = "grenze_mb"
"""Kept over a rebuild, as the template is: neither is in the journal."""
VERSIONS = Path(__file__).parent.parent / "migrations" / "versions"


def checked_name(space: str) -> str:
    """The name itself. Raises ``Invalid`` unless it is a plain word that can name a file and a schema."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", space):
        raise Invalid(f"„{space}“ ist kein Name für einen Bereich: erlaubt sind kleine Buchstaben, Ziffern und _.")
    return space


class Catalog(Database):
    """The tables of one space. Spaces share nothing."""

    def __init__(self, location: str, space: str) -> None:
        """Raises ``Invalid`` for a name that can not be a space's."""
        self.space = checked_name(space)
        self.schema = f"mappe_{space}"
        super().__init__(location, Blueprint(space, self.schema, VERSIONS, SCHEMA))

    @property
    def template(self) -> str:
        """The space this one is a sandbox over, "" for a space that stands alone."""
        with self.read() as connection:
            return connection.execute(select(meta.c.value).where(meta.c.key == _TEMPLATE)).scalar() or ""

    def set_template(self, template: str) -> None:
        """Makes this space a sandbox over another, which must not change any more."""
        with self.write() as connection:
            connection.execute(delete(meta).where(meta.c.key == _TEMPLATE))
            connection.execute(insert(meta).values(key=_TEMPLATE, value=template))

    def give_up(self, head: tuple[int, str]) -> bool:
        """Drops all tables if the journal still ends with this number and hash, and tells whether. Whoever was about to write fails."""
        with self.write() as connection:
            last = connection.execute(select(journal.c.seq, journal.c.hash).order_by(journal.c.seq.desc()).limit(1)).first()
            if head != ((last.seq, last.hash) if last else (0, head[1])):
                return False
            metadata.drop_all(connection)
        return True

    def empty(self, connection: Connection) -> None:
        """Removes every row; for the rebuild, inside its transaction."""
        for table in metadata.sorted_tables:
            if table.name == "meta":
                connection.execute(delete(table).where(table.c.key.not_in(("writer", _TEMPLATE, QUOTA))))
            else:
                connection.execute(delete(table))
