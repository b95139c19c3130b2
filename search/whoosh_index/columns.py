"""What is known of all papers as arrays, for filters, facets, lengths and sorting by date. Read once per segment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import LENGTHS_COLUMN

_FIELDS = {"typ": "doctype", "lieferant": "firm", "status": "state"}
_MOST_VALUES = 30
_LENGTHS = "_text_len"
"""The column in which Whoosh keeps how long the texts are, one byte each."""

Mask = NDArray[np.bool_]
_MOST = 2**62


@dataclass(frozen=True, slots=True)
class _Segment:
    codes: dict[str, NDArray[np.int32]]
    days: NDArray[np.int32]
    cents: NDArray[np.int64]
    lengths: NDArray[np.uint8]


class Columns:
    """The columns of one searcher after another; segments never change, so what was read of one is kept."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, int]] = {facet: {} for facet in _FIELDS}
        self._segments: dict[str, _Segment] = {}
        self._codes: dict[str, NDArray[np.int32]] = {}
        self._days = np.zeros(0, np.int32)
        self._cents = np.zeros(0, np.int64)
        self.lengths = np.zeros(0, np.uint8)

    def follow(self, readers: list[Any]) -> None:
        """Reads what is new in the segments and forgets what is gone."""
        names = [str(reader.segment().segment_id()) for reader in readers]
        self._segments = {name: self._segments.get(name) or self._read(reader) for name, reader in zip(names, readers, strict=True)}
        parts = [self._segments[name] for name in names]
        self._codes = {facet: np.concatenate([np.zeros(0, np.int32), *(part.codes[facet] for part in parts)]) for facet in _FIELDS}
        self._days = np.concatenate([np.zeros(0, np.int32), *(part.days for part in parts)])
        self._cents = np.concatenate([np.zeros(0, np.int64), *(part.cents for part in parts)])
        self.lengths = np.concatenate([np.zeros(0, np.uint8), *(part.lengths for part in parts)])

    def _read(self, reader: Any) -> _Segment:
        codes = {}
        for facet, field in _FIELDS.items():
            values = self._values[facet]
            codes[facet] = np.fromiter((values.setdefault(value, len(values)) for value in reader.column_reader(field)), np.int32)
        days, cents = (np.fromiter(reader.column_reader(name), np.int64) for name in ("day", "cents"))
        return _Segment(codes, days.astype(np.int32), cents, _lengths(reader))

    def among(self, facet: str, chosen: Callable[[list[str]], set[str]]) -> Mask:
        """The papers whose value is one of those that ``chosen`` picks of all there are."""
        values = self._values[facet]
        picked = np.zeros(len(values) + 1, np.bool_)
        picked[[values[value] for value in chosen([value for value in values if value])]] = True
        mask: Mask = picked[self._codes[facet]]
        return mask

    def between(self, field: str, low: int | None, high: int | None) -> Mask:
        """The papers with a day or amount from ``low`` to ``high``; those without one never."""
        values = self._days if field == "datum" else self._cents
        known: Mask = values > (0 if field == "datum" else -1)
        return known & (values >= _fitting(low, -1)) & (values <= _fitting(high, _MOST))

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


def _lengths(reader: Any) -> NDArray[np.uint8]:
    """How long the texts are, as Whoosh's one byte; a segment without any text has no such column."""
    kept = reader._perdoc  # noqa: SLF001  # reader.doc_field_length answers for one paper at a time only
    if not kept.has_column(_LENGTHS):
        return np.zeros(reader.doc_count_all(), np.uint8)
    return np.fromiter(kept.column_reader(_LENGTHS, LENGTHS_COLUMN), np.uint8)


def _fitting(bound: int | None, otherwise: int) -> int:
    return otherwise if bound is None else min(bound, _MOST)
