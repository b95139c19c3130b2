"""The tables of one space: its own SQLite file or its own PostgreSQL schema. Holds no queries."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Connection, delete

from archive.catalog.database import Blueprint, Database
from archive.catalog.tables import metadata
from archive.problems import Invalid

SCHEMA = "0003"
"""The newest migration; a test holds it against ``archive/migrations``."""
VERSIONS = Path(__file__).parent.parent / "migrations" / "versions"


class Catalog(Database):
    """The tables of one space. Spaces share nothing."""

    def __init__(self, location: str, space: str) -> None:
        """Raises ``Invalid`` for a name that can not be a space's."""
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", space):
            raise Invalid(f"„{space}“ ist kein Name für einen Bereich: erlaubt sind kleine Buchstaben, Ziffern und _.")
        self.space = space
        self.schema = f"mappe_{space}"
        super().__init__(location, Blueprint(space, self.schema, VERSIONS, SCHEMA))

    def empty(self, connection: Connection) -> None:
        """Removes every row; for the rebuild, inside its transaction."""
        for table in metadata.sorted_tables:
            if table.name == "meta":
                connection.execute(delete(table).where(table.c.key != "writer"))
            else:
                connection.execute(delete(table))
