"""Where in a text something asked for stands, found without analysing all of it: that would cost more than finding the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge

from search.analysis import tokens


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a run of characters begins, and which of the terms looked for it has."""

    start: int
    terms: frozenset[str]


@lru_cache(maxsize=100_000)
def terms_of(raw: str) -> frozenset[str]:
    """All terms of a piece of text."""
    return frozenset(term for token in tokens(raw) for term in token.terms)


def quick(text: str, terms: frozenset[str]) -> Iterator[Spot]:
    """Where something asked for stands between two blanks."""
    for start, end in candidates(text, terms):
        own = terms_of(text[start:end])
        if not terms.isdisjoint(own):
            yield Spot(start, own & terms)


def thorough(text: str, terms: frozenset[str]) -> Iterator[Spot]:
    """The same for what has blanks in it: a number printed in groups, a word broken at a line's end."""
    if any(not term.isalpha() for term in terms) or _BROKEN.search(text):
        for token in tokens(text):
            if terms.intersection(token.terms):
                yield Spot(token.start, terms.intersection(token.terms))


def candidates(text: str, terms: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The runs between blanks that have the first letters of a term in them, or a digit when numbers are asked for."""
    plain, whole = _shaped(text)
    if len(plain) != len(text):  # A rare letter that is two in lower case: no shortcut.
        return
    begun, digits = _beginnings(terms)
    present = tuple(each for each in begun if each in whole)
    if not present and not digits:
        return
    ways = [_looking(each) for each in present] + ([_DIGIT] if digits else [])
    end = 0
    for at in merge(*(map(re.Match.start, way.finditer(plain)) for way in ways)):
        if at >= end:
            start = max(end, plain.rfind(" ", end, at) + 1)
            end = plain.find(" ", at)
            end = len(plain) if end < 0 else end
            yield start, end


@lru_cache(maxsize=50_000)
def _looking(beginning: str) -> re.Pattern[str]:
    """Finds it however its umlauts and double letters are written. One for each: which of them meet in a text is different every time."""
    return re.compile("".join(_WRITTEN.get(letter, re.escape(letter)) for letter in beginning))


@lru_cache(maxsize=32)
def _shaped(text: str) -> tuple[str, str]:
    """In small letters without umlauts and with blanks only, and the same narrowed. One text is looked through several times."""
    plain = text.lower()
    for char, other in _SHAPES:
        plain = plain.replace(char, other)
    return plain, _narrow(plain)


_SHAPES = (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "s"), ("\n", " "), ("\r", " "), ("\t", " "))
_WRITTEN = {"a": "ae?", "o": "oe?", "u": "ue?", "s": "ss?"}
_DIGIT = re.compile(r"\d")
_BROKEN = re.compile(r"-[ ]?\r?\n")


@lru_cache(maxsize=256)
def _beginnings(terms: frozenset[str]) -> tuple[tuple[str, ...], bool]:
    """Four letters of each word are enough to tell most runs apart; and whether there are numbers."""
    return tuple({_narrow(term[:4]) for term in terms if term.isalpha()}), any(not term.isalpha() for term in terms)


def _narrow(text: str) -> str:
    """Written-out umlauts and ß as the folded letters."""
    return text.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("ss", "s")
