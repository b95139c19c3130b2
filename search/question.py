"""A question as engines evaluate it: what must match, what that is worth, what filters let through. Terms only, no German.

Every engine gives the same meaning to these few kinds of nodes; that is all of ranking it has to know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from search.explain import Wanted

Column = Literal["typ", "lieferant", "status"]


@dataclass(frozen=True, slots=True)
class Word:
    """A term of the text, worth ``weight`` times what BM25 says."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Papers with at least one of the terms of a field, worth ``score`` whatever it is. No terms match nothing."""

    field: Literal["text", "exact", "numbers", "orders", "supplier"]
    terms: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class InRow:
    """Terms of the text in order, each at most ``slop`` positions after the one before; worth as much as its words."""

    words: tuple[Word, ...]
    slop: int


@dataclass(frozen=True, slots=True)
class AllOf:
    """All nodes match; worth their sum."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """At least one node matches; worth the sum of those that do."""

    nodes: tuple[Node, ...]


Node = Word | AnyOf | InRow | AllOf | OneOf


@dataclass(frozen=True, slots=True)
class Among:
    """Papers whose value in a column is one of these."""

    column: Column
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Filed:
    """Papers of one of these orders, numbers as :func:`search.numbers.joined` writes them."""

    orders: frozenset[str]


@dataclass(frozen=True, slots=True)
class Within:
    """Papers with a day (yyyymmdd) or amount (cents) between both ends, which are included; ``None`` is open."""

    column: Literal["datum", "betrag"]
    low: int | None
    high: int | None


Filter = Among | Filed | Within


@dataclass(frozen=True, slots=True)
class Question:
    """All ``required`` nodes match and no ``excluded`` one; of each group of ``filters`` one lets the paper through, ``barred`` none.

    ``lifts`` add to what a paper that matches is worth. ``wanted`` is what the reasons are made of.
    """

    required: tuple[Node, ...]
    excluded: tuple[Node, ...]
    lifts: tuple[AnyOf, ...]
    filters: tuple[tuple[Filter, ...], ...]
    barred: tuple[Filter, ...]
    wanted: tuple[Wanted, ...]


def named(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    """Field and term of everything that nodes speak of."""
    for node in nodes:
        match node:
            case Word():
                yield "text", node.term
            case AnyOf():
                yield from ((node.field, term) for term in node.terms)
            case InRow():
                yield from (("text", word.term) for word in node.words)
            case AllOf() | OneOf():
                yield from named(node.nodes)


Likenesses = dict[tuple[str, str], tuple[str, ...]]


class Stock(Protocol):
    """What an index knows of its own words and values: what a question is understood with."""

    @property
    def likenesses(self) -> Likenesses:
        """What was found out about words since the index last changed: who types asks for the same again and again."""

    def bears(self, node: Node) -> bool:
        """Whether any paper matches."""

    def similar(self, word: str) -> Mapping[str, int]:
        """Words that differ in one letter or none, with the number of papers each is in; in short ones it is not the first."""

    def misread(self, number: str) -> list[str]:
        """Terms of long numbers that may be a misreading of ``number``: a letter in place of a digit, or one character too many or few."""

    def begun(self, prefix: str, most: int) -> list[str]:
        """The most frequent words that begin so."""

    def ending(self, end: str, most: int) -> Mapping[str, int]:
        """The most frequent words that end so, without the one that is nothing more, with the number of papers each is in."""

    def known(self, words: Sequence[str]) -> Mapping[str, int]:
        """Those of the words that stand anywhere, with the number of papers each is in."""

    def guesses(self, word: str) -> Mapping[str, int]:
        """Words that differ in two letters, with the number of papers each is in."""

    def values(self, column: Column) -> list[str]:
        """All values of a column."""
