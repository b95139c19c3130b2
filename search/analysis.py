"""Text to tokens, for papers and for questions alike: the one place that decides which spellings mean the same.

A token stands at a position and carries all terms it is found under; the first is its own. Knows no engine and no fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from search.compounds import parts
from search.fold import fold, stem, word_list
from search.numbers import IBAN, WRITTEN_DATE, forms, is_identifier, joined, misread

ANALYSIS_VERSION = 4
"""Raised with every change of terms; an index written with another version is rebuilt."""

Kind = Literal["word", "number", "joined"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token. ``start`` and ``end`` are offsets in the text; ``length`` is how many positions it covers.

    ``terms`` is empty for words that carry no meaning. A ``joined`` token is several neighbours read as one number;
    it comes in addition to them.
    """

    start: int
    end: int
    position: int
    length: int
    kind: Kind
    terms: tuple[str, ...]


_BROKEN = r"[^\W\d_]{3,}-[ ]?\r?\n[ ]*[a-zäöüß]{2,}"
_CHUNK = re.compile(rf"(?<![A-Za-z0-9])(?:{IBAN}|{WRITTEN_DATE})|{_BROKEN}|[^\s:;=|()\[\]{{}}<>„“”\"‚‘’]+")
_PART = re.compile(r"[^\W_]+")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
_STOP = frozenset(map(fold, word_list("stoppwoerter.txt")))
_SPOKEN = {"nr": "nummer", "num": "nummer"}
_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class _Chunk:
    text: str
    start: int
    end: int
    position: int
    identifier: bool


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a cleaned text in order of position."""
    position = 0
    run: list[_Chunk] = []
    for bare in _chunks(text):
        numeric = any(map(str.isdigit, bare.text))
        chunk = _Chunk(bare.text, bare.start, bare.end, position, numeric and is_identifier(bare.text))
        run = _run(run, chunk, text)
        if numeric:
            yield Token(chunk.start, chunk.end, position, 1, "number", forms(chunk.text))
            position += 1
        else:
            words = list(_words(chunk))
            yield from words
            position += sum(token.kind == "word" for token in words)
        yield from _joins(run)


def _chunks(text: str) -> Iterator[_Chunk]:
    for match in _CHUNK.finditer(text):
        raw = match[0]
        left = len(raw) - len(_EDGE.sub("", raw, count=1)) if not raw[0].isalnum() else 0
        bare = _EDGE.sub("", raw)
        if bare:
            yield _Chunk(bare, match.start() + left, match.start() + left + len(bare), 0, identifier=False)


def _words(chunk: _Chunk) -> Iterator[Token]:
    """The words of a chunk without digits: each at a position of its own, the whole at that of the first."""
    if "\n" in chunk.text:
        yield Token(chunk.start, chunk.end, chunk.position, 1, "word", word_terms("".join(_PART.findall(chunk.text))))
        return
    found = list(_PART.finditer(chunk.text))
    whole = word_terms("".join(_SPOKEN.get(fold(match[0]), match[0]) for match in found))[:1] if len(found) > 1 else ()
    for index, match in enumerate(found):
        terms = word_terms(match[0])
        if index == 0 and whole:
            yield Token(chunk.start, chunk.end, chunk.position, len(found), "joined", whole)
        start = chunk.start + match.start()
        yield Token(start, start + len(match[0]), chunk.position + index, 1, "word", terms)


@lru_cache(maxsize=100_000)
def word_terms(word: str) -> tuple[str, ...]:
    """The terms of a word: its stem, and the stems of its parts when it is a compound. Empty for stop words."""
    folded = fold(word)[:_LONGEST_WORD]
    if folded in _STOP:
        return ()
    if len(folded) > 5 and folded.endswith("str"):
        folded += "asse"
    return tuple(dict.fromkeys((stem(folded), *parts(folded))))


_MOST_JOINED, _LONGEST_JOINED = 4, 24


def _run(run: list[_Chunk], chunk: _Chunk, text: str) -> list[_Chunk]:
    """The neighbours on the same line that may be one number with ``chunk`` as the last piece."""
    near = bool(run) and chunk.start - run[-1].end <= 2 and text[run[-1].end : chunk.start].strip(" -/.") == ""
    if chunk.identifier:
        return [*run[-(_MOST_JOINED - 1) :], chunk] if near else [chunk]
    return [chunk] if len(chunk.text) <= 4 and chunk.text.isalpha() else []


def _joins(run: list[_Chunk]) -> Iterator[Token]:
    for first in range(len(run) - 1):
        pieces = run[first:]
        whole = "".join(piece.text for piece in pieces)
        if _may_be_one(pieces, whole):
            terms = tuple(term for term in (joined(whole), misread(whole)) if term)
            length = pieces[-1].position - pieces[0].position + 1
            yield Token(pieces[0].start, pieces[-1].end, pieces[0].position, length, "joined", terms)


def _may_be_one(pieces: list[_Chunk], whole: str) -> bool:
    """Letters first (RE 2024 00317) may go on for some pieces; of bare digits only two longer groups are joined."""
    if not 6 <= len(whole) <= _LONGEST_JOINED or not all(misread(f"0000{piece.text}")[1:].isdigit() for piece in pieces[1:]):
        return False
    return pieces[0].text[0].isalpha() or (len(pieces) == 2 and len(whole) <= 14 and all(len(p.text) > 2 for p in pieces))
