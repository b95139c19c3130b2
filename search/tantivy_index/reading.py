"""One look at a tantivy index: its words, what matches a question, and the papers themselves."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any

from tantivy import DocAddress, Query, Searcher

from search.fold import fold, stem
from search.index import IndexDocument
from search.neighbours import far, misread, similar
from search.question import Column, Likenesses, Node, Question
from search.record import SEPARATOR, unpack
from search.tantivy_index.questions import Questions
from search.tantivy_index.schema import COLUMNS, HOME, at_home

_MOST_VALUES, _ALL_VALUES = 30, 100_000
_LOOKED_THROUGH = 8
"""Papers with something like a word that are looked through for it, to offer what was meant."""
_WORD, _FURTHER = re.compile(r"[^\W\d_]+"), 4
"""An ending and written-out umlauts make a word so much longer than its term."""
_FACETS = {**COLUMNS, "jahr": "year"}


Homes = dict[tuple[int | None, ...], tuple[str, ...]]
_COUNTING = ThreadPoolExecutor(2, "facets")
"""tantivy lets go of the interpreter while it works, so counting goes on beside ranking and the reasons."""


class TantivyMatch:
    """What matches one query; its facets and total come from one pass over it, its best from another that skips most."""

    def __init__(self, searcher: Searcher, query: Query) -> None:
        self._searcher = searcher
        self._query = query
        wanted = {name: {"terms": {"field": field, "size": _MOST_VALUES}} for name, field in _FACETS.items()}
        self._counting = _COUNTING.submit(searcher.aggregate, query, wanted)

    @property
    def total(self) -> int:
        states = self._counted["status"]
        return sum(int(bucket["doc_count"]) for bucket in states["buckets"]) + int(states["sum_other_doc_count"])

    def facets(self) -> dict[str, tuple[tuple[str, int], ...]]:
        found = {
            name: tuple((str(bucket["key"]), int(bucket["doc_count"])) for bucket in counted["buckets"])
            for name, counted in self._counted.items()
        }
        found["jahr"] = tuple(sorted(((year, count) for year, count in found["jahr"] if year != "0"), reverse=True))
        return found

    @cached_property
    def _counted(self) -> dict[str, Any]:
        return self._counting.result()

    def ranked(self, first: int, last: int, *, by_day: bool) -> list[tuple[float, DocAddress]]:
        by = "day" if by_day else None
        hits = self._searcher.search(self._query, last - first, count=False, order_by_field=by, offset=first).hits
        return [(0.0 if by_day else float(score), address) for score, address in hits]


def _perhaps(word: str, other: str) -> bool:
    """Whether two words may differ in no more than two letters: as many are in only one of them. Quick to tell."""
    return abs(len(word) - len(other)) <= 2 and len(set(word) ^ set(other)) <= 4  # each step takes one away and adds one


class TantivyReader:
    """A reader (see :mod:`search.answering`). ``homes`` keeps which orders stand behind numbers; they never change."""

    def __init__(self, searcher: Searcher, questions: Questions, homes: Homes, likenesses: Likenesses) -> None:
        self._searcher = searcher
        self._questions = questions
        self._homes = homes
        self.likenesses = likenesses
        self._counts: dict[str, int] = {}

    def count(self) -> int:
        return int(self._searcher.num_docs)

    def bears(self, node: Node) -> bool:
        return bool(self._searcher.search(self._questions.node(node), 1, count=False).hits)

    def similar(self, word: str) -> Mapping[str, int]:
        return self._borne(similar(word))

    def _borne(self, terms: Collection[str]) -> dict[str, int]:
        """Those of the terms that stand anywhere, with the number of papers each is in. Likenesses and compounds ask for the same."""
        counts, count = self._counts, self._searcher.doc_freq
        for term in terms:
            if term not in counts:
                counts[term] = count("text", term)
        return {term: counts[term] for term in terms if counts[term]}

    def misread(self, number: str) -> list[str]:
        return [term for term in sorted(misread(number)) if self._searcher.doc_freq("text", term)]

    def begun(self, prefix: str, most: int) -> list[str]:
        words = self._searcher.terms_with_prefix("text", prefix, limit=2 * most)  # the most frequent ones; some have digits in them
        return [term for term, _ in words if term.isalpha()][:most]

    def ending(self, end: str, most: int) -> Mapping[str, int]:
        words = self._searcher.terms_with_prefix("backwards", end[::-1], limit=most + 1)
        return {term[::-1]: count for term, count in words if len(term) > len(end)}

    def known(self, words: Sequence[str]) -> Mapping[str, int]:
        return self._borne(words)

    def guesses(self, word: str) -> Mapping[str, int]:
        query = Query.fuzzy_term_query(self._questions.schema, "text", word, distance=2)
        found = [address for _, address in self._searcher.search(query, _LOOKED_THROUGH, count=False).hits]
        texts = (text for document in self.documents(found) for text in document.text)
        words = {stem(fold(raw)) for text in texts for raw in _WORD.findall(text) if abs(len(raw) - len(word)) <= _FURTHER}
        return self._borne([term for term in words if _perhaps(word, term) and far(word, term) <= 2])

    def values(self, column: Column) -> list[str]:
        counted = self._searcher.aggregate(Query.all_query(), {"all": {"terms": {"field": COLUMNS[column], "size": _ALL_VALUES}}})
        return [str(bucket["key"]) for bucket in counted["all"]["buckets"]]

    def match(self, question: Question) -> TantivyMatch:
        return TantivyMatch(self._searcher, self._questions.query(question))

    def documents(self, papers: Sequence[DocAddress]) -> list[IndexDocument]:
        return [unpack(self._searcher.doc(address)["record"][0]) for address in papers]

    def folders(self, papers: Sequence[DocAddress]) -> list[tuple[str, ...]]:
        addresses, homes = list(papers), self._homes
        keys = list(zip(*(self._searcher.fast_field_values(name, addresses) for name in HOME), strict=True))
        for address, key in zip(addresses, keys, strict=True):
            if key not in homes:
                homes[key] = self._home(address, tuple(int(part or 0) for part in key))
        return [homes[key] for key in keys]

    def _home(self, address: DocAddress, home: tuple[int, ...]) -> tuple[str, ...]:
        found = at_home(home)
        return tuple(self._searcher.doc(address)["folders"][0].split(SEPARATOR)) if found is None else found

    def completions(self, beginning: str, most: int) -> list[str]:
        return [key for key, _ in self._searcher.terms_with_prefix("completions", beginning, limit=most)]

    def offers(self, completion: str) -> bool:
        return bool(self._searcher.search(self._questions.term("completions", completion), 1, count=False).hits)
