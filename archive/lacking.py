"""Which folders lack which kind of paper, as it was judged. Judges nothing; see ``archive/judging.py``."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from archive.catalog import stale
from archive.catalog import tables as t
from archive.space import Space

_KINDS = {"zeugnis_fehlt": "pruefbescheinigung"}
"""Kinds of deviations that are a missing paper, too."""


def lacking(space: Space) -> dict[str, frozenset[str]]:
    """For each document type the orders whose folders lack such a paper, late or not."""
    query = select(t.open_item.c.type, t.open_item.c.subject).where(t.open_item.c.source == stale.FOLDER, t.open_item.c.list == "fehlt")
    found: defaultdict[str, set[str]] = defaultdict(set)
    with space.catalog.read() as connection:
        for kind, order in connection.execute(query.distinct()):
            found[_KINDS.get(kind, kind)].add(order)
    return {kind: frozenset(orders) for kind, orders in found.items()}
