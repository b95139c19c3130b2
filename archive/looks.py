"""Which papers of before look like one: the pictures of their first pages compared. Says nothing about what stands on them."""

from __future__ import annotations

from sqlalchemy import select

from archive.catalog import tables as t
from archive.catalog.engine import Catalog

BITS = 768
ALIKE = 150
"""Two scans of one paper differ in up to so many bits of a look; so do two papers of one layout, so that words have to decide."""

_RECENT, _MOST = 5000, 6


def alike(catalog: Catalog, look: str, doctype: str, before: str) -> list[tuple[str, int]]:
    """Filed or waiting papers of this type that came before ``before`` (an Eingangsnummer), with their distance; most alike first.

    Looks at the newest ones only: a paper is scanned twice within days, not years.
    """
    same = (t.document.c.doctype == doctype) & t.document.c.state.in_(("filed", "waiting")) & (t.look.c.eingangsnummer < before)
    joined = t.look.join(t.document, t.document.c.eingangsnummer == t.look.c.eingangsnummer)
    query = select(t.look).select_from(joined).where(same).order_by(t.look.c.eingangsnummer.desc()).limit(_RECENT)
    with catalog.read() as connection:
        found = [(row.eingangsnummer, distance(look, row.look)) for row in connection.execute(query)]
    return sorted((pair for pair in found if pair[1] <= ALIKE), key=lambda pair: (pair[1], pair[0]))[:_MOST]


def distance(left: str, right: str) -> int:
    """In how many bits two looks differ; all of them where one is unknown."""
    if len(left) != len(right) or not left:
        return BITS
    return (int(left, 16) ^ int(right, 16)).bit_count()
