"""An archive of any size in minutes: papers that went the whole way are written again and again under other numbers.

Every row that speaks of such a paper is written once more, with numbers, orders, suppliers, amounts and hashes of its own; originals
and copies of the journal get further names in the store. Readings are shared, and the chain of hashes does not hold over copies
(nothing here asks for it). All else is as if they had come in one by one. SQLite and a folder only.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

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

_ROWS, _CELLS = "\x1e", "\x1f"


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


@dataclass(frozen=True)
class Kept:
    """The rows of one table as one text, and what is counted on in them: the column and its numbers."""

    name: str
    columns: list[str]
    text: str
    counted: int
    sequence: tuple[int, ...]


def content(number: int) -> bytes:
    """The bytes of the paper with this number."""
    return f"%PDF {number}".encode() + b"x" * 20_000


class Copier:
    """Copies the last ``BLOCK`` papers of a space in which ``count`` papers came in, one after the other and nothing else."""

    def __init__(self, data: Path, count: int, year: int) -> None:
        self._data, self._year, self._first = data, year, count - BLOCK
        self._file = sqlite3.connect(data / "tabellen" / "firma.sqlite")
        self._file.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -800000;")
        self._block = self._marks(self._first)
        self._tables = [table for name in metadata.tables if name not in ("orders", "stale", "meta") and (table := self._kept(name))]
        seqs = [seq for table in self._tables if table.name == "journal" for seq in table.sequence]
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
                for block, shift in places:
                    self._write(self._marks(block), shift)
            for block, shift in places:
                self._name_files(block, shift)
        done = (upto - start) // BLOCK * self._entries[1]
        with self._file:
            self._file.execute("UPDATE meta SET value = ? WHERE key = 'copied'", [str(head + done)])

    def _marks(self, block: int) -> list[Marks]:
        return [Marks(number, self._year) for number in range(block, block + BLOCK)]

    def _kept(self, name: str) -> Kept | None:
        """The rows of a table that belong to the block, if it has any."""
        columns = [column.name for column in metadata.tables[name].columns]
        whose = next((column for column in _SUBJECTS if column in columns), "")
        if not whose:
            return None
        # The entries of the orders are there already, from when they were saved.
        papers, orders = ({getattr(marks, name) for marks in self._block} for name in ("paper", "order"))
        subjects = [*papers] if name == "journal" else [*papers, *orders]
        query = f"SELECT {','.join(columns)} FROM {name} WHERE {whose} IN ({','.join('?' * len(subjects))})"
        rows = self._file.execute(query, subjects).fetchall()
        counted = columns.index(_SEQUENCES[name]) if name in _SEQUENCES else -1
        # Numbers go into the text, too: SQLite makes numbers of them again where the column is one.
        text = _ROWS.join(_CELLS.join(str(cell) for cell in row) for row in rows)
        return Kept(name, columns, text, counted, tuple(row[counted] for row in rows) if counted >= 0 else ()) if rows else None

    def _write(self, block: list[Marks], shift: int) -> None:
        pairs = [pair for old, new in zip(self._block, block, strict=True) for pair in zip(old.all(), new.all(), strict=True)]
        for table in self._tables:
            text = table.text
            for old, new in pairs:
                text = text.replace(old, new)
            rows = [row.split(_CELLS) for row in text.split(_ROWS)]
            for row, seq in zip(rows, table.sequence, strict=False):
                row[table.counted] = str(seq + shift)
            statement = f"INSERT OR REPLACE INTO {table.name} ({','.join(table.columns)}) VALUES ({','.join('?' * len(table.columns))})"
            self._file.executemany(statement, rows)

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


def multiply(data: Path, real: int, start: int, upto: int, year: int) -> None:
    """Makes an archive with ``real`` papers that came in and ``start`` in all one of ``upto``."""
    with closing(Copier(data, real, year)) as copier:
        copier.copy(start, upto)
