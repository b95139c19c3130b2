"""Where a person's name stands in a space: as who did something, and as a value of a paper. Searches no text of papers."""

from __future__ import annotations

from sqlalchemy import select

from archive.catalog import tables as t
from archive.catalog.engine import Catalog


def acts_of(catalog: Catalog, name: str, limit: int) -> list[tuple[str, str, str]]:
    """When, which kind of entry, and about what, newest first."""
    query = select(t.journal.c.at, t.journal.c.kind, t.journal.c.about).where(t.journal.c.who == name)
    with catalog.read() as connection:
        rows = connection.execute(query.order_by(t.journal.c.seq.desc()).limit(limit)).all()
    return [(row.at, row.kind, row.about) for row in rows]


def mentioned(catalog: Catalog, name: str, limit: int) -> list[str]:
    """The papers one of whose values names somebody."""
    if not name.strip():
        return []
    query = select(t.finding.c.eingangsnummer).where(t.finding.c.value.icontains(name.strip(), autoescape=True))
    with catalog.read() as connection:
        return list(connection.execute(query.distinct().order_by(t.finding.c.eingangsnummer).limit(limit)).scalars())
