"""A question as groups of alternative terms with weights, ready for any engine. All groups must match, none of the excluded may.

The bounds on what a question may cost are set here: which words may be completed, which may be misspelt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from archive.order import folded as confused
from search.analysis import Token, tokens
from search.compounds import complete, parts
from search.fold import fold, stem
from search.query import Query, Words
from search.synonyms import LONGEST, synonyms

EXACT, JOINED, SYNONYM, SPLIT, FUZZY, PREFIX, HEAD, CONFUSED = 1.0, 1.0, 0.8, 0.5, 0.3, 0.4, 0.4, 0.5
_LABELS = frozenset((stem("nummer"),))
SHORTEST_FUZZY, SHORTEST_PREFIX, SHORTEST_HEAD, MOST_EXPANSIONS = 5, 3, 3, 200
SHORTEST_ANY_START, SHORTEST_LEFT, MOST_SWAPPED = 8, 3, 4
"""Letters of a word whose first may be wrong, too; letters that must be left of one whose others were read as digits; places
where m and rn are exchanged."""
LONG_NUMBER, SHORTENED = 8, 10
"""Length from which a number may be misread, and from which a character of it may be missing."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that must all be in a paper; ``slop`` 0 anywhere, else in order and at most so many positions apart."""

    terms: tuple[str, ...]
    weight: float = EXACT
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """One thing asked for. ``all_of`` are groups that together are one more alternative.

    ``fuzzy`` is a term that may also stand in the paper with one letter wrong, ``prefix`` the beginning of a term; "" is none.
    ``whole`` is the same word with its ending: where the ending was misread, it is part of the term.
    ``head`` is a word that compounds may end with.
    ``misread`` are terms that OCR makes of it when it takes letters for digits, m for rn or rn for m.
    ``numeric`` says that the alternatives are numbers, which are worth most where they are a value of the paper.
    """

    alternatives: tuple[Alternative, ...]
    text: str
    numeric: bool = False
    fuzzy: str = ""
    whole: str = ""
    prefix: str = ""
    head: str = ""
    misread: tuple[str, ...] = ()
    all_of: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """``required`` groups must all match, ``excluded`` ones must not. ``hopeless``: words were given but none says anything."""

    required: tuple[Group, ...]
    excluded: tuple[Group, ...]
    hopeless: bool


def plan(query: Query) -> Plan:
    """The plan of a parsed question."""
    required: list[Group] = []
    excluded: list[Group] = []
    for (phrase, negated), clauses in groupby(query.words, key=lambda word: (word.phrase, word.negated)):
        target = excluded if negated else required
        if phrase:
            target += [group for clause in clauses if (group := _phrase(clause.text))]
        elif negated:
            target += [group for clause in clauses for group in _exactly(_groups(clause.text))]
        else:
            target += _words(list(clauses), query)
    positive = [word for word in query.words if not word.negated]
    return Plan(tuple(required), tuple(excluded), bool(positive) and not required)


def _words(clauses: Sequence[Words], query: Query) -> list[Group]:
    groups = _groups(" ".join(clause.text for clause in clauses))
    last = fold(clauses[-1].text)
    unfinished = query.unfinished and clauses[-1] is query.words[-1] and len(last) >= SHORTEST_PREFIX and last.isalpha()
    if unfinished and groups and fold(groups[-1].text) == last:
        groups[-1] = replace(groups[-1], prefix=last)
    return groups


def _exactly(groups: list[Group]) -> list[Group]:
    """For exclusion: only what was typed, not what is merely like it."""
    return [Group(tuple(a for a in group.alternatives if a.weight >= EXACT), group.text, group.numeric) for group in groups]


def _groups(text: str) -> list[Group]:
    found = list(tokens(text))
    single = [token for token in found if token.kind != "joined" and token.terms]
    spans = {token.position: token for token in sorted(found, key=lambda token: token.length) if token.kind == "joined"}
    groups: list[Group] = []
    row: list[Token] = []
    rest = single
    while rest:
        whole = spans.get(rest[0].position)
        inside = [token for token in rest if whole and token.position < whole.position + whole.length]
        if whole is not None and len(inside) > 1:
            groups += [*_row(row, text), _joined(whole, inside, text)]
            row, rest = [], rest[len(inside) :]
        else:
            row, rest = [*row, rest[0]], rest[1:]
    return [*groups, *_row(row, text)]


