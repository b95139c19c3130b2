"""An archive of any size in minutes: papers that went the whole way are written again and again under other numbers.

Every row that speaks of such a paper is written once more, with numbers, orders, suppliers, amounts and hashes of its own; originals
and copies of the journal get further names in the store. Readings are shared, and the chain of hashes does not hold over copies
(nothing here asks for it). All else is as if they had come in one by one. SQLite and a folder only.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.catalog.tables import metadata
from archive.entry import object_key

PER_ORDER, SUPPLIERS, BLOCK = 10, 500, 50
"""Papers of one order; suppliers there are; papers that are copied together, which must be whole orders."""
_PORTION = 2_000
_LINKS = 50_000
"""Names of one file; ext4 allows 65,000."""
_SEQUENCES = {"journal": "seq", "veil": "seq", "document": "changed_seq"}
_SUBJECTS = ("eingangsnummer", "about", "subject", "order_number")
"""Columns that say whose row it is, in this order."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Marks:
    """The texts by which rows of one paper are told from those of another."""

    number: int
    year: int

    @property
    def paper(self) -> str:
        return f"E-{self.year}-{self.number + 1:07}"

    @property
    def order(self) -> str:
        return f"A-{self.number // PER_ORDER:06}"

    @property
    def supplier(self) -> str:
        return f"L{self.number % SUPPLIERS:04}"

    @property
    def own(self) -> str:
        """Stands in its invoice number and its amount."""
        return str(50_000_000 + self.number)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(content(self.number)).hexdigest()

    def all(self) -> tuple[str, ...]:
        return self.paper, self.order, self.order.replace("-", ""), self.supplier, self.own, self.sha256


def content(number: int) -> bytes:
    """The bytes of the paper with this number."""
    return f"%PDF {number}".encode() + b"x" * 20_000


class Copier:
    """Copies the last ``BLOCK`` papers of a space in which ``count`` papers came in, one after the other and nothing else."""

    def __init__(self, data: Path, count: int, year: int) -> None:
        self._data, self._year, self._first = data, year, count - BLOCK
        self._file = sqlite3.connect(data / "tabellen" / "firma.sqlite")
        self._file.row_factory = sqlite3.Row
        self._file.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -800000;")
        self._block = [Marks(number, year) for number in range(self._first, count)]
        self._rows = {name: list(self._of(name)) for name in metadata.tables if name not in ("orders", "stale", "meta")}
        seqs = [row["seq"] for row, _ in self._rows["journal"]]
        self._entries = (min(seqs), max(seqs) - min(seqs) + 1)
        self._links: dict[str, tuple[Path, int]] = {}

    def close(self) -> None:
        self._file.close()

    def copy(self, start: int, upto: int) -> None:
        """Papers ``start`` to ``upto``, both whole blocks."""
        head = self._file.execute("SELECT max(seq) FROM journal").fetchone()[0]
        for first in range(start, upto, _PORTION):
            blocks = range(first, min(upto, first + _PORTION), BLOCK)
            places = [(block, head + 1 + (block - start) // BLOCK * self._entries[1] - self._entries[0]) for block in blocks]
            with self._file:
                for name, rows in self._rows.items():
                    self._insert(name, (self._moved(name, row, whose, *place) for place in places for row, whose in rows))
            for block, shift in places:
                self._name_files(block, shift)
        done = (upto - start) // BLOCK * self._entries[1]
        with self._file:
            self._file.execute("UPDATE meta SET value = ? WHERE key = 'copied'", [str(head + done)])

    def _of(self, name: str) -> Iterator[tuple[Row, list[Marks]]]:
        """The rows of a table that belong to the block, each with the papers it may speak of."""
        column = next((column for column in _SUBJECTS if column in metadata.tables[name].columns), "")
        if not column:
            return
        papers = {marks.paper: [marks] for marks in self._block}
        orders = {marks.order: [other for other in self._block if other.order == marks.order] for marks in self._block}
        whose = papers | orders
        for row in self._file.execute(f"SELECT * FROM {name} WHERE {column} IN ({','.join('?' * len(whose))})", list(whose)):
            yield dict(row), whose[row[column]]

    def _moved(self, name: str, row: Row, whose: list[Marks], block: int, shift: int) -> tuple[Any, ...]:
        pairs = [pair for marks in whose for pair in self._pairs(marks, block)]
        moved = {key: _renamed(value, pairs) if isinstance(value, str) and value else value for key, value in row.items()}
        if column := _SEQUENCES.get(name):
            moved[column] += shift
        return tuple(moved.values())

    def _pairs(self, marks: Marks, block: int) -> Iterable[tuple[str, str]]:
        return zip(marks.all(), Marks(block + marks.number - self._first, self._year).all(), strict=True)

    def _insert(self, name: str, rows: Iterable[tuple[Any, ...]]) -> None:
        columns = len(metadata.tables[name].columns)
        self._file.executemany(f"INSERT OR REPLACE INTO {name} VALUES ({','.join('?' * columns)})", rows)

    def _name_files(self, block: int, shift: int) -> None:
        for marks in self._block:
            self._link(f"originale/{marks.sha256}", f"originale/{Marks(block + marks.number - self._first, self._year).sha256}")
        first, count = self._entries
        for seq in range(first, first + count):
            self._link(object_key(seq), object_key(seq + shift))

    def _link(self, old: str, new: str) -> None:
        store = self._data / "ablage" / "firma"
        source, names = self._links.get(old, (store / old, 0))
        target = store / new
        target.parent.mkdir(exist_ok=True)
        if names == _LINKS:
            target.write_bytes(source.read_bytes())
            source, names = target, 0
        else:
            os.link(source, target)
        self._links[old] = (source, names + 1)


def _renamed(text: str, pairs: list[tuple[str, str]]) -> str:
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def multiply(data: Path, real: int, start: int, upto: int, year: int) -> None:
    """Makes an archive with ``real`` papers that came in and ``start`` in all one of ``upto``."""
    with closing(Copier(data, real, year)) as copier:
        copier.copy(start, upto)
