"""Words of a page that are no reading but rubble: where lines of two columns lie half a line beside each other, engines melt them into one.

Finds such words and what stands around them, which is melted as well. What is really printed there is read by :mod:`ingest.left_out`.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.scan import Box, Word
from ingest.layout import height

_RUBBLE, _LETTERS = 0.4, 2
"""Confidence below which a word of so many letters is no reading."""
_MOST = 14
"""Such words of a page: where there are more the whole page is hard to read, and no line of it reads better alone."""
_BESIDE, _ABOVE = 8.0, 0.5
"""Heights of print around such a word in which others are melted with it."""
_SMALLEST = 8.0


def garbled(words: Sequence[Word]) -> frozenset[int]:
    """Which words of a page, by their place in the list, are rubble or stand beside some."""
    rubble = [word for word in words if _is_rubble(word)]
    if len(rubble) > _MOST:
        return frozenset()
    return frozenset(at for word in rubble for at, other in enumerate(words) if _near(word, other.box))


def _is_rubble(word: Word) -> bool:
    """Hardly sure, or with the backslash that Tesseract gives for half a W (and "N" for the rest of it)."""
    return (word.confidence < _RUBBLE or word.text.startswith("\\")) and sum(c.isalnum() for c in word.text) >= _LETTERS


def _near(word: Word, other: Box) -> bool:
    size = max(height(word), _SMALLEST)
    left, top, right, bottom = word.box
    return (
        other[1] < bottom + _ABOVE * size
        and other[3] > top - _ABOVE * size
        and other[0] < right + _BESIDE * size
        and other[2] > left - _BESIDE * size
    )
