"""What one segment of a build holds, as arrays: who has which term and where, read once and kept as long as it is asked for.

A segment never changes; papers taken out of it are left out further up. Reads Whoosh's own blocks, because walking its matchers
paper by paper costs ten times as much.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import TermNotFound

from search.arrays.evaluating import NO_IDS, NO_WEIGHTS, Ids, Papers, rows

_MOST_KEPT = 3_000
"""Terms whose papers are kept in memory for each segment."""
_SPAN = 1 << 21
"""Positions are kept as one number each: paper times this, plus the place of the word in it."""
_FEW = 4
"""Of a term with so many times the papers that all words of a row share, only their places are unpacked; all of them are kept else."""

_NONE = Papers(NO_IDS, NO_WEIGHTS)


class Postings:
    """The terms of one segment."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.papers = lru_cache(_MOST_KEPT)(self._papers)
        self.places = lru_cache(_MOST_KEPT // 10)(self._places)

    def _papers(self, field: str, term: str) -> Papers:
        """Who has ``term``."""
        ids: list[int] = []
        weights: list[float] = []
        for block_ids, block_weights, _ in self._blocks(field, term):
            ids += block_ids
            weights += block_weights
        return Papers(np.array(ids, np.int32), np.array(weights, np.float32)) if ids else _NONE

    def _places(self, term: str) -> NDArray[np.int64]:
        """Where ``term`` stands in the texts, as numbers that :data:`_SPAN` takes apart; in order."""
        return self._found(term, None)

    def _found(self, term: str, wanted: frozenset[int] | None) -> NDArray[np.int64]:
        """Where ``term`` stands in the wanted papers, ``None`` for all: places are packed one by one, unpacking them is what costs."""
        decode = self.reader.schema["text"].format.decode_positions
        found = [
            paper * _SPAN + place
            for ids, _, values in self._blocks("text", term)
            for paper, value in zip(ids, values, strict=True)
            if wanted is None or paper in wanted
            for place in decode(value)
        ]
        return np.unique(np.array(found, np.int64))

    def _blocks(self, field: str, term: str) -> Any:
        try:
            matcher = self.reader.postings(field, term)
        except TermNotFound:
            return
        # Of a segment with papers taken out Whoosh hands out a filter around the list that is wanted here.
        matcher = getattr(matcher, "child", matcher)
        if not hasattr(matcher, "_read_ids"):  # A term of few papers is kept beside its name, not in blocks.
            yield matcher._ids, matcher._weights, matcher._values  # noqa: SLF001  # there is no other way to a whole list
            return
        while True:
            matcher._read_ids(), matcher._read_weights(), matcher._read_values()  # noqa: SLF001  # as above
            yield matcher._ids, matcher._weights, matcher._values  # noqa: SLF001  # as above
            if matcher._lastblock:  # noqa: SLF001  # as above
                return
            matcher._next_block()  # noqa: SLF001  # as above

    def in_row(self, terms: tuple[str, ...], slop: int) -> Ids:
        """Papers in which the terms follow each other, each at most ``slop`` places after the one before."""
        every = [self.papers("text", term).ids for term in terms]
        shared = reduce(np.intersect1d, every)
        if not len(shared):
            return shared
        wanted = frozenset(shared.tolist())
        few = [_FEW * len(shared) < len(ids) for ids in every]
        places = [self._found(term, wanted) if some else self.places(term) for term, some in zip(terms, few, strict=True)]
        return rows(places, slop, _SPAN)
