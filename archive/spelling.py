"""Numbers of our own that differ in nothing a paper shows: ``A-26-0101`` and ``a 26 0101``. Looks up and judges, saves nothing.

Papers are matched by the plain form of a number, so of two such orders one would get the papers of both.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Table, select

from archive.lookup import chunks
from archive.order import plain


def twins(connection: Connection, table: Table, numbers: Collection[str]) -> dict[str, str]:
    """For each of these numbers that is not there yet the one it can not be told apart from: one in the table, or before it here."""
    there: dict[str, list[str]] = {}
    for some in chunks({plain(number) for number in numbers}):
        for row in connection.execute(select(table.c.number, table.c.plain).where(table.c.plain.in_(some))):
            there.setdefault(row.plain, []).append(row.number)
    first = {bare: known[0] for bare, known in there.items()}
    found: dict[str, str] = {}
    for number in numbers:
        bare = plain(number)
        if number not in there.get(bare, ()) and first.setdefault(bare, number) != number:
            found[number] = first[bare]
    return found


def told_apart(number: str, other: str) -> str:
    """Why ``number`` can not be entered beside ``other``, as a German sentence."""
    return f"„{number}“ ist auf Papieren nicht von „{other}“ zu unterscheiden, und das gibt es schon. Bitte nehmen Sie diese Nummer."
