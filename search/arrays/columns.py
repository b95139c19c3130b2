"""What is known of all papers as arrays, for filters, facets, lengths and sorting by date. Read once per part of an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

_COLUMNS = ("typ", "lieferant", "status", "mappen")
_MOST_VALUES = 30
_MOST = 2**62

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """The columns of some papers, in order of their numbers. ``cents`` is -1 and ``days`` 0 where unknown."""

    values: Mapping[str, Sequence[str]]
    days: NDArray[np.int32]
    cents: NDArray[np.int64]
    lengths: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Coded:
    codes: dict[str, NDArray[np.int32]]
    days: NDArray[np.int32]
    cents: NDArray[np.int64]
    lengths: NDArray[np.float32]


class Columns:
    """The columns of all parts of an index, one after the other; a part that was read once is kept by its name."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, int]] = {name: {} for name in _COLUMNS}
        self._names: dict[str, list[str]] = {name: [] for name in _COLUMNS}
        self._parts: dict[str, _Coded] = {}
        self._codes: dict[str, NDArray[np.int32]] = {}
        self._days = np.zeros(0, np.int32)
        self._cents = np.zeros(0, np.int64)
        self.lengths = np.zeros(0, np.float32)

    def follow(self, names: Sequence[str], read: Callable[[int], Part]) -> None:
        """The parts that make up the index from now on; ``read`` gets the place of each whose name is new."""
        self._parts = {name: self._parts.get(name) or self._coded(read(place)) for place, name in enumerate(names)}
        parts = [self._parts[name] for name in names]
        self._codes = {name: np.concatenate([np.zeros(0, np.int32), *(part.codes[name] for part in parts)]) for name in _COLUMNS}
        self._days = np.concatenate([np.zeros(0, np.int32), *(part.days for part in parts)])
        self._cents = np.concatenate([np.zeros(0, np.int64), *(part.cents for part in parts)])
        self.lengths = np.concatenate([np.zeros(0, np.float32), *(part.lengths for part in parts)])

    def _coded(self, part: Part) -> _Coded:
        codes = {}
        for column in _COLUMNS:
            known, names = self._values[column], self._names[column]
            for value in part.values[column]:
                if value not in known:
                    known[value] = len(known)
                    names.append(value)
            codes[column] = np.fromiter((known[value] for value in part.values[column]), np.int32, len(part.days))
        return _Coded(codes, part.days, part.cents, part.lengths)

    def values(self, column: str) -> list[str]:
        """All values of a column, also of papers that are gone."""
        return [value for value in self._names[column] if value]

    def among(self, column: str, chosen: Collection[str]) -> Mask:
        """The papers whose value is one of these."""
        values = self._values[column]
        picked = np.zeros(len(values) + 1, np.bool_)
        picked[[values[value] for value in chosen if value in values]] = True
        mask: Mask = picked[self._codes[column]]
        return mask

    def between(self, column: Literal["datum", "betrag"], low: int | None, high: int | None) -> Mask:
        """The papers with a day or amount from ``low`` to ``high``; those without one never."""
        values = self._days if column == "datum" else self._cents
        known: Mask = values > (0 if column == "datum" else -1)
        return known & (values >= _fitting(low, -1)) & (values <= _fitting(high, _MOST))

    def facets(self, numbers: NDArray[np.int32]) -> dict[str, tuple[tuple[str, int], ...]]:
        """How many of the papers have which value, largest first."""
        found = {}
        for column in ("typ", "lieferant", "status"):
            names = self._names[column]
            counts = np.bincount(self._codes[column][numbers], minlength=len(names))
            named = {names[code]: int(counts[code]) for code in np.flatnonzero(counts) if names[code]}
            found[column] = tuple(Counter(named).most_common(_MOST_VALUES))
        years, counts = np.unique(self._days[numbers] // 10_000, return_counts=True)
        found["jahr"] = tuple((str(year), int(count)) for year, count in zip(years[::-1], counts[::-1], strict=True) if year)
        return found

    def named(self, column: str, numbers: Sequence[int]) -> list[str]:
        """The values of these papers."""
        return [self._names[column][self._codes[column][number]] for number in numbers]

    def newest(self, numbers: NDArray[np.int32], first: int, last: int) -> NDArray[np.int32]:
        """The papers at places ``first`` to ``last`` when sorted by day, newest first."""
        return numbers[np.argsort(-self._days[numbers], kind="stable")][first:last]


def _fitting(bound: int | None, otherwise: int) -> int:
    return otherwise if bound is None else min(bound, _MOST)
