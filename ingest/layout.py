"""Geometry over the words of a page: printed rows, columns, plain text of words. Knows nothing of labels or fields."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from archive.scan import Box, Page, Word

Row = tuple[Word, ...]

_LOGO = 2.0
"""How much higher than the words beside it a print is that is no part of them."""

_RULE = re.compile(
    r"^[|¦]*l(?=[A-ZÄÖÜ][a-zäöüß]{2})|^[|¦]+(?=\w)|^[|¦]+|^\\(?=W)|^\[(?=\w)(?!.*\])|[|¦]+$|(?<=\d)\|(?=[^\W\d])|(?<=[^\W\d])\|(?=[^\W\d])"
)
"""The line of a table as it is read at the edge of a word or inside: "|Datum", "lIhre", "[Leistung"; and half a W before a whole one."""
_GLUE = re.compile(
    r"(?<=[^\W\d_])[:#°](?=[^\s/])|(?<=[^\W\d_]\.):(?=[^\s/])|(?<=[^\W\d_]{4})(?=\(\d)|(?<=[Nn][Rr]\.)(?=[A-Z]{0,2}\d{2})"
    r"|(?<=[^\W\d_]{5})(?=\d{1,2}\.\d{1,2}\.\d{2,4}\b)|(?<=[a-zäöüß]{5})(?=[A-Z]{1,4}-?\d{3,})"
)


def rows(page: Page) -> tuple[Row, ...]:
    """The printed rows from top to bottom, each from left to right and across all columns of the page.

    Rows follow the skew of the writing. A label glued to its value ("Kunden-Nr.:4711") becomes two words, so that labels are
    always words of their own; the pieces of a number that OCR tore apart become one again.
    """
    rise = math.tan(math.radians(page.skew))
    open_rows: list[list[Word]] = []
    for word in sorted((part for w in page.words for part in unglued(w)), key=lambda w: _level(w, rise)):
        row = next((r for r in reversed(open_rows[-6:]) if _fits(r, word, rise)), None)
        if row is None:
            open_rows.append([word])
        else:
            row.append(word)
    ordered = (_mended(tuple(sorted(r, key=lambda w: w.box[0]))) for r in open_rows)
    return tuple(sorted(ordered, key=lambda r: min(_level(w, rise) for w in r)))


def _level(word: Word, rise: float) -> float:
    """How far down the word stands once the page is turned straight."""
    return (word.box[1] + word.box[3]) / 2 + rise * (word.box[0] + word.box[2]) / 2


def _fits(row: Sequence[Word], word: Word, rise: float) -> bool:
    """Same printed row: judged against the nearest word, because rows may be bent over the width of the page."""
    nearest = min(row, key=lambda w: gap(w.box, word.box))
    least = min(height(nearest), height(word))
    apart = abs(_level(nearest, rise) - _level(word, rise)) - (height(nearest) + height(word)) / 2
    return -apart > 0.5 * least and gap(nearest.box, word.box) > -0.5 * height(word)


def _mended(row: Row) -> Row:
    """Pieces of one number with hardly any white space between them, far less than a blank takes, are one word."""
    whole: list[Word] = []
    for word in row:
        last = whole[-1] if whole else None
        if last and _torn(last, word):
            whole[-1] = Word(last.text + word.text, around((last, word)), min(last.confidence, word.confidence))
        else:
            whole.append(word)
    return tuple(whole)


def _torn(left: Word, right: Word) -> bool:
    inside = re.search(r"[\d/-]$", left.text) and re.match(r"[\d/-]", right.text) and re.search(r"\d", left.text + right.text)
    return bool(inside) and gap(left.box, right.box) < 0.12 * max(height(left), height(right)) and len(left.text + right.text) > 2


def unglued(word: Word) -> Iterable[Word]:
    """The word without the ruled lines read as "|", cut behind a colon, "#" or "°" that ends a label, or before "(380)", day, number."""
    for part in _unruled(word):
        match = _GLUE.search(part.text)
        if match is None:
            yield part
        else:
            yield from _cut(part, match.end(), match.end())


def _unruled(word: Word) -> Iterable[Word]:
    """The word without the line of a table at its edge or inside; nothing is left of a mere line."""
    match = _RULE.search(word.text)
    if match is None:
        return (word,)
    left, right = match.start(), match.end()
    return tuple(part for part in _cut(word, left, right) if part.text)


def _cut(word: Word, end: int, start: int) -> tuple[Word, Word]:
    x0, top, x1, bottom = word.box
    width = (x1 - x0) / len(word.text)
    left = Word(word.text[:end], (x0, top, x0 + width * end, bottom), word.confidence)
    return left, Word(word.text[start:], (x0 + width * start, top, x1, bottom), word.confidence)


def gap(left: Box, right: Box) -> float:
    """Horizontal white space between two boxes in points, negative when they overlap."""
    return max(left[0], right[0]) - min(left[2], right[2])


def height(word: Word) -> float:
    """Height of the print in points."""
    return word.box[3] - word.box[1]


def _common_height(left: Word, right: Word) -> float:
    """That of the larger print; beside a logo that of the words, marks without height aside."""
    small, large = sorted((height(left), height(right)))
    words = left.text.isalnum() and right.text.isalnum()
    return small if words and large > _LOGO * small else large


def segments(row: Row, width: float = 1.6) -> tuple[Row, ...]:
    """The row cut where the white space is wider than ``width`` times the print is high: its columns."""
    parts: list[list[Word]] = []
    for word in row:
        if parts and gap(parts[-1][-1].box, word.box) <= width * _common_height(parts[-1][-1], word):
            parts[-1].append(word)
        else:
            parts.append([word])
    return tuple(tuple(p) for p in parts)


def around(words: Sequence[Word]) -> Box:
    """The box around all words."""
    return (
        min(w.box[0] for w in words),
        min(w.box[1] for w in words),
        max(w.box[2] for w in words),
        max(w.box[3] for w in words),
    )


def text_of(words: Iterable[Word]) -> str:
    """The words with blanks between them."""
    return " ".join(w.text for w in words)


def worst(words: Iterable[Word]) -> float:
    """The lowest confidence among the words: a value is no better than its worst character."""
    return min((w.confidence for w in words), default=0.0)


def overlap_x(left: Box, right: Box) -> float:
    """Width in points that two boxes share."""
    return min(left[2], right[2]) - max(left[0], right[0])


@lru_cache(maxsize=20000)
def simple(text: str) -> str:
    """Lower case letters and digits only, without the marks that OCR loses first: ``simple("Straße Nr.") == "strassenr"``."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]", "", folded)


def distance(left: str, right: str, limit: int) -> int:
    """Edits (insert, drop, replace) between two strings; any number above ``limit`` stands for "more"."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    left, right = _differing(left, right)
    if not left or not right or limit == 1:
        return min(limit + 1, max(len(left), len(right)))
    before = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        now = [i]
        for j, b in enumerate(right, 1):
            now.append(min(before[j] + 1, now[-1] + 1, before[j - 1] + (a != b)))
        if min(now) > limit:
            return limit + 1
        before = now
    return before[-1]


def _differing(left: str, right: str) -> tuple[str, str]:
    """What is left of two strings without their common beginning and end."""
    start, shorter = 0, min(len(left), len(right))
    while start < shorter and left[start] == right[start]:
        start += 1
    end = 0
    while end < shorter - start and left[-1 - end] == right[-1 - end]:
        end += 1
    return left[start : len(left) - end], right[start : len(right) - end]


def median_height(page: Page) -> float:
    """The usual height of print on the page, 10 points for an empty one."""
    heights = sorted(height(w) for w in page.words)
    return heights[len(heights) // 2] if heights else 10.0
