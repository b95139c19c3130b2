"""Where on a page the words of a question stand, so that they can be shown on its image. Works on readings, not on an index.

Knows no vocabulary: a misreading is recognised by its likeness to what was asked, as the engines do it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.scan import Page, Word
from search.analysis import Token, tokens
from search.fold import clean, stem
from search.heads import SHORTEST_FRONT
from search.plan import SHORTEST_ANY_START, SHORTEST_HEAD, Group, plan
from search.query import parse

MOST = 60
"""Words that are marked on one page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the words of a question may look like on paper."""

    terms: frozenset[str]
    similar: tuple[str, ...]
    beginnings: tuple[str, ...]
    ends: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def matches(self, token: Token) -> bool:
        """Whether a token of a page is one of them."""
        if not token.terms:
            return False
        own = token.terms[0]
        return (
            not self.terms.isdisjoint(token.terms)
            or (bool(self.beginnings) and own.isalpha() and own.startswith(self.beginnings))
            or any(own.endswith(end) and len(own) - len(end) >= SHORTEST_FRONT for end in self.ends)
            or any(alike(own, term) for term in self.similar)
        )


def asked(query: str) -> Asked:
    """The words of what was typed; filters and exclusions stand on no page."""
    groups = [inner for group in plan(parse(query)).required for inner in _all(group)]
    terms = frozenset(term for group in groups for term in (*group.misread, *(term for way in group.alternatives for term in way.terms)))
    similar = tuple(form for group in groups for form in (group.fuzzy, group.whole) if form)
    # Which of the short ends are heads of compounds only an index knows; of longer ones most are.
    ends = tuple(end for group in groups if len(end := stem(group.head)) > SHORTEST_HEAD)
    return Asked(terms, similar, tuple(group.prefix for group in groups if group.prefix), ends)


def _all(group: Group) -> Iterator[Group]:
    yield group
    for part in group.all_of:
        yield from _all(part)


def spots(page: Page, wanted: Asked) -> tuple[Word, ...]:
    """The words of a page that answer to ``wanted``, at most ``MOST``, in reading order."""
    text, starts = "", list[tuple[int, int, Word]]()
    for line in page.lines():
        for word in line:
            shown = clean(word.text)
            starts.append((len(text), len(text) + len(shown), word))
            text += f"{shown} "
        text = f"{text[:-1]}\n"
    ranges = [(token.start, token.end) for token in tokens(text) if wanted.matches(token)] if wanted else []
    found, at = list[Word](), 0
    for start, end in sorted(ranges):
        while at < len(starts) and starts[at][1] <= start:
            at += 1
        while at < len(starts) and starts[at][0] < end and len(found) < MOST:
            found.append(starts[at][2])
            at += 1
    return tuple(found)


def alike(left: str, right: str) -> bool:
    """Whether two words differ in one letter, another, one too many or one missing; in short words it is not the first."""
    if abs(len(left) - len(right)) > 1 or (left[:1] != right[:1] and min(len(left), len(right)) < SHORTEST_ANY_START):
        return False
    same = next((place for place, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    if len(left) == len(right):
        return left[same + 1 :] == right[same + 1 :]
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    return longer[same + 1 :] == shorter[same:]
