"""Words on A4 sheets: rows of columns, broken into lines, over as many pages as it takes. Knows no invoice."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

from archive.scan import Word

WIDTH, HEIGHT = 595.0, 842.0
SIZES = {"title": 15.0, "head": 11.0, "text": 9.0, "fine": 7.5}
_TOP, _BOTTOM = 56.0, 790.0
_MOST_PAGES, _MOST_LETTERS = 300, 20_000
_LEFT_OUT = "Hier endet die Darstellung. Das Original ist länger, dort steht alles."
_SCALE = 4.0
_FONTS = Path(__file__).parent / "fonts"


class Column(NamedTuple):
    """Where a value stands, in points; ``right`` sets it flush right, as numbers are."""

    left: float
    right_edge: float
    right: bool = False


class Sheet:
    """Pages of words while they are written. What goes beyond the last page is left out, and its last row says so."""

    def __init__(self) -> None:
        self.laid: list[list[Word]] = [[]]
        self._top = _TOP
        self._full = False

    def gap(self) -> None:
        """Half a line of nothing, not at the top of a page."""
        if self._top > _TOP:
            self._top += 7

    def row(self, cells: Sequence[tuple[Column, str]], style: str = "text") -> None:
        """One row; a cell too long for its column goes on in the next line of the same column."""
        if self._full:
            return
        size = SIZES[style]
        broken = [(column, wrapped(text, column.right_edge - column.left, size)) for column, text in cells]
        for number in range(max((len(lines) for _, lines in broken), default=0)):
            if len(self.laid) == _MOST_PAGES and self._top + size > _BOTTOM - 1.5 * SIZES["text"]:
                self.laid[-1] += _placed(_LEFT_OUT, broken[0][0]._replace(right=False), self._top, SIZES["text"])
                self._full = True
                return
            if self._top + size > _BOTTOM:
                self.laid.append([])
                self._top = _TOP
            for column, lines in broken:
                if number < len(lines):
                    self.laid[-1] += _placed(lines[number], column, self._top, size)
            self._top += size * 1.5


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines that fit; words longer than a line are cut."""
    lines = []
    blank = _length(" ", size)
    for paragraph in _short(text).splitlines() or [""]:
        line: list[str] = []
        used = 0.0
        for word in (piece for whole in paragraph.split() for piece in _cut(whole, width, size)):
            needed = _length(word, size)
            if line and used + blank + needed > width:
                lines.append(" ".join(line))
                line, used = [], 0.0
            used += needed + (blank if line else 0)
            line.append(word)
        lines.append(" ".join(line))
    return [line for line in lines if line] or [""]


def _short(text: str) -> str:
    left = len(text) - _MOST_LETTERS
    return f"{text[:_MOST_LETTERS]} […] {left} weitere Zeichen stehen nur im Original." if left > 0 else text


def size_of(word: Word) -> float:
    """The size a word of these sheets is set in."""
    return min(SIZES.values(), key=lambda known: abs(known * 1.2 - (word.box[3] - word.box[1])))


@functools.cache
def font(size: float, pixels: float) -> ImageFont.FreeTypeFont:
    """The font of a size of these sheets, drawn ``pixels`` high; headings are bold."""
    weight = "Bold" if size > SIZES["text"] else "Regular"
    return ImageFont.truetype(str(_FONTS / f"LiberationSans-{weight}.ttf"), pixels)


@functools.lru_cache(maxsize=10_000)
def drawable(char: str) -> bool:
    """Whether the font of the sheets has this character; of others it draws an empty box."""
    known = font(SIZES["text"], 36)
    return bytes(known.getmask(char)) != bytes(known.getmask("\uffff"))


def _cut(word: str, width: float, size: float) -> Iterator[str]:
    # What is measured stays short, however long the word is: no letter is narrower than a tenth of its size.
    reach = int(10 * width / size) + 1
    while len(word) > 1 and (wide := _length(word[:reach], size)) > width:
        fits = max(1, int(len(word[:reach]) * width / wide) - 1)
        yield word[:fits]
        word = word[fits:]
    yield word


def _placed(text: str, column: Column, top: float, size: float) -> Iterator[Word]:
    left = column.right_edge - _length(text, size) if column.right else column.left
    for word in text.split():
        width = _length(word, size)
        box = (round(left, 1), round(top, 1), round(min(left + width, WIDTH), 1), round(top + size * 1.2, 1))
        yield Word(word, box, 1.0)
        left += width + _length(" ", size)


@functools.lru_cache(maxsize=50_000)
def _length(text: str, size: float) -> float:
    return float(font(size, size * _SCALE).getlength(text)) / _SCALE
