"""What plain means cost on the same papers: SQLite FTS5 without any German, PostgreSQL's own full text in German, with GIN or RUM."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import psycopg

from search.index import IndexDocument

_TOP = 20


class Baseline(Protocol):
    """An index of the bare text."""

    name: str

    def add(self, papers: Sequence[IndexDocument]) -> None: ...

    def done(self) -> None: ...

    def search(self, words: Sequence[str], *, prefix: bool = False, phrase: bool = False) -> list[str]: ...


class Fts5:
    """SQLite FTS5 with folded umlauts, 3 and 4 letter prefixes."""

    name = "FTS5"

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=WAL")
        options = "tokenize='unicode61 remove_diacritics 2', prefix='3 4'"
        self._db.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS t USING fts5(nr UNINDEXED, body, {options})")

    def add(self, papers: Sequence[IndexDocument]) -> None:
        with self._db:
            self._db.executemany("INSERT INTO t VALUES (?, ?)", [(paper.eingangsnummer, "\n".join(paper.text)) for paper in papers])

    def done(self) -> None:
        """Nothing is left to do."""

    def search(self, words: Sequence[str], *, prefix: bool = False, phrase: bool = False) -> list[str]:
        match = f'"{" ".join(words)}"' if phrase else " ".join(f'"{word}"' for word in words)
        match += "*" if prefix else ""
        query = f"SELECT nr, snippet(t, 1, '[', ']', '…', 12) FROM t WHERE t MATCH ? ORDER BY rank LIMIT {_TOP}"
        found = self._db.execute(query, (match,)).fetchall()
        self._db.execute("SELECT count(*) FROM t WHERE t MATCH ?", (match,)).fetchone()
        return [row[0] for row in found]


class PlainPostgres:
    """``to_tsvector('german', …)`` with GIN and ``ts_rank``, or with RUM, which keeps the index in the order of worth."""

    def __init__(self, location: str, *, rum: bool = False) -> None:
        self._db: psycopg.Connection[Any] = psycopg.connect(location, autocommit=True)
        self.name = "tsvector, RUM" if rum else "tsvector, GIN"
        self._table = "plain_rum" if rum else "plain_gin"
        self._using = "rum (v rum_tsvector_ops)" if rum else "gin (v)"
        self._order = "v <=> q" if rum else "ts_rank(v, q) DESC"
        if rum:
            self._db.execute("CREATE EXTENSION IF NOT EXISTS rum")
        self._db.execute(f"DROP TABLE IF EXISTS {self._table}".encode())
        self._db.execute(f"CREATE TABLE {self._table} (nr text, body text, v tsvector)".encode())

    def add(self, papers: Sequence[IndexDocument]) -> None:
        with self._db.transaction(), self._db.cursor() as cursor:
            rows = [(paper.eingangsnummer, text := "\n".join(paper.text), text) for paper in papers]
            cursor.executemany(f"INSERT INTO {self._table} VALUES (%s, %s, to_tsvector('german', %s))".encode(), rows)

    def done(self) -> None:
        self._db.execute(f"CREATE INDEX ON {self._table} USING {self._using}".encode())
        self._db.execute(f"ANALYZE {self._table}".encode())

    def search(self, words: Sequence[str], *, prefix: bool = False, phrase: bool = False) -> list[str]:
        make = "phraseto_tsquery" if phrase else "plainto_tsquery"
        query = f"{make}('german', %s)" if not prefix else "to_tsquery('german', %s || ':*')"
        found = self._db.execute(
            f"SELECT nr, ts_headline('german', body, q) FROM (SELECT nr, body, q FROM {self._table}, {query} q WHERE v @@ q"
            f" ORDER BY {self._order} LIMIT {_TOP}) best".encode(),
            [" ".join(words)],
        ).fetchall()
        self._db.execute(f"SELECT count(*) FROM {self._table}, {query} q WHERE v @@ q".encode(), [" ".join(words)]).fetchone()
        return [str(row[0]) for row in found]
