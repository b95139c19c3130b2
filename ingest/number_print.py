"""Numbers of papers as printed: put together from the words that print or OCR left with small gaps between them. Knows no labels."""

from __future__ import annotations

import re

from archive.kinds import KINDS, Parsed
from archive.scan import Word
from ingest.layout import Row, gap, height, text_of

_PREFIX = re.compile(r"[A-ZÄÖÜ]{1,4}(?:-[A-ZÄÖÜ]{1,4})?")
_FEW, _MANY = re.compile(r"\d{1,4}"), re.compile(r"\d{3,8}")
_GROUPS = 3
_PIECE = re.compile(r"\d+(?:[-/]\d+)*")
_TORN, _SHORT = 0.29, 3
"""Blanks in heights of print that engines leave, and letters of one of the pieces: longer ones may be two numbers."""
_LETTER_O = re.compile(r"(?<![PSCW])O(?=\d)|(?<=\d)O|(?<=\d)[Il](?=\d)")
"""A letter among digits that a picture does not tell from a digit: "FMO118" for "FM0118"; "PO" and "SO" are usual."""
_LETTER_FIRST = re.compile(r"[ABGSTZ]\d{4,}")
"""Letters that begin numbers, and that digits are taken for."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAST = 3
_BEYOND_DOUBT = 0.95
_BLANK, _WIDE = 0.8, 1.2
"""Blanks inside a number, in heights of print."""
_LONGEST_DAY = 9
_NORM = re.compile(r"(?:(?:DIN|EN|ISO)[ -]?)+\d{3,5}(?:-\d+)?")


def norm(before: Word, value: str) -> bool:
    """``certificate EN 10204``: the number of a norm, which looks like that of a paper."""
    return before.text.upper() in ("EN", "DIN", "ISO") or bool(_NORM.fullmatch(value))


def document_number(words: Row) -> tuple[Parsed, int, int] | None:
    """A document number at the start of the words, put together when print or OCR left small gaps in it."""
    if not words or any(KINDS["date"].parse(text_of(words[:end])) for end in range(1, min(len(words), _LONGEST_DAY) + 1)):
        return None
    end = 1
    while end < min(len(words), 4) and (_belongs(words[end - 1], words[end]) or _grouped(words[: end + 1])):
        end += 1
    while end > 0:
        parsed = KINDS["number"].parse("".join(w.text for w in words[:end]))
        if parsed and _plausible(parsed.value):
            return parsed, 0, end
        end -= 1
    return None


def _belongs(left: Word, right: Word) -> bool:
    """Whether print goes on in ``right``: "RE 2026-1158", "A- 26 -0153", but never over a real gap or to other words."""
    joins = left.text.endswith(("-", "/")) or right.text.startswith(("-", "/"))
    prefix = bool(_PREFIX.fullmatch(left.text))
    if _torn(left, right):
        return KINDS["date"].parse(right.text.strip("-/ ")) is None
    # letters alone are no number: what follows belongs to them over the wide blank of a typewriter, too
    if gap(left.box, right.box) > (_WIDE if prefix else _BLANK) * height(left) or left.text.endswith((",", ";", ":")):
        return False
    return (joins or prefix) and any(c.isdigit() for c in right.text) and KINDS["date"].parse(right.text.strip("-/ ")) is None


def _torn(left: Word, right: Word) -> bool:
    """``201 3-4711 02`` out of a picture: engines part a number before a thin digit, by less than a blank."""
    seen = max(left.confidence, right.confidence) < 1.0
    narrow = gap(left.box, right.box) < _TORN * min(height(left), height(right))
    return (
        seen
        and narrow
        and left.text[-1].isdigit()
        and bool(_PIECE.fullmatch(right.text))
        and min(len(left.text), len(right.text)) <= _SHORT
    )


def _grouped(words: Row) -> bool:
    """``GB 26 0417``: letters and a few digits are only the beginning of a number that goes on in digits."""
    if len(words) != _GROUPS or gap(words[-2].box, words[-1].box) > _WIDE * height(words[-2]):
        return False
    prefix, some, rest = (word.text for word in words)
    return bool(_PREFIX.fullmatch(prefix) and _FEW.fullmatch(some) and _MANY.fullmatch(rest))


def _plausible(value: str) -> bool:
    """Rules out what is printed near number labels but is none: percentages, times, measures, paging."""
    return not re.fullmatch(r"\d{1,2}:\d{2}|\d+%|\d{1,2}\.\d{1,2}|[€$]\S+", value)


def doubtful(value: str, confidence: float) -> bool:
    """Whether a number read from a picture may well be something else: a letter for a digit, a year, a piece of a number."""
    letter = _LETTER_O.search(value) or (_LETTER_FIRST.fullmatch(value) and confidence < _BEYOND_DOUBT)
    return bool(letter or _YEAR.fullmatch(value)) or len(value) < _LEAST