def _row(row: Sequence[Token], text: str) -> Iterator[Group]:
    """A group for each of the tokens, or for the longest synonym that starts there."""
    index = 0
    while index < len(row):
        used, group = _synonym(row[index : index + LONGEST], text)
        yield group
        index += used


def _joined(whole: Token, inside: Sequence[Token], text: str) -> Group:
    """Neighbours that may be one number or one hyphenated word: found as one, or all of them."""
    numeric = any(token.kind == "number" for token in inside)
    each = tuple(_row(inside, text))
    return Group(_own(whole, JOINED), text[whole.start : whole.end], numeric, all_of=each)


def _synonym(rest: Sequence[Token], text: str) -> tuple[int, Group]:
    """The longest entry of the synonyms that starts here, or the one word; with how many tokens it took."""
    for count in range(len(rest), 0, -1):
        others = synonyms().get(tuple(token.terms[0] for token in rest[:count]))
        if others:
            ways = tuple(Alternative(other, SYNONYM, slop=4 if len(other) > 1 else 0) for other in others)
            if count == 1:
                group = _one(rest[0], text)
                return 1, replace(group, alternatives=(*group.alternatives, *ways))
            typed = Alternative(tuple(token.terms[0] for token in rest[:count]))
            return count, Group((typed, *ways), text[rest[0].start : rest[count - 1].end])
    return 1, _one(rest[0], text)


def _one(token: Token, text: str) -> Group:
    typed = text[token.start : token.end]
    if token.kind == "number":
        return Group(_own(token, EXACT), typed, numeric=True)
    term = token.terms[0]
    folded = fold(typed)
    ways = [Alternative((term,))]
    pieces = tuple(part for part in parts(folded) if part not in _LABELS)
    if complete(folded) and pieces:
        ways.append(Alternative(pieces, SPLIT, slop=1 if len(pieces) > 1 else 0))
    fuzzy = term if len(term) >= SHORTEST_FUZZY and term.isalpha() else ""
    whole = folded if fuzzy and folded != term else ""
    head = folded if len(folded) >= SHORTEST_HEAD and folded.isalpha() else ""
    return Group(tuple(ways), typed, fuzzy=fuzzy, whole=whole, head=head, misread=tuple(_misread(folded)) if fuzzy else ())


def _misread(word: str) -> Iterator[str]:
    """What OCR makes of a word. One that would be nearly all digits is left out: it would find numbers."""
    digits = confused(word).lower()
    if sum(map(str.isalpha, digits)) >= SHORTEST_LEFT and digits != word:
        yield f"~{digits}"
    for right, wrong in (("m", "rn"), ("rn", "m")):
        places = [match.start() for match in re.finditer(right, word)][:MOST_SWAPPED]
        yield from (stem(word[:place] + wrong + word[place + len(right) :]) for place in places)


def _own(token: Token, weight: float) -> tuple[Alternative, ...]:
    """A number by its own form, and by the form in which its likely misreadings meet."""
    own = token.terms[0]
    confused = next((term for term in token.terms if term.startswith("~") and len(term) == len(own) + 1), "")
    return (Alternative((own,), weight), *((Alternative((confused,), CONFUSED),) if confused else ()))


def _phrase(text: str) -> Group | None:
    found = [token for token in tokens(text) if token.kind != "joined" and token.terms]
    if not found:
        return None
    gap = max((right.position - left.position for left, right in pairwise(found)), default=1)
    terms = tuple(token.terms[0] for token in found)
    whole = next((t for t in tokens(text) if t.kind == "joined" and t.length == len(found)), None)
    numeric = any(token.kind == "number" for token in found)
    ways = (Alternative(terms, slop=gap if len(terms) > 1 else 0), *(_own(whole, JOINED) if whole else ()))
    return Group(ways, text, numeric)
