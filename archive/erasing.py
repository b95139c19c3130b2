"""Removes the bytes of deleted papers from the store, notes that in the journal, and knows what must be gone. Decides nothing."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass

from sqlalchemy import Connection, select

from archive.belonging import in_use
from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.catalog.tables_deletion import erasure
from archive.problems import Unavailable
from archive.space import Space
from archive.store.erase import erase
from archive.store.seam import DERIVED, ORIGINALS, READINGS

log = logging.getLogger(__name__)

ERASED = ("vernichtet", "wissen_vernichtet")
"""The kinds of entries that say which bytes of papers and of films are gone."""


@dataclass(frozen=True, slots=True)
class Removal:
    """Objects of deleted papers: ``gone`` must not be in the store, ``due`` may still be."""

    gone: frozenset[str]
    due: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Whatever need not be there."""
        return self.gone | self.due


def erase_due(space: Space, most: int = 50) -> int:
    """Removes what deleted papers left in the store, and tells of how many papers. May be killed anywhere and run twice.

    Bytes that another paper shows stay. What the store does not give up yet is tried again at the next call.
    """
    with space.catalog.read() as connection:
        numbers = connection.execute(select(erasure.c.eingangsnummer).distinct().limit(most)).scalars().all()
    return sum(_erase(space, number) for number in numbers)


def removal(catalog: Catalog) -> Removal:
    """What verify, backup and restore must expect of the store."""
    with catalog.read() as connection:
        due = connection.execute(select(erasure.c.key)).scalars().all()
        rows = connection.execute(select(t.journal.c.body).where(t.journal.c.kind.in_(ERASED))).all()
        erased = {key: _shown(key, body["sha256"]) for row in rows for body in [json.loads(row.body)] for key in body["keys"]}
        # Handed in again after it was deleted: then it is a paper like any other, with a reading of its own.
        gone = {key for key, sha256 in erased.items() if not in_use(connection, sha256)}
        left = {key for key in erased.keys() - gone if key.startswith(READINGS) and not _read(connection, key)}
    return Removal(frozenset(gone), (frozenset(due) | left) - gone)


def _shown(key: str, sha256: str) -> str:
    """The hash of the bytes an object belongs to: an original's own, or that of what a reading was made of."""
    return key.removeprefix(ORIGINALS) if key.startswith(ORIGINALS) else sha256


def _read(connection: Connection, key: str) -> bool:
    query = select(t.document.c.eingangsnummer).where(t.document.c.content.contains(key, autoescape=True))
    return connection.execute(query.limit(1)).first() is not None


def _erase(space: Space, number: str) -> bool:
    """Within a transaction, so that nobody is told that these bytes are here while they go."""
    try:
        with space.journal.change("mappe") as change:
            rows = change.connection.execute(select(erasure).where(erasure.c.eingangsnummer == number)).all()
            if not rows:
                return False
            hashes = list(dict.fromkeys(row.sha256 for row in rows))
            shared = {sha256 for sha256 in hashes if in_use(change.connection, sha256)}
            keys = [row.key for row in rows if row.sha256 not in shared]
            pictures = [key for sha256 in hashes if sha256 not in shared for key in space.store.keys(f"{DERIVED}{sha256}/")]
            for key in (*keys, *pictures):
                erase(space.store, key)
            kind = "wissen_vernichtet" if change.history(number)[-1].kind == "wissen_geloescht" else "vernichtet"
            change.record(kind, number, {"sha256": hashes[0], "keys": keys, "shared": bool(shared)})
    except Unavailable as problem:
        log.warning("the bytes of %s stay for now: %s", number, problem.cause)
        return False
    return True
