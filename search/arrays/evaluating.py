"""A question against all papers at once: which match, and what each is worth. Arrays over papers in place of lists walked along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from search.arrays.columns import Columns, Mask
from search.question import AllOf, Among, AnyOf, Filed, Filter, InRow, Node, OneOf, Question, Word

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]
Scores = NDArray[np.float32]
NO_IDS: Ids = np.zeros(0, np.int32)
NO_WEIGHTS: Weights = np.zeros(0, np.float32)

_K1, _B = 1.2, 0.75


class Papers(NamedTuple):
    """Papers that have a term, in order, and how often it stands there."""

    ids: Ids
    weights: Weights


class Postings(Protocol):
    """Who has what, papers numbered from 0 on; ``alive`` leaves out those that were taken away."""

    columns: Columns
    alive: Mask

    def papers(self, field: str, term: str) -> Papers:
        """Who has a term."""

    def having(self, field: str, terms: tuple[str, ...]) -> Ids:
        """Who has one of the terms; papers may come twice."""

    def in_row(self, terms: tuple[str, ...], slop: int) -> Ids:
        """Who has the terms of the text in order, each at most ``slop`` positions after the one before."""


@dataclass(frozen=True, slots=True)
class Found:
    """The papers that match, in order of number, with what they are worth."""

    columns: Columns
    ids: Ids
    scores: Scores

    @property
    def total(self) -> int:
        return len(self.ids)

    def facets(self) -> dict[str, tuple[tuple[str, int], ...]]:
        return self.columns.facets(self.ids)

    def ranked(self, first: int, last: int, *, by_day: bool) -> list[tuple[float, int]]:
        if by_day:
            return [(0.0, int(number)) for number in self.columns.newest(self.ids, first, last)]
        best = _best(self.scores, last)[first:last]
        return [(float(self.scores[place]), int(self.ids[place])) for place in best]


def _best(scores: Scores, count: int) -> NDArray[np.intp]:
    """The places of the ``count`` best, earlier papers first among equals."""
    if len(scores) <= 4 * count:
        return np.argsort(-scores, kind="stable")[:count]
    least = np.partition(scores, len(scores) - count)[len(scores) - count]
    likely = np.flatnonzero(scores >= least)
    return likely[np.argsort(-scores[likely], kind="stable")[:count]]


class Evaluation:
    """One look at an index for one question."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        lengths = postings.columns.lengths
        self._average = max(float(lengths.mean()) if len(lengths) else 1.0, 1.0)

    def match(self, question: Question) -> Found:
        """The papers that match."""
        scores = self._nothing()
        hit = self._postings.alive.copy()
        for node in question.required:
            own = self.scores(node)
            hit &= own > 0
            scores += own
        for ways in question.filters:
            hit &= np.logical_or.reduce([self._through(way) for way in ways])
        for way in question.barred:
            hit &= ~self._through(way)
        for node in question.excluded:
            hit &= self.scores(node) <= 0
        for lift in question.lifts:
            scores += self.scores(lift)
        ids = np.flatnonzero(hit).astype(np.int32)
        return Found(self._postings.columns, ids, scores[ids])

    def _nothing(self) -> Scores:
        return np.zeros(len(self._postings.alive), np.float32)

    def scores(self, node: Node) -> Scores:
        """What each paper is worth; 0 does not match."""
        scores = self._nothing()
        match node:
            case Word():
                papers = self._worth(node)
                scores[papers.ids] = papers.weights
            case AnyOf():
                scores[self._postings.having(node.field, node.terms)] = node.score
            case InRow():
                scores[self._in_row(node)] = 1
                scores *= sum(self.scores(word) for word in node.words)
            case OneOf():
                self._add(node, scores)
            case AllOf():
                each = [self.scores(part) for part in node.nodes]
                scores = np.where(np.logical_and.reduce([part > 0 for part in each]), sum(each), 0).astype(np.float32)
        return scores

    def _add(self, node: OneOf, scores: Scores) -> None:
        """Words are added where they stand: most of what is asked for is in few papers."""
        for part in node.nodes:
            if isinstance(part, Word):
                papers = self._worth(part)
                scores[papers.ids] += papers.weights
            elif isinstance(part, AnyOf):
                once = np.zeros(len(scores), np.bool_)
                once[self._postings.having(part.field, part.terms)] = True
                scores[once] += part.score
            else:
                scores += self.scores(part)

    def _in_row(self, node: InRow) -> Ids:
        return self._postings.in_row(tuple(word.term for word in node.words), node.slop)

    def _worth(self, word: Word) -> Papers:
        """Who has a word of the text, with what that is worth there (BM25)."""
        found = self._postings.papers("text", word.term)
        rarity = np.log(len(self._postings.alive) / (len(found.ids) + 1)) + 1
        # More than nothing, whatever its logarithm says: who has the word matches.
        weight = max(rarity, 0.01) * word.weight * (_K1 + 1)
        lengths = self._postings.columns.lengths[found.ids]
        norms = _K1 * (1 - _B + _B / self._average * lengths)
        return Papers(found.ids, (weight * found.weights / (found.weights + norms)).astype(np.float32))

    def _through(self, way: Filter) -> Mask:
        columns = self._postings.columns
        if isinstance(way, Among):
            return columns.among(way.column, way.values)
        if isinstance(way, Filed):
            mask = np.zeros(len(self._postings.alive), np.bool_)
            mask[self._postings.having("orders", tuple(way.orders))] = True
            return mask
        return columns.between(way.column, way.low, way.high)


def rows(places: list[NDArray[np.int64]], slop: int, span: int) -> Ids:
    """Papers in which terms follow each other. ``places`` hold where each stands, in order, as paper times ``span`` plus position."""
    at = places[0]
    for after in places[1:]:
        if not len(at) or not len(after):
            return NO_IDS
        before = np.searchsorted(at, after) - 1  # The last place in front of each; -1 is none.
        at = after[(before >= 0) & (at[before] >= after - slop)]
    papers = (at // span).astype(np.int32)
    return papers[np.flatnonzero(np.diff(papers, prepend=-1))]
