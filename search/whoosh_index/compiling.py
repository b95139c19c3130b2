"""A plan to a Whoosh query, with what its beginnings and misspellings were taken to mean in this index."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest
from itertools import islice

from whoosh import query as q
from whoosh.reading import IndexReader

from search.analysis import tokens
from search.explain import Wanted
from search.fold import fold, stem
from search.numbers import joined
from search.plan import FUZZY, MOST_EXPANSIONS, PREFIX, Alternative, Group, Plan
from search.query import Between, Equals, Query
from search.synonyms import single_words

_NUMBER, _ORDER, _PART, _CONFUSED, _SUPPLIER = 1000.0, 500.0, 200.0, 120.0, 50.0
_MOST_SCANNED = 3000
"""Terms looked at for one beginning: the bound on what a short one may cost in a large vocabulary."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """``matching`` decides which papers match, ``ranked`` the same with what lifts some of them."""

    matching: q.Query
    ranked: q.Query
    wanted: tuple[Wanted, ...]


def compiled(plan: Plan, query: Query, reader: IndexReader) -> Compiled:
    """The query for a plan and the filters of a parsed question."""
    wanted: list[Wanted] = []
    parts = [_group(group, reader, wanted) for group in plan.required]
    filters = [_any_of(query, field, reader) for field in dict.fromkeys(f.field for f in query.filters if not f.negated)]
    matching = q.And([*parts, *filters]) if parts or filters else q.Term("kind", "paper")
    refused = [_group(group, reader, []) for group in plan.excluded]
    refused += [_filter(found, reader) for found in query.filters if found.negated]
    lifts = [lift for group in plan.required for lift in _lifts(group)]
    ranked = q.AndMaybe(matching, q.Or(lifts)) if lifts else matching
    if refused:
        matching, ranked = q.AndNot(matching, q.Or(refused)), q.AndNot(ranked, q.Or(refused))
    return Compiled(matching.normalize(), ranked.normalize(), tuple(wanted))


def _group(group: Group, reader: IndexReader, wanted: list[Wanted]) -> q.Query:
    similar = [term for term in _similar(group.fuzzy, reader) if (term,) != group.alternatives[0].terms] if group.fuzzy else []
    begun = _begun(group.prefix, reader) if group.prefix else []
    terms = {term for alternative in group.alternatives for term in alternative.terms}
    wanted.append(Wanted(group.text, group.numeric, frozenset(terms | set(similar) | set(begun))))
    ways = [_alternative(alternative) for alternative in group.alternatives]
    ways += [
        q.ConstantScoreQuery(q.Or([q.Term("text", term) for term in some]), score)
        for some, score in ((similar, FUZZY), (begun, PREFIX))
        if some
    ]
    if group.all_of:
        ways.append(q.And([_group(part, reader, wanted) for part in group.all_of]))
    return ways[0] if len(ways) == 1 else q.Or(ways)


def _alternative(way: Alternative) -> q.Query:
    if len(way.terms) == 1:
        return q.Term("text", way.terms[0], boost=way.weight)
    if way.slop:
        return q.Phrase("text", list(way.terms), slop=way.slop, boost=way.weight)
    return q.And([q.Term("text", term, boost=way.weight) for term in way.terms])


def _similar(term: str, reader: IndexReader) -> list[str]:
    """Terms of the text with one letter changed, too many or missing, the first letter apart.

    Asked of each segment: only there Whoosh walks the words with an automaton, over all of them it compares one by one.
    """
    found = {
        text: None for leaf, _ in reader.leaf_readers() for text in islice(leaf.terms_within("text", term, 1, prefix=1), MOST_EXPANSIONS)
    }
    return [text for text in found if text.isalpha()][: MOST_EXPANSIONS // 2]


def _begun(prefix: str, reader: IndexReader) -> list[str]:
    """The most frequent terms of the text that begin so."""
    terms = islice(reader.expand_prefix("text", prefix), _MOST_SCANNED)
    words = [text for term in terms if (text := term.decode()).isalpha()]
    if len(words) <= MOST_EXPANSIONS // 2:
        return words
    return nlargest(MOST_EXPANSIONS // 2, words, key=lambda word: reader.doc_frequency("text", word))


def _lifts(group: Group) -> list[q.Query]:
    """What puts the exact number before the order, the order before the supplier, and all before mere text."""
    if not group.numeric:
        term = group.alternatives[0].terms
        return [_constant([q.Term("supplier", term[0])], _SUPPLIER)] if len(term) == 1 else []
    own = [a.terms[0] for a in group.alternatives if len(a.terms) == 1]
    sure = [term for term in own if not term.startswith("~")]
    lifts = [
        _constant([q.Term(field, term) for term in sure], score)
        for field, score in (("exact", _NUMBER), ("orders", _ORDER), ("numbers", _PART))
    ]
    lifts.append(_constant([q.Term("numbers", term) for term in own if term.startswith("~")], _CONFUSED))
    return [lift for lift in (*lifts, *(below for part in group.all_of for below in _lifts(part))) if lift != q.NullQuery]


def _constant(terms: list[q.Query], score: float) -> q.Query:
    if not terms:
        return q.NullQuery
    return q.ConstantScoreQuery(terms[0] if len(terms) == 1 else q.Or(terms), score)


def _any_of(query: Query, field: str, reader: IndexReader) -> q.Query:
    return q.Or([_filter(found, reader) for found in query.filters if found.field == field and not found.negated])


def _filter(found: Equals | Between, reader: IndexReader) -> q.Query:
    if isinstance(found, Between):
        return _range({"datum": "day", "betrag": "cents"}[found.field], found.low, found.high)
    if found.field == "auftrag":
        return q.Term("orders", joined(found.value))
    if found.field == "lieferant":
        return q.And([_supplier(token.terms[0], reader) for token in tokens(found.value) if token.terms and token.kind != "joined"])
    names = single_words(found.value) if found.field == "typ" else (_STATES.get(fold(found.value), fold(found.value)),)
    return q.Or(
        [q.Term(field, value) for field in ({"typ": "doctype", "status": "state"}[found.field],) for value in _named(names, field, reader)]
    )


_LARGEST = {"day": 99_999_999, "cents": 2**62}


def _range(field: str, low: int | None, high: int | None) -> q.Query:
    """Both ends are always given, and never out of what the field can hold."""
    first, last = min(max(low or 0, 0), _LARGEST[field]), min(_LARGEST[field] if high is None else high, _LARGEST[field])
    return q.NumericRange(field, first, last, constantscore=True) if first <= last else q.NullQuery


_STATES = {"abgelegt": "filed", "wartet": "waiting", "klarung": "waiting", "abgelehnt": "rejected"}


def _supplier(term: str, reader: IndexReader) -> q.Query:
    begun = [found.decode() for found in islice(reader.expand_prefix("supplier", term), MOST_EXPANSIONS)] if len(term) > 2 else []
    return q.Or([q.Term("supplier", word) for word in dict.fromkeys((term, *begun))])


def _named(names: tuple[str, ...], field: str, reader: IndexReader) -> list[str]:
    """The few values of a field that are called so, or else begin so."""
    values = [value.decode() for value in reader.lexicon(field)]
    same = [value for value in values if fold(value) in names or stem(fold(value)) in names]
    return same or [value for value in values if len(names[0]) > 2 and fold(value).startswith(names[0])]
