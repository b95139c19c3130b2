"""Asking a build: one long-lived searcher that is refreshed when somebody wrote, shared by all threads one after the other."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from whoosh.index import FileIndex
from whoosh.searching import Searcher

from search.explain import Wanted, explain
from search.index import Completion, Hit, Page, Results
from search.numbers import joined
from search.plan import plan
from search.query import parse
from search.whoosh_index.columns import Columns
from search.whoosh_index.compiling import Compiled, compiled
from search.whoosh_index.schema import MARK, NUMBER, ORDER, shown_completion, unpack

_DEEPEST, _LARGEST = 1000, 100
_MOST_COMPLETIONS = 400


@dataclass(frozen=True, slots=True)
class _Found:
    total: int
    records: tuple[tuple[float, bytes], ...]
    facets: dict[str, tuple[tuple[str, int], ...]]
    wanted: tuple[Wanted, ...]


class Searching:
    """All reading of one build. Whoosh errors go through; the engine above decides what they mean."""

    def __init__(self, index: FileIndex) -> None:
        self._lock = threading.Lock()
        self._index = index
        self._columns = Columns()
        self._searcher: Searcher = index.searcher()
        self._columns.follow(self._searcher)

    def probe(self) -> None:
        """Touches every segment's terms, columns and stored records, so that damage shows now."""
        with self._lock:
            for reader, _ in self._fresh().reader().leaf_readers():
                count = reader.doc_count_all()
                if count:
                    reader.stored_fields(0), reader.stored_fields(count - 1)
                    next(iter(reader.lexicon("nr"))), next(iter(reader.lexicon("text")), None)

    def count(self) -> tuple[int, int]:
        """Papers in the index and its generation."""
        with self._lock:
            searcher = self._fresh()
            mark = searcher.document(nr=MARK)
            return searcher.doc_count() - (1 if mark else 0), int(mark["record"]) if mark else 0

    def search(self, text: str, page: Page) -> Results:
        """The seam's ``search``."""
        parsed = parse(text)
        asked = plan(parsed)
        if asked.hopeless:
            return Results(0, ())
        with self._lock:
            searcher = self._fresh()
            if not searcher.doc_count():
                return Results(0, ())
            found = self._find(searcher, compiled(asked, parsed, searcher.reader()), page, by_day=not asked.required)
        return Results(found.total, tuple(_hit(score, record, found.wanted) for score, record in found.records), found.facets)

    def _find(self, searcher: Searcher, wanted: Compiled, page: Page, *, by_day: bool) -> _Found:
        matching = np.fromiter(searcher.docs_for_query(wanted.matching), np.int32)
        size = max(1, min(page.size, _LARGEST))
        first = (max(page.number, 1) - 1) * size
        last = min(first + size, _DEEPEST, len(matching))
        rows: list[tuple[float, Any]] = []
        if first < last and (by_day or page.sort == "datum"):
            rows = [(0.0, number) for number in self._columns.newest(matching, first, last)]
        elif first < last:
            top = searcher.search(wanted.ranked, limit=last)
            rows = [(top.score(place), top.docnum(place)) for place in range(first, min(last, top.scored_length()))]
        records = tuple((score, searcher.stored_fields(int(number))["record"]) for score, number in rows)
        return _Found(len(matching), records, self._columns.facets(matching), wanted.wanted)

    def suggest(self, prefix: str, limit: int) -> tuple[Completion, ...]:
        """The seam's ``suggest``."""
        beginning = joined(prefix)[:40]
        if len(beginning) < 2:
            return ()
        with self._lock:
            searcher = self._fresh()
            if not searcher.doc_count():
                return ()
            keys = [key.decode() for key in islice(searcher.reader().expand_prefix("completions", beginning), _MOST_COMPLETIONS)]
            keys.sort(key=lambda key: shown_completion(key)[0])
            found: dict[Completion, None] = {}
            for key in keys:
                if len(found) >= limit:
                    break
                if searcher.document_number(completions=key) is not None:
                    kind, shown = shown_completion(key)
                    found[Completion(shown, "nummer" if kind == NUMBER else "auftrag" if kind == ORDER else "lieferant")] = None
        return tuple(found)

    def _fresh(self) -> Searcher:
        if not self._searcher.up_to_date():
            # Not refresh(): it keeps segments that were merged away and forgets deletions in those it reuses.
            old, self._searcher = self._searcher, self._index.searcher()
            old.close()
            self._columns.follow(self._searcher)
        return self._searcher

    def close(self) -> None:
        """Gives the files back."""
        with self._lock:
            self._searcher.close()


def _hit(score: float, record: bytes, wanted: tuple[Wanted, ...]) -> Hit:
    document = unpack(record)
    because, snippet = explain(document, wanted)
    return Hit(
        document.eingangsnummer,
        document.sha256,
        document.name,
        document.doctype,
        document.orders,
        round(score, 3),
        because,
        snippet,
    )
