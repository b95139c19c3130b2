"""Writing batches into a build: each one transaction, one writer at a time across all machines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from psycopg import Connection
from psycopg.errors import LockNotAvailable

from search.analysis import tokens
from search.embedded.places import WAIT, busy
from search.index import IndexDocument
from search.postgres_index.places import BLOCK, enter, key
from search.record import SEPARATOR, Entry, entry

FIELDS = {"text": 0, "exact": 1, "numbers": 2, "orders": 3, "supplier": 4}
MOST_PLACES, FURTHEST = 255, 65_535
"""Places of a term in one paper that are kept, and the position beyond which none is."""


@dataclass(slots=True)
class _Rows:
    """Who has one term, in one block."""

    ids: list[int] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


def add(connection: Connection[Any], build: str, documents: Sequence[IndexDocument], generation: int) -> None:
    """Adds or replaces the papers and moves the mark, in one transaction."""
    entries = [entry(document) for document in documents]
    with _writer(connection, build):
        _take_out(connection, [paper.number for paper in entries])
        row = connection.execute("SELECT following FROM head").fetchone()
        first = int(row[0]) if row else 0
        _papers(connection, entries, first)
        connection.execute("UPDATE head SET following = %s", [first + len(entries)])
        if generation:
            connection.execute("UPDATE head SET generation = %s", [generation])


def remove(connection: Connection[Any], build: str, numbers: Collection[str]) -> None:
    """Takes papers out, in one transaction."""
    with _writer(connection, build):
        _take_out(connection, list(numbers))


@contextmanager
def _writer(connection: Connection[Any], build: str) -> Iterator[None]:
    try:
        with connection.transaction():
            enter(connection, build, local=True)
            connection.execute(f"SET LOCAL lock_timeout = '{WAIT:.0f}s'".encode())
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [key(build)])
            yield
            connection.execute("UPDATE head SET changed = changed + 1")
    except LockNotAvailable as error:
        raise busy(WAIT) from error


def _take_out(connection: Connection[Any], numbers: list[str]) -> None:
    """Terms of a paper stay behind; its number in ``gone`` leaves them out."""
    taken = connection.execute("DELETE FROM paper WHERE nr = ANY(%s) RETURNING id", [numbers]).fetchall()
    ids = [row[0] for row in taken]
    if ids:
        connection.execute("INSERT INTO gone SELECT unnest(%s::int[])", [ids])
        connection.execute("DELETE FROM completion WHERE id = ANY(%s)", [ids])


def _papers(connection: Connection[Any], entries: Sequence[Entry], first: int) -> None:
    rows: defaultdict[tuple[int, str, int], _Rows] = defaultdict(_Rows)
    lengths = [_gather(rows, paper, first + place) for place, paper in enumerate(entries)]
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY paper (id, nr, typ, lieferant, status, mappen, day, cents, length, record) FROM STDIN") as copy,
    ):
        for place, (paper, length) in enumerate(zip(entries, lengths, strict=True)):
            known = (paper.doctype, paper.supplier, paper.state, SEPARATOR.join(paper.orders), paper.day, paper.cents)
            copy.write_row((first + place, paper.number, *known, length, paper.record))
    with connection.cursor() as cursor, cursor.copy("COPY completion (key, id) FROM STDIN") as copy:
        for place, paper in enumerate(entries):
            for completion in paper.completions:
                copy.write_row((completion, first + place))
    _postings(connection, rows)


def _postings(connection: Connection[Any], rows: dict[tuple[int, str, int], _Rows]) -> None:
    connection.execute("CREATE TEMP TABLE fresh (LIKE posting) ON COMMIT DROP")
    with connection.cursor() as cursor, cursor.copy("COPY fresh FROM STDIN") as copy:
        for (name, term, block), found in sorted(rows.items()):
            ids, places = np.array(found.ids, np.uint16).tobytes(), np.array(found.places, np.uint16).tobytes()
            copy.write_row((name, term, block, len(found.ids), ids, bytes(found.weights), places))
    connection.execute(
        "INSERT INTO posting SELECT * FROM fresh ON CONFLICT (field, term, block) DO UPDATE SET papers = posting.papers + excluded.papers,"
        " ids = posting.ids || excluded.ids, weights = posting.weights || excluded.weights, places = posting.places || excluded.places"
    )


def _gather(rows: dict[tuple[int, str, int], _Rows], paper: Entry, number: int) -> int:
    """Puts the terms of one paper into ``rows`` and tells how long its text is."""
    block, inside = divmod(number, BLOCK)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for token in tokens(paper.text):
        for term in token.terms:
            places[term].append(min(token.position, FURTHEST))
    for term, found in places.items():
        row = rows[0, _safe(term), block]
        kept = found[:MOST_PLACES]
        row.ids.append(inside)
        row.weights.append(len(kept))
        row.places += kept
    for name, terms in paper.fields.items():
        for term in terms:
            row = rows[FIELDS[name], _safe(term), block]
            row.ids.append(inside)
            row.weights.append(1)
    return sum(map(len, places.values()))


def _safe(term: str) -> str:
    """A term as it is kept; the text type takes no zero, and an index entry has its bounds."""
    return term.replace("\x00", "")[:200]
