"""A plan with what the index knows, as one :class:`Question`: words get their misreadings, names of filters the values they mean.

The one place that says what a match is worth. Asks the index for words only; evaluating is the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from search.analysis import tokens
from search.explain import Wanted
from search.fold import fold, stem
from search.heads import headed
from search.neighbours import SHARE, swapped
from search.numbers import joined
from search.plan import CONFUSED, FUZZY, HEAD, LONG_NUMBER, MOST_EXPANSIONS, PREFIX, SHORTEST_PREFIX, SYNONYM, Alternative, Group, Plan
from search.query import Between, Equals, Query
from search.question import AllOf, Among, AnyOf, Column, Filed, Filter, InRow, Node, OneOf, Question, Stock, Within, Word
from search.synonyms import single_words

_NUMBER, _ORDER, _PART, _CONFUSED, _SUPPLIER, _TYPED, _SAME = 1000.0, 500.0, 200.0, 120.0, 50.0, 10.0, 0.01
_STATES = {"abgelegt": "filed", "wartet": "waiting", "klarung": "waiting", "abgelehnt": "rejected"}
_RARE = 2
"""Papers a misreading of a word may be in, whatever share of those the word is in that is."""
_MOST_SIMILAR, _MOST_KEPT = 400, 5_000

Lacking = Mapping[str, frozenset[str]]
"""For each document type the orders whose folders lack such a paper."""


def understood(plan: Plan, query: Query, stock: Stock, lacking: Lacking) -> Question:
    """What the plan means to this index."""
    reading = _Reading(stock)
    required = tuple(reading.node(group) for group in plan.required)
    lifts = tuple(lift for group in plan.required for lift in _lifts(group))
    filters = _Filters(stock, lacking)
    positive = sorted((found for found in query.filters if not found.negated), key=lambda found: found.field)
    return Question(
        required,
        tuple(_Reading(stock).node(group) for group in plan.excluded),
        lifts,
        tuple(tuple(filters.filter(found) for found in alike) for _, alike in groupby(positive, key=lambda found: found.field)),
        tuple(filters.filter(found) for found in query.filters if found.negated),
        tuple(reading.wanted),
    )


@dataclass(slots=True)
class _Reading:
    """``wanted`` fills up with what the groups were taken to mean."""

    stock: Stock
    wanted: list[Wanted] = field(default_factory=list)

    def node(self, group: Group) -> Node:
        sure = frozenset(term for way in group.alternatives for term in way.terms)
        terms = set(sure)
        nodes = [_way(way) for way in group.alternatives]
        likely = list(self._likely(group))
        terms |= {term for node in likely for term in node.terms}
        place = len(self.wanted)
        parts = (AllOf(tuple(self.node(part) for part in group.all_of)),) if group.all_of else ()
        node = OneOf((*nodes, *likely, *parts))
        like = self._misread(group, node)
        self.wanted.insert(place, Wanted(group.text, group.numeric, frozenset((*terms, *like)), frozenset(like), sure))
        return OneOf((*node.nodes, AnyOf("text", like, CONFUSED))) if like else node

    def _likely(self, group: Group) -> Iterator[AnyOf]:
        """Words that are like the group's, begin so or end so."""
        if group.misread:
            yield AnyOf("text", group.misread, FUZZY)
        if group.fuzzy:
            yield AnyOf(
                "text", self._once(f"{group.fuzzy} {group.whole}", "like", lambda: similar(self.stock, group.fuzzy, group.whole)), FUZZY
            )
        if group.prefix:
            begun = self._once(group.prefix, "begun", lambda: self.stock.begun(group.prefix, _most_begun(group.prefix)))
            yield AnyOf("text", begun, PREFIX)
        if group.head:
            yield AnyOf("text", self._once(group.head, "ended", lambda: headed(self.stock, group.head)[:MOST_EXPANSIONS]), HEAD)

    def _once(self, word: str, kind: str, find: Callable[[], Iterable[str]]) -> tuple[str, ...]:
        """What is found for a word, looked for once as long as the index stays as it is."""
        kept = self.stock.likenesses
        found = kept.get((kind, word))
        if found is None:
            if len(kept) > _MOST_KEPT:
                kept.clear()
            found = kept[kind, word] = tuple(find())
        return found

    def _misread(self, group: Group, node: Node) -> tuple[str, ...]:
        """What a number may have been misread as, if it stands nowhere as it is."""
        if not group.numeric or len(group.alternatives[0].terms[0]) < LONG_NUMBER or self.stock.bears(node):
            return ()
        return tuple(self.stock.misread(group.alternatives[0].terms[0])[: MOST_EXPANSIONS // 2])


def _most_begun(prefix: str) -> int:
    """A short beginning is that of so many words that more of them tell nothing, and each costs."""
    return MOST_EXPANSIONS // 2 if len(prefix) > SHORTEST_PREFIX else MOST_EXPANSIONS // 5


def similar(stock: Stock, word: str, whole: str = "") -> tuple[str, ...]:
    """What may be a misreading of this word, or of ``whole``, the same word with its ending.

    A misreading is rare beside the word it comes from. What is like it and frequent is another word, unless this one stands
    nowhere: then it was mistyped.
    """
    counts = dict(stock.similar(word))
    own = counts.pop(word, 0)
    if whole:
        counts = {**stock.similar(whole), **counts}
    likely = [term for term, count in counts.items() if not own or count <= max(_RARE, own * SHARE)]
    return tuple(sorted(likely, key=lambda term: -counts[term])[:_MOST_SIMILAR])


def guess(stock: Stock, word: str) -> str:
    """The most frequent word with two neighbours swapped, or else two letters different, that stands in several papers; "" for none."""
    counts = {term: count for term, count in stock.known(sorted(swapped(word) - {word})).items() if count > 1} or stock.guesses(word)
    best = max(counts, key=lambda term: (counts[term], term), default="")
    return best if best and counts[best] > 1 else ""


def _way(way: Alternative) -> Node:
    words = tuple(Word(term, way.weight) for term in way.terms)
    if len(words) == 1:
        return words[0] if way.weight != SYNONYM else AnyOf("text", way.terms, _SAME)
    return InRow(words, way.slop) if way.slop else AllOf(words)


def _lifts(group: Group) -> Iterator[AnyOf]:
    """Puts the exact number before the order, the order before the supplier, and all before mere text, the very word first in that.

    A rare likeness would be worth more than the word itself that stands everywhere; a rare word of the same meaning would, too.
    """
    own = tuple(way.terms[0] for way in group.alternatives if len(way.terms) == 1)
    if not group.numeric:
        if len(group.alternatives[0].terms) == 1:
            yield AnyOf("supplier", own[:1], _SUPPLIER)
            yield AnyOf("text", own[:1], _TYPED)
        return
    sure = tuple(term for term in own if not term.startswith("~"))
    yield AnyOf("exact", sure, _NUMBER)
    yield AnyOf("orders", sure, _ORDER)
    yield AnyOf("numbers", sure, _PART)
    yield AnyOf("numbers", tuple(term for term in own if term.startswith("~")), _CONFUSED)
    for part in group.all_of:
        yield from _lifts(part)


@dataclass(frozen=True, slots=True)
class _Filters:
    stock: Stock
    lacking: Lacking

    def filter(self, found: Equals | Between) -> Filter:
        if isinstance(found, Between):
            return Within(found.field, found.low, found.high)
        if found.field == "auftrag":
            return Filed(frozenset((joined(found.value),)))
        if found.field == "fehlt":
            kinds = _named(single_words(found.value), list(self.lacking))
            return Filed(frozenset(joined(order) for kind in kinds for order in self.lacking[kind]))
        return Among(found.field, frozenset(self._values(found, found.field)))

    def _values(self, found: Equals, column: Column) -> set[str]:
        values = self.stock.values(column)
        if column == "lieferant":
            return _suppliers(found, values)
        return _named(single_words(found.value) if column == "typ" else (_STATES.get(fold(found.value), fold(found.value)),), values)


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
