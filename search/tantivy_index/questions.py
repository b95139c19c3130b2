"""A question as a query of tantivy. Says nothing about what is worth what; that came with the question."""

from __future__ import annotations

from itertools import product

import tantivy
from tantivy import FieldType, Occur, Query

from search.question import AllOf, Among, AnyOf, Filed, Filter, InRow, Node, OneOf, Question, Word
from search.tantivy_index.schema import COLUMNS

_MOST = 2**62
_MOST_ROWS = 64
"""Ways a row of words may stand apart that are asked for one by one; beyond that tantivy's own slop has to do."""

_MOST_SINGLE = 200
"""Terms that are asked for one by one: a set of terms makes an automaton of them first and walks through all words with it."""


class Questions:
    """Queries over one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self.schema = schema

    def query(self, question: Question) -> Query:
        """The whole question."""
        parts = [(Occur.Must, self.node(node)) for node in question.required]
        parts += [(Occur.Must, self._plain(self._any([self._filter(way) for way in ways]))) for ways in question.filters]
        if not parts:
            parts.append((Occur.Must, self._plain(self.term("kind", "paper"))))
        parts += [(Occur.MustNot, self.node(node)) for node in question.excluded]
        parts += [(Occur.MustNot, self._filter(way)) for way in question.barred]
        parts += [(Occur.Should, self.node(lift)) for lift in question.lifts if lift.terms]
        return Query.boolean_query(parts)

    def node(self, node: Node) -> Query:
        """One node of a question."""
        match node:
            case Word():
                return Query.boost_query(Query.term_query(self.schema, "text", node.term, "freq"), node.weight)
            case AnyOf():
                return Query.const_score_query(self.terms(node.field, node.terms), node.score)
            case InRow():
                row = self._plain(self._any(self._rows(tuple(word.term for word in node.words), node.slop)))
                return self._all([row, *(self.node(word) for word in node.words)])
            case OneOf():
                return self._any([self.node(part) for part in node.nodes])
            case AllOf():
                return self._all([self.node(part) for part in node.nodes])

    def term(self, field: str, term: str) -> Query:
        """Who has a term; not worth anything."""
        return Query.term_query(self.schema, field, term, "basic")

    def terms(self, field: str, terms: tuple[str, ...]) -> Query:
        """Who has one of the terms."""
        if not terms:
            return Query.empty_query()
        if len(terms) > _MOST_SINGLE:
            return Query.term_set_query(self.schema, field, terms)
        return self._any([self.term(field, term) for term in terms])

    def _rows(self, terms: tuple[str, ...], slop: int) -> list[Query]:
        """The words at all distances that are allowed, because tantivy's slop would let them change places."""
        if slop ** (len(terms) - 1) > _MOST_ROWS:
            return [Query.phrase_query(self.schema, "text", list(terms), slop=(slop - 1) * (len(terms) - 1))]
        rows = []
        for steps in product(range(1, slop + 1), repeat=len(terms) - 1):
            places = [sum(steps[:count]) for count in range(len(terms))]
            rows.append(Query.phrase_query(self.schema, "text", list(zip(places, terms, strict=True))))
        return rows

    def _filter(self, way: Filter) -> Query:
        if isinstance(way, Among):
            return self.terms(COLUMNS[way.column], tuple(way.values))
        if isinstance(way, Filed):
            return self.terms("orders", tuple(way.orders))
        field, least = ("day", 1) if way.column == "datum" else ("cents", 0)
        low = least if way.low is None else min(max(way.low, least), _MOST)
        high = _MOST if way.high is None else max(min(way.high, _MOST), -_MOST)
        return Query.range_query(self.schema, field, FieldType.Integer, low, high)

    @staticmethod
    def _plain(query: Query) -> Query:
        """The query without worth."""
        return Query.const_score_query(query, 0.0)

    @staticmethod
    def _any(queries: list[Query]) -> Query:
        return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])

    @staticmethod
    def _all(queries: list[Query]) -> Query:
        return Query.boolean_query([(Occur.Must, query) for query in queries])
