"""A plan against all papers at once: which match, and what each is worth. Arrays over papers instead of Whoosh's matchers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.analysis import tokens
from search.explain import Wanted
from search.fold import fold, stem
from search.numbers import joined
from search.plan import CONFUSED, FUZZY, MOST_EXPANSIONS, PREFIX, Alternative, Group, Plan
from search.query import Between, Equals, Query
from search.synonyms import single_words
from search.whoosh_index.columns import Mask
from search.whoosh_index.segments import Segments

_NUMBER, _ORDER, _PART, _CONFUSED, _SUPPLIER = 1000.0, 500.0, 200.0, 120.0, 50.0
_STATES = {"abgelegt": "filed", "wartet": "waiting", "klarung": "waiting", "abgelehnt": "rejected"}

Scores = NDArray[np.float32]


@dataclass(slots=True)
class Evaluation:
    """One question against the segments. ``wanted`` fills up with what the groups were taken to mean."""

    segments: Segments
    wanted: list[Wanted] = field(default_factory=list)

    def matching(self, plan: Plan, query: Query) -> tuple[NDArray[np.int32], Scores]:
        """The papers that match, in order of number, with what they are worth."""
        scores = self._nothing()
        hit = self._papers()
        for group in plan.required:
            own = self.scores(group)
            hit &= own > 0
            scores += own
        hit &= self._filters(query)
        for group in plan.excluded:
            hit &= Evaluation(self.segments).scores(group) <= 0
        for group in plan.required:
            self._lift(group, scores)
        ids = np.flatnonzero(hit).astype(np.int32)
        return ids, scores[ids]

    def _nothing(self) -> Scores:
        return np.zeros(len(self.segments.alive), np.float32)

    def _papers(self) -> Mask:
        mask = np.zeros(len(self.segments.alive), np.bool_)
        mask[self.segments.papers("kind", "paper").ids] = True
        return mask & self.segments.alive

    def scores(self, group: Group) -> Scores:
        """What each paper is worth for one thing asked for; 0 does not match."""
        scores = self._nothing()
        terms = {term for way in group.alternatives for term in way.terms}
        for way in group.alternatives:
            scores += self._way(way)
        for found, score in self._likely(group, terms):
            scores[np.unique(found)] += score
        place = len(self.wanted)
        if group.all_of:
            parts = [self.scores(part) for part in group.all_of]
            scores += np.where(np.logical_and.reduce([part > 0 for part in parts]), sum(parts), 0)
        like: set[str] = set()
        if group.numeric and not (scores[self.segments.alive] > 0).any():
            ids, like = self.segments.misread(group.alternatives[0].terms[0], MOST_EXPANSIONS // 2)
            scores[ids] += CONFUSED
        self.wanted.insert(place, Wanted(group.text, group.numeric, frozenset(terms | like), frozenset(like)))
        return scores

    def _likely(self, group: Group, terms: set[str]) -> list[tuple[NDArray[np.int32], float]]:
        """Papers with words that are like the group's or begin so; the words are added to ``terms``."""
        found = []
        if group.misread:
            terms |= set(group.misread)
            found.append((np.concatenate([self.segments.papers("text", term).ids for term in group.misread]), FUZZY))
        if group.fuzzy:
            ids, words = self.segments.similar(group.fuzzy, MOST_EXPANSIONS // 2)
            terms |= words
            found.append((ids, FUZZY))
        if group.prefix:
            ids, words = self.segments.begun(group.prefix, MOST_EXPANSIONS // 2)
            terms |= words
            found.append((ids, PREFIX))
        return found

    def _way(self, way: Alternative) -> Scores:
        scores = self._nothing()
        found = [self.segments.worth(term) for term in way.terms]
        for each in found:
            scores[each.ids] += each.weights * way.weight
        if len(found) == 1:
            return scores
        if way.slop:
            hit = self.segments.phrase(way.terms, way.slop)
            kept = self._nothing()
            kept[hit] = scores[hit]
            return kept
        for each in found:
            missing = np.ones(len(scores), np.bool_)
            missing[each.ids] = False
            scores[missing] = 0
        return scores

    def _lift(self, group: Group, scores: Scores) -> None:
        """Puts the exact number before the order, the order before the supplier, and all before mere text."""
        own = [way.terms[0] for way in group.alternatives if len(way.terms) == 1]
        if not group.numeric:
            if len(group.alternatives[0].terms) == 1:
                self._add(scores, "supplier", own[:1], _SUPPLIER)
            return
        sure = [term for term in own if not term.startswith("~")]
        for name, score in (("exact", _NUMBER), ("orders", _ORDER), ("numbers", _PART)):
            self._add(scores, name, sure, score)
        self._add(scores, "numbers", [term for term in own if term.startswith("~")], _CONFUSED)
        for part in group.all_of:
            self._lift(part, scores)

    def _add(self, scores: Scores, name: str, terms: list[str], score: float) -> None:
        found = [self.segments.papers(name, term).ids for term in terms]
        if found:
            scores[np.unique(np.concatenate(found))] += score

    def _filters(self, query: Query) -> Mask:
        """The papers that all filters let through: one of the values of each field, and none of what is excluded."""
        mask = np.ones(len(self.segments.alive), np.bool_)
        for name in {found.field for found in query.filters if not found.negated}:
            ways = [self._filter(found) for found in query.filters if found.field == name and not found.negated]
            mask &= np.logical_or.reduce(ways)
        for found in query.filters:
            if found.negated:
                mask &= ~self._filter(found)
        return mask

    def _filter(self, found: Equals | Between) -> Mask:
        columns = self.segments.columns
        if isinstance(found, Between):
            return columns.between(found.field, found.low, found.high)
        if found.field == "auftrag":
            mask = np.zeros(len(self.segments.alive), np.bool_)
            mask[self.segments.papers("orders", joined(found.value)).ids] = True
            return mask
        if found.field == "lieferant":
            return columns.among("lieferant", lambda values: _suppliers(found, values))
        names = single_words(found.value) if found.field == "typ" else (_STATES.get(fold(found.value), fold(found.value)),)
        return columns.among(found.field, lambda values: _named(names, values))


def _suppliers(found: Equals, values: list[str]) -> set[str]:
    """Suppliers of just this name, or with words that begin as all of those asked for."""
    if found.whole:
        return {value for value in values if joined(value) == joined(found.value)}
    asked = [token.terms[0] for token in tokens(found.value) if token.terms and token.kind != "joined"]
    return {value for value in values if asked and all(_begins(term, value) for term in asked)}


def _begins(term: str, value: str) -> bool:
    own = [other for token in tokens(value) for other in token.terms]
    return term in own or (len(term) > 2 and any(other.startswith(term) for other in own))


def _named(names: tuple[str, ...], values: list[str]) -> set[str]:
    """The few values of a field that are called so, or else begin so."""
    same = {value for value in values if fold(value) in names or stem(fold(value)) in names}
    return same or {value for value in values if len(names[0]) > 2 and fold(value).startswith(names[0])}
