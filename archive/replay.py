"""Holds the tables against the journal: replays it into empty tables beside them and compares row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, Table, select

from archive.catalog.engine import Catalog
from archive.catalog.tables import JUDGED, metadata
from archive.journal import append, head
from archive.problems import Tampered
from archive.rebuild import chain
from archive.scratch import scratch
from archive.space import Space


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not as it was written. ``kind``: original, lesung, journal, tabelle; ``message`` is German."""

    eingangsnummer: str
    kind: str
    message: str


def compare(space: Space) -> Iterator[Trouble | None]:
    """One result per row that is there or should be there. Says nothing when the journal itself is broken: that is named elsewhere.

    Looks at the tables as they are at one moment, so that work may go on meanwhile.
    """
    with scratch() as folder, space.catalog.read() as now:
        last, _ = head(now)
        space.journal.copy()
        fresh = Catalog(f"sqlite:{folder}", space.catalog.space)
        try:
            with fresh.write() as connection:
                for entry in takewhile(lambda entry: entry.seq <= last, chain(space.store)):
                    append(connection, entry)
            with fresh.read() as then:
                for table in metadata.sorted_tables:
                    if table.name not in {"journal", "meta", "effort", "veil"} | JUDGED:
                        yield from _differences(table, _rows(now, table), _rows(then, table))
        except Tampered:
            return
        finally:
            fresh.close()


def _differences(table: Table, now: Iterator[tuple[Any, ...]], then: Iterator[tuple[Any, ...]]) -> Iterator[Trouble | None]:
    """Walks two sorted lists of rows side by side."""
    left, right = next(now, None), next(then, None)
    while left is not None or right is not None:
        if left == right:
            yield None
            left, right = next(now, None), next(then, None)
            continue
        first = min(row for row in (left, right) if row is not None)
        yield Trouble(str(first[0]), "tabelle", f"Tabelle {table.name}, {first[0]}: steht dort anders als im Journal.")
        left, right = (next(now, None) if left == first else left), (next(then, None) if right == first else right)


def _rows(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """All rows in one order, the key first; byte order on both databases."""
    columns = sorted(table.columns, key=lambda column: (not column.primary_key, column.name != "eingangsnummer"))
    for row in connection.execute(select(*columns).order_by(*columns).execution_options(yield_per=200)):
        yield tuple(row)
