"""What a build holds, as arrays: who has which term, columns, likenesses. Follows the tables; what did not change is not read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection

from search import neighbours
from search.arrays.columns import Columns, Mask, Part
from search.arrays.evaluating import NO_IDS, NO_WEIGHTS, Ids, Papers, rows
from search.arrays.vocabulary import Vocabulary, tables
from search.index import IndexDocument
from search.postgres_index.places import BLOCK
from search.postgres_index.writing import FIELDS
from search.question import Likenesses
from search.record import unpack

_SPAN = 1 << 21
_MOST_KEPT = 20_000_000
"""Postings that are kept in memory until the index changes."""
_COST = 100
"""What a term costs besides its papers, in postings."""
_AFTER = "\x7f"
"""Sorts after everything that begins with what stands before it."""


class PostgresShelves:
    """One build over one connection, used by one thread at a time, inside a transaction that sees one state."""

    def __init__(self, connection: Connection[Any]) -> None:
        self.columns = Columns()
        self.alive: Mask = np.zeros(0, np.bool_)
        self._connection = connection
        self._changed = -1
        self._kept: dict[tuple[str, str], Papers] = {}
        self._room = _MOST_KEPT
        self.likenesses: Likenesses = {}

    def follow(self) -> None:
        """Reads what is new."""
        ((changed, following),) = self._rows("SELECT changed, following FROM head", [])
        if changed == self._changed:
            return
        starts = range(0, following, BLOCK)
        # The last block grows, so its name holds how far.
        names = [str(start) if start + BLOCK <= following else f"{start}-{following}" for start in starts]
        self.columns.follow(names, lambda place: self._part(starts[place], min(starts[place] + BLOCK, following)))
        self.alive = np.ones(following, np.bool_)
        self.alive[[row[0] for row in self._rows("SELECT id FROM gone", [])]] = False
        self._changed = changed
        self._forget()
        self.likenesses = {}  # Not emptied: who looks at the state before may still be filling it.

    def _part(self, first: int, last: int) -> Part:
        found = self._rows(
            "SELECT id, typ, lieferant, status, mappen, day, cents, length FROM paper WHERE id >= %s AND id < %s", [first, last]
        )
        values = {name: [""] * (last - first) for name in ("typ", "lieferant", "status", "mappen")}
        days, cents = np.zeros(last - first, np.int32), np.full(last - first, -1, np.int64)
        lengths = np.ones(last - first, np.float32)
        for number, typ, lieferant, status, mappen, *rest in found:
            place = number - first
            for name, value in (("typ", typ), ("lieferant", lieferant), ("status", status), ("mappen", mappen)):
                values[name][place] = value
            days[place], cents[place], lengths[place] = rest
        return Part(values, days, cents, lengths)

    def expect(self, terms: Iterable[tuple[str, str]]) -> None:
        """Fetches all that are not here yet in one go: it is the ways to and fro that cost."""
        missing = sorted(set(terms) - self._kept.keys())
        if not missing:
            return
        query = (
            "SELECT wanted.place, block, ids, weights FROM unnest(%s::smallint[], %s::text[]) WITH ORDINALITY wanted (field, term, place)"
            " JOIN posting USING (field, term) ORDER BY wanted.place, block"
        )
        rows = self._rows(query, [[FIELDS[field] for field, _ in missing], [term for _, term in missing]])
        found: defaultdict[int, list[Any]] = defaultdict(list)
        for place, *row in rows:
            found[place - 1].append(row)
        if self._room < 0:
            self._forget()
        for place, each in enumerate(missing):
            self._kept[each] = _papers(found[place])
            self._room -= len(self._kept[each].ids) + _COST

    def papers(self, field: str, term: str) -> Papers:
        if (field, term) not in self._kept:
            self.expect([(field, term)])
        return self._kept[field, term]

    def having(self, field: str, terms: tuple[str, ...]) -> Ids:
        self.expect((field, term) for term in terms)
        return np.concatenate([NO_IDS, *(self._kept[field, term].ids for term in terms)]).astype(np.int32)

    def _forget(self) -> None:
        self._kept.clear()
        self._room = _MOST_KEPT

    def in_row(self, terms: tuple[str, ...], slop: int) -> Ids:
        return rows([self._places(term) for term in terms], slop, _SPAN)

    def _places(self, term: str) -> NDArray[np.int64]:
        """Where a term stands, as paper times :data:`_SPAN` plus position, in order."""
        found = self._rows("SELECT block, ids, weights, places FROM posting WHERE field = 0 AND term = %s ORDER BY block", [term])
        each = [
            np.repeat(_ids(block, ids).astype(np.int64), np.frombuffer(weights, np.uint8)) * _SPAN + np.frombuffer(places, np.uint16)
            for block, ids, weights, places in found
        ]
        return np.concatenate([np.zeros(0, np.int64), *each])

    def similar(self, word: str) -> Mapping[str, int]:
        return self._counts(sorted(neighbours.similar(word)))

    def misread(self, number: str) -> list[str]:
        return list(self._counts(sorted(neighbours.misread(number))))

    def _counts(self, terms: list[str]) -> dict[str, int]:
        query = "SELECT term, sum(papers) FROM posting WHERE field = 0 AND term = ANY(%s) GROUP BY term"
        return {term: int(count) for term, count in self._rows(query, [terms])}

    def begun(self, prefix: str, most: int) -> list[str]:
        query = (
            "SELECT term FROM posting WHERE field = 0 AND term >= %s AND term < %s AND term ~ '^[a-z]+$'"
            " GROUP BY term ORDER BY sum(papers) DESC LIMIT %s"
        )
        return [term for (term,) in self._rows(query, [prefix, prefix + _AFTER, most])]

    def ending(self, end: str, most: int) -> Mapping[str, int]:
        query = (
            "SELECT term, sum(papers) FROM posting WHERE field = 0 AND length(term) >= 6 AND term ~ '^[a-z]+$'"
            " AND reverse(term) > %s AND reverse(term) < %s GROUP BY term ORDER BY sum(papers) DESC, term LIMIT %s"
        )
        return {term: int(count) for term, count in self._rows(query, [end[::-1], end[::-1] + _AFTER, most])}

    def known(self, words: Sequence[str]) -> Mapping[str, int]:
        return self._counts(list(words))

    def guesses(self, word: str) -> Mapping[str, int]:
        """Of words with the same two letters in front, and of those with two neighbours swapped."""
        begin = word[:2]
        query = (
            "SELECT term, sum(papers) FROM posting WHERE field = 0 AND term >= %s AND term < %s AND length(term) BETWEEN %s AND %s"
            " GROUP BY term HAVING sum(papers) > 1 ORDER BY term"
        )
        found = self._rows(query, [begin, begin + _AFTER, len(word) - 2, len(word) + 2])
        near = Vocabulary(tables((term.encode(), int(count)) for term, count in found)).guesses(word)
        return near | self._counts(sorted(neighbours.swapped(word)))

    def documents(self, papers: Sequence[int]) -> list[IndexDocument]:
        found = dict(self._rows("SELECT id, record FROM paper WHERE id = ANY(%s)", [list(papers)]))
        return [unpack(found[number]) for number in papers]

    def completions(self, beginning: str, most: int) -> list[str]:
        query = "SELECT DISTINCT key FROM completion WHERE key >= %s AND key < %s ORDER BY key LIMIT %s"
        return [key for (key,) in self._rows(query, [beginning, beginning + _AFTER, most])]

    def offers(self, completion: str) -> bool:
        """Keys of papers that were taken out are taken out, too."""
        return bool(completion)

    def _rows(self, query: str, values: list[Any]) -> list[Any]:
        with self._connection.cursor(binary=True) as cursor:
            return cursor.execute(query.encode(), values).fetchall()


def _papers(blocks: list[Any]) -> Papers:
    ids = np.concatenate([NO_IDS, *(_ids(block, raw) for block, raw, _ in blocks)]).astype(np.int32)
    weights = np.concatenate([NO_WEIGHTS, *(np.frombuffer(raw, np.uint8) for _, _, raw in blocks)]).astype(np.float32)
    return Papers(ids, weights)


def _ids(block: int, raw: bytes) -> Ids:
    return np.frombuffer(raw, np.uint16).astype(np.int32) + np.int32(block * BLOCK)
