"""Asking a build: one long-lived searcher that is refreshed when somebody wrote, shared by all threads one after the other."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.index import FileIndex
from whoosh.searching import Searcher

from search.analysis import tokens
from search.explain import Wanted, explain
from search.index import Completion, Hit, IndexDocument, Page, Results
from search.numbers import joined
from search.plan import Plan, plan
from search.query import Query, parse
from search.whoosh_index.evaluating import Evaluation, Scores
from search.whoosh_index.schema import MARK, NUMBER, ORDER, shown_completion, unpack
from search.whoosh_index.segments import Segments

_DEEPEST, _LARGEST = 1000, 100
_MOST_COMPLETIONS = 400


class Searching:
    """All reading of one build. Whoosh errors go through; the engine above decides what they mean."""

    def __init__(self, index: FileIndex) -> None:
        self._lock = threading.Lock()
        self._index = index
        self._segments = Segments(Path(index.storage.folder))
        self._searcher: Searcher = index.searcher()
        self._segments.follow(self._searcher)

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
            evaluation = Evaluation(self._segments)
            matching, scores = evaluation.matching(asked, parsed)
            rows = self._rows(matching, scores, page, by_day=page.sort == "datum" or not asked.required)
            records = [(score, searcher.stored_fields(number)["record"]) for score, number in rows]
            facets = self._segments.columns.facets(matching)
            meant = "" if len(matching) else self._meant(searcher, asked, parsed)
        return Results(len(matching), tuple(_hit(score, record, evaluation.wanted) for score, record in records), facets, meant)

    def _meant(self, searcher: Searcher, asked: Plan, parsed: Query) -> str:
        """The question with words that stand nowhere replaced by similar ones that do, if it finds something then; else ""."""
        text = " ".join(f'"{word.text}"' if word.phrase else word.text for word in parsed.words if not word.negated)
        for group in asked.required:
            if group.fuzzy and not Evaluation(self._segments).scores(group).any():
                term = self._segments.guess(group.fuzzy)
                found = self._segments.papers("text", term).ids
                if not term or not len(found):
                    return ""
                text = text.replace(group.text, _printed(unpack(searcher.stored_fields(int(found[0]))["record"]), term), 1)
        again = parse(text)
        return text if len(Evaluation(self._segments).matching(plan(again), again)[0]) else ""

    def _rows(self, matching: NDArray[np.int32], scores: Scores, page: Page, *, by_day: bool) -> list[tuple[float, int]]:
        """Score and number of the papers of one page of the result."""
        size = max(1, min(page.size, _LARGEST))
        first = (max(page.number, 1) - 1) * size
        last = min(first + size, _DEEPEST, len(matching))
        if first >= last:
            return []
        if by_day:
            return [(0.0, int(number)) for number in self._segments.columns.newest(matching, first, last)]
        best = np.argsort(-scores, kind="stable")[first:last]
        return [(float(scores[place]), int(matching[place])) for place in best]

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
            self._segments.follow(self._searcher)
        return self._searcher

    def close(self) -> None:
        """Gives the files back."""
        with self._lock:
            self._searcher.close()


def _printed(document: IndexDocument, term: str) -> str:
    """How a term is written in a paper, the term itself when it stands in no text."""
    words = (text[token.start : token.end] for text in document.text for token in tokens(text) if token.terms[:1] == (term,))
    return next(words, term)


def _hit(score: float, record: bytes, wanted: Sequence[Wanted]) -> Hit:
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
