"""One look at an index whose questions are evaluated over arrays: what it knows besides who has which term comes from its engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from search.arrays.evaluating import Evaluation, Found, Postings
from search.index import IndexDocument
from search.question import Column, Likenesses, Node, Question, named
from search.record import SEPARATOR


class Shelves(Postings, Protocol):
    """Postings with the words in them."""

    likenesses: Likenesses

    def expect(self, terms: Iterable[tuple[str, str]]) -> None:
        """Who has these (field and term) will be asked for in a moment; they may be fetched together."""

    def similar(self, word: str) -> Mapping[str, int]: ...

    def misread(self, number: str) -> list[str]: ...

    def begun(self, prefix: str, most: int) -> list[str]: ...

    def ending(self, end: str, most: int) -> Mapping[str, int]: ...

    def known(self, words: Sequence[str]) -> Mapping[str, int]: ...

    def guesses(self, word: str) -> Mapping[str, int]: ...


class Kept(Protocol):
    """What an engine keeps beside the postings."""

    def documents(self, papers: Sequence[int]) -> list[IndexDocument]: ...

    def completions(self, beginning: str, most: int) -> list[str]: ...

    def offers(self, completion: str) -> bool: ...


class ArrayReader:
    """A reader (see :mod:`search.answering`) over ``shelves``; papers are known by their number."""

    def __init__(self, shelves: Shelves, kept: Kept) -> None:
        self._shelves = shelves
        self._evaluation = Evaluation(shelves)
        self.documents, self.completions, self.offers = kept.documents, kept.completions, kept.offers
        self.similar, self.misread = shelves.similar, shelves.misread
        self.begun, self.guesses = shelves.begun, shelves.guesses
        self.ending, self.known = shelves.ending, shelves.known
        self.likenesses = shelves.likenesses

    def count(self) -> int:
        return int(self._shelves.alive.sum())

    def bears(self, node: Node) -> bool:
        self._shelves.expect(named([node]))
        return bool((self._evaluation.scores(node)[self._shelves.alive] > 0).any())

    def values(self, column: Column) -> list[str]:
        return self._shelves.columns.values(column)

    def match(self, question: Question) -> Found:
        self._shelves.expect(named((*question.required, *question.excluded, *question.lifts)))
        return self._evaluation.match(question)

    def folders(self, papers: Sequence[int]) -> list[tuple[str, ...]]:
        named = self._shelves.columns.named("mappen", papers)
        return [tuple(orders.split(SEPARATOR)) if orders else () for orders in named]
