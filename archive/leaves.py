"""Pages of originals as the leaves of a paper: what a split stack, merged papers or a turned page are made of. Reads no page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from archive import codec
from archive.catalog import tables as t
from archive.catalog.engine import Catalog

LEAVES = ("teil", "gedreht")
"""Kinds of journal entries that say what a paper is made of."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a paper: page ``number`` of the original ``sha256``.

    ``rotation`` is the clockwise turn a person chose for it, ``None`` as it was read. ``reading`` is the store key of the
    reading that has its words already and ``page`` its number there; "" when it has to be read.
    """

    sha256: str
    number: int
    rotation: int | None = None
    reading: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Bound:
    """The leaves of a paper in their order, what was said about the reading they come from, and the papers they were taken from.

    ``unread`` is how many pages belong to it, as far as one can tell, that nobody could read: there are no leaves of them.
    ``cover`` is what the code of the cover sheet says that lay before it, "" for none; the sheet itself is no leaf.
    """

    leaves: tuple[Leaf, ...]
    notes: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    unread: int = 0
    cover: str = ""


PLAIN = Bound(())
"""A paper that is simply all pages of its own original."""


def bound(catalog: Catalog, eingangsnummer: str) -> Bound:
    """What a paper is made of; ``PLAIN`` for nearly all papers."""
    with catalog.read() as connection:
        return bound_of(connection, eingangsnummer)


def bound_of(connection: Connection, eingangsnummer: str) -> Bound:
    """The same within a transaction."""
    kinds = t.journal.c.kind.in_((*LEAVES, "neu_lesen"))
    query = select(t.journal.c.kind, t.journal.c.body).where(t.journal.c.about == eingangsnummer, kinds).order_by(t.journal.c.seq)
    now = PLAIN
    for row in connection.execute(query):
        now = _after(now, row.kind, row.body)
    return now


def _after(now: Bound, kind: str, body: str) -> Bound:
    if kind == "teil":
        return codec.loads(Bound, body)
    if kind == "gedreht":
        return replace(now, leaves=codec.loads(Bound, body).leaves)
    # Read anew: nothing of the readings of before is used.
    return replace(now, leaves=tuple(replace(leaf, reading="", page=0) for leaf in now.leaves))
