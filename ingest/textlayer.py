"""Characters of a PDF's text layer to words in reading order, and whether the layer is worth believing. Reads no files."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.scan import Box, Word
from ingest.plausible import quality
from ingest.render import Char

BELIEVABLE = 0.45
"""Quality below which a layer loses to our own reading. Layers of real invoices have 0.55 and more, rubbish 0.0 to 0.3."""
_SCAN = 0.85
_TINY = 3
_NOTHING = ("\xad", "\u200b", "\ufeff")


@dataclass(frozen=True, slots=True)
class Layer:
    """The words of a page and the clockwise turn that makes most of them level."""

    words: tuple[Word, ...]
    rotation: int


def layer(chars: Sequence[Char], width: float, height: float) -> Layer:
    """The words in reading order, turned together with the page when most of the writing runs another way."""
    visible = [char for char in chars if _on_page(char.box, width, height)]
    angles = Counter(char.angle for char in visible if not char.text.isspace())
    rotation = (360 - angles.most_common(1)[0][0]) % 360 if angles else 0
    turned = [_turned(char, rotation, width, height) for char in visible]
    return Layer(tuple(_in_order(_without_repeats(_grouped(turned)))), rotation)


def believable(words: Sequence[Word], picture_share: float) -> bool:
    """Is this layer better than reading the page ourselves? A scan's layer was read by somebody's OCR and must look like language.

    A page drawn by a program is believed even when it holds few words, but not when its characters are broken.
    """
    if not words:
        return False
    value = quality((word.text, 1.0) for word in words)
    if picture_share > _SCAN:
        return len(words) > _TINY and value >= BELIEVABLE + 0.1
    return value >= BELIEVABLE or (len(words) <= _TINY and value > 0.1)


def turned_box(box: Box, rotation: int, width: float, height: float) -> Box:
    """A box of a page of this size after the page was turned clockwise."""
    x0, top, x1, bottom = box
    if rotation == 90:
        return height - bottom, x0, height - top, x1
    if rotation == 180:
        return width - x1, height - bottom, width - x0, height - top
    if rotation == 270:
        return top, width - x1, bottom, width - x0
    return box


def _turned(char: Char, rotation: int, width: float, height: float) -> Char:
    if not rotation:
        return char
    return Char(char.text, turned_box(char.box, rotation, width, height), turned_box(char.cell, rotation, width, height), char.angle)


def _on_page(box: Box, width: float, height: float) -> bool:
    return box[2] > 0 and box[3] > 0 and box[0] < width and box[1] < height


def _grouped(chars: Iterable[Char]) -> Iterator[Word]:
    """Characters joined to words: a blank, a gap, a step down or back ends one."""
    word: list[Char] = []
    for char in chars:
        if char.text in _NOTHING:
            continue
        blank = char.text.isspace() or char.text == "\x00"
        if word and (blank or not _continues(word[-1].cell, char.cell)):
            yield _joined(word)
            word = []
        if not blank:
            word.append(char)
    if word:
        yield _joined(word)


def _continues(last: Box, cell: Box) -> bool:
    """Does a character follow the last one of a word? The two letters of a ligature share one cell."""
    size = max(last[3] - last[1], cell[3] - cell[1], 1.0)
    overlap = min(last[3], cell[3]) - max(last[1], cell[1])
    return overlap > 0.3 * min(last[3] - last[1], cell[3] - cell[1]) and cell[0] > last[0] - 0.1 * size and cell[0] - last[2] < 0.2 * size


def _joined(word: Sequence[Char]) -> Word:
    return Word("".join(char.text for char in word), functools.reduce(_union, (char.box for char in word)), 1.0)


def _union(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _without_repeats(words: Iterable[Word]) -> list[Word]:
    """Words printed twice on nearly the same spot, to look bold, once."""
    kept: dict[tuple[str, int, int], Word] = {}
    for word in words:
        spot = (round(word.box[0] / 3), round(word.box[1] / 3))
        near = [(word.text, spot[0] + dx, spot[1] + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        if not any(key in kept for key in near):
            kept[(word.text, *spot)] = word
    return list(kept.values())


def _in_order(words: Sequence[Word]) -> list[Word]:
    """Line by line from the top, each from left to right. A line is what overlaps in height with its first word's middle."""
    lines: list[tuple[float, float, list[Word]]] = []
    for word in sorted(words, key=lambda w: (w.box[1] + w.box[3]) / 2):
        middle = (word.box[1] + word.box[3]) / 2
        line = next((line for line in reversed(lines[-4:]) if line[0] <= middle <= line[1]), None)
        if line is None:
            lines.append((word.box[1], max(word.box[3], word.box[1] + 4), [word]))
        else:
            line[2].append(word)
    return [word for line in lines for word in sorted(line[2], key=lambda w: w.box[0])]
