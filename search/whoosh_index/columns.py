"""Document type, supplier, state and day of all papers as arrays, for facets and for sorting by date. Read once per segment."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from whoosh.searching import Searcher

_FIELDS = {"typ": "doctype", "lieferant": "firm", "status": "state"}
_MOST_VALUES = 30


@dataclass(frozen=True, slots=True)
class _Segment:
    codes: dict[str, NDArray[np.int32]]
    days: NDArray[np.int32]


class Columns:
    """The columns of one searcher after another; segments never change, so what was read of one is kept."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, int]] = {facet: {} for facet in _FIELDS}
        self._segments: dict[str, _Segment] = {}
        self._codes: dict[str, NDArray[np.int32]] = {}
        self._days = np.zeros(0, np.int32)

    def follow(self, searcher: Searcher) -> None:
        """Reads what is new in ``searcher`` and forgets what is gone."""
        readers = [leaf for leaf, _ in searcher.reader().leaf_readers() if leaf.doc_count_all()]
        names = [str(reader.segment().segment_id()) for reader in readers]
        self._segments = {name: self._segments.get(name) or self._read(reader) for name, reader in zip(names, readers, strict=True)}
        parts = [self._segments[name] for name in names]
        empty = np.zeros(0, np.int32)
        self._codes = {facet: np.concatenate([empty, *(part.codes[facet] for part in parts)]) for facet in _FIELDS}
        self._days = np.concatenate([empty, *(part.days for part in parts)])

    def _read(self, reader: object) -> _Segment:
        codes = {}
        for facet, field in _FIELDS.items():
            values = self._values[facet]
            column = reader.column_reader(field)  # type: ignore[attr-defined]  # whoosh has no types
            codes[facet] = np.fromiter((values.setdefault(value, len(values)) for value in column), np.int32)
        days = reader.column_reader("day")  # type: ignore[attr-defined]  # whoosh has no types
        return _Segment(codes, np.fromiter(days, np.int32))

    def facets(self, numbers: NDArray[np.int32]) -> dict[str, tuple[tuple[str, int], ...]]:
        """How many of the documents have which value, largest first."""
        found = {}
        for facet, values in self._values.items():
            counts = np.bincount(self._codes[facet][numbers], minlength=len(values))
            named = {value: int(counts[code]) for value, code in values.items() if value and counts[code]}
            found[facet] = tuple(Counter(named).most_common(_MOST_VALUES))
        years, counts = np.unique(self._days[numbers] // 10_000, return_counts=True)
        found["jahr"] = tuple((str(year), int(count)) for year, count in zip(years[::-1], counts[::-1], strict=True) if year)
        return found

    def newest(self, numbers: NDArray[np.int32], first: int, last: int) -> NDArray[np.int32]:
        """The documents at places ``first`` to ``last`` when sorted by day, newest first."""
        return numbers[np.argsort(-self._days[numbers], kind="stable")][first:last]
