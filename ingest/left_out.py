"""Lines of print that the engine left out of a page, as it does between rulings and in coarse print: found by their ink, read alone.

Only what looks like a line of writing is read again: signs of firms, rulings, photos and stamps are left. What cannot be read stays out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import ImageStat

from archive.problems import Unavailable
from archive.scan import Box, Word
from ingest.garbled import garbled
from ingest.ocr import Engine, checked, for_a_line
from ingest.sheet import Sheet

Mask = npt.NDArray[np.bool_]

_DPI = 85.0
_INKY = 0.3
"""Share of ink that makes a dot of the small picture dark."""
_RULING = 24
"""Dots of the small picture in one line that no letter has."""
_DOUBLING = (1, 2, 4, 8, 8)
"""Steps in which one dot grows to a run of ``_RULING``."""
_GAP = 6
"""Dots between two words of a line."""
_HIGH = (4, 16)
"""Dots of a line of writing, about 3.5 to 14 points."""
_WIDE = 14
_FRAME = 3
"""Dots at both ends of a line in which a frame may stand."""
_INKED = (0.12, 0.62)
"""Share of a line's box that is dark."""
_TOUCHED = 0.1
"""Share of the edge of a line's box that may be dark."""
_GROUND = 170
_AROUND = 2
"""Dots around a word that count as read."""
_MOST = 24
"""Lines of a page; where more is left the page is none of writing."""
_LEGIBLE = 0.5
_LETTERS = 3


@dataclass(frozen=True, slots=True)
class _Strip:
    """A line that was left out: its page, its box in points, and the sheet cut out there."""

    page: int
    box: Box
    sheet: Sheet


def with_left_out(pages: Sequence[Sequence[Word]], sheets: Sequence[Sheet], inks: Sequence[Mask], engine: Engine) -> list[list[Word]]:
    """The words of each page, with those of lines that had been left out or garbled; ``inks`` by :func:`deskew.ink`."""
    rubble = [garbled(words) for words in pages]
    sound = [[word for at, word in enumerate(words) if at not in bad] for words, bad in zip(pages, rubble, strict=True)]
    strips = [strip for number, words in enumerate(sound) for strip in _strips(number, words, sheets[number], inks[number])]
    cut = [strip.sheet for strip in strips]
    made = [list(words) for words in pages]
    try:
        answers = checked(for_a_line(engine).recognise(cut), cut) if cut else []
    except Unavailable:
        return made  # the first reading was whole
    for number, bad in enumerate(rubble):
        before = [pages[number][at] for at in sorted(bad)]
        for strip, words in zip(strips, answers, strict=True):
            there = [word for word in before if _inside(word.box, strip.box)]
            if strip.page == number and _read(words) and _sure(words) > _sure(there):
                gone = [word for word in before if word in there or (word.confidence < _LEGIBLE and _touch(word.box, strip.box))]
                before = [word for word in before if word not in gone]
                put(made[number], [replace(word, box=_moved(word.box, strip.box)) for word in words], gone)
    return made


def _sure(words: Sequence[Word]) -> float:
    """The mean confidence of the letters, 0 for none."""
    return sum(len(word.text) * word.confidence for word in words) / max(sum(len(word.text) for word in words), 1)


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _strips(number: int, words: Sequence[Word], sheet: Sheet, ink: Mask) -> list[_Strip]:
    boxes = unread(words, sheet, ink)
    if len(boxes) > _MOST:
        return []
    strips = (_Strip(number, box, _cut(sheet, box)) for box in boxes)
    return [strip for strip in strips if ImageStat.Stat(strip.sheet.image).median[0] >= _GROUND]


def unread(words: Sequence[Word], sheet: Sheet, ink: Mask) -> list[Box]:
    """Where ink lies like a line of writing and no word is, in points, with some white around."""
    ink = _small(ink, sheet)
    scale = ink.shape[1] / sheet.width
    dark = ink & ~(_runs(ink, 1) | _runs(ink, 0))
    left = dark.copy()
    for word in words:
        x0, top, x1, bottom = (round(edge * scale) for edge in word.box)
        left[max(top - _AROUND, 0) : bottom + _AROUND, max(x0 - _AROUND, 0) : x1 + _AROUND] = False
    return [_points(place, scale) for place in _lines(left) if _apart(dark, place)]


def _small(ink: Mask, sheet: Sheet) -> Mask:
    """The ink with about ``_DPI`` dots an inch: of receipts and other small papers :func:`deskew.ink` gives more."""
    factor = round(ink.shape[1] / sheet.width * 72 / _DPI)
    if factor < 2:
        return ink
    rows, columns = ink.shape[0] // factor, ink.shape[1] // factor
    cells = ink[: rows * factor, : columns * factor].reshape(rows, factor, columns, factor)
    return np.asarray(cells.mean(axis=(1, 3)) >= _INKY)


def _apart(dark: Mask, place: tuple[int, int, int, int]) -> bool:
    """Whether there is white above and below: else it is a part of something larger."""
    x0, top, x1, bottom = place
    edges = (dark[max(top - 2, 0), x0:x1], dark[min(bottom + 1, len(dark) - 1), x0:x1])
    return all(float(edge.mean()) <= _TOUCHED for edge in edges)


def _points(place: tuple[int, int, int, int], scale: float) -> Box:
    """In points, with some white around."""
    x0, top, x1, bottom = place
    return ((x0 - 4) / scale, (top - 3) / scale, (x1 + 4) / scale, (bottom + 3) / scale)


def _runs(dark: Mask, axis: int) -> Mask:
    """Dots in unbroken lines along ``axis`` that are too long for letters."""
    if dark.shape[axis] < _RULING:
        return np.zeros_like(dark)
    mask = dark if axis == 0 else dark.T
    for step in _DOUBLING:
        mask = mask[:-step] & mask[step:]
    for step in _DOUBLING:
        wider = np.zeros((len(mask) + step, mask.shape[1]), dtype=np.bool_)
        wider[:-step] = mask
        wider[step:] |= mask
        mask = wider
    return mask if axis == 0 else mask.T


def _lines(left: Mask) -> Iterator[tuple[int, int, int, int]]:
    """Boxes of ink that lie like a line of writing, also inside a dashed frame."""
    for top, bottom in _stretches(np.flatnonzero(left.any(axis=1)), 1):
        band = left[top:bottom]
        for x0, x1 in _stretches(np.flatnonzero(band.any(axis=0)), _GAP):
            # The sides of a frame would join it to what it holds.
            inner = band[:, x0 + _FRAME : x1 - _FRAME]
            for first, last in _stretches(np.flatnonzero(inner.any(axis=1)), 1):
                share = float(band[first:last, x0:x1].mean())
                if _HIGH[0] <= last - first <= _HIGH[1] and x1 - x0 >= _WIDE and _INKED[0] <= share <= _INKED[1]:
                    yield x0, top + first, x1, top + last


def _stretches(places: npt.NDArray[np.int64], gap: int) -> Iterator[tuple[int, int]]:
    """Runs of places with gaps of at most ``gap`` in between, as start and end."""
    if not len(places):
        return
    breaks = np.flatnonzero(np.diff(places) > gap)
    starts, ends = np.concatenate(([0], breaks + 1)), np.concatenate((breaks, [len(places) - 1]))
    yield from ((int(places[a]), int(places[b]) + 1) for a, b in zip(starts, ends, strict=True))


def _cut(sheet: Sheet, box: Box) -> Sheet:
    dots = sheet.image.width / sheet.width
    spot = sheet.image.crop(tuple(round(edge * dots) for edge in box))  # type: ignore[arg-type] # four of them
    return Sheet(spot, box[2] - box[0], box[3] - box[1])


def _read(words: Sequence[Word]) -> bool:
    said = sum(len(word.text) for word in words)
    sure = sum(len(word.text) * word.confidence for word in words)
    return sum(c.isalnum() for word in words for c in word.text) >= _LETTERS and sure >= _LEGIBLE * said


def _moved(box: Box, by: Box) -> Box:
    return box[0] + by[0], box[1] + by[1], box[2] + by[0], box[3] + by[1]


def put(words: list[Word], line: Sequence[Word], gone: Sequence[Word]) -> None:
    """In the place of the words that it replaces, else before the first that stands below; scraps that were read in its place go."""
    rest = [(i, word) for i, word in enumerate(words) if word not in gone and not any(_inside(word.box, whole.box) for whole in line)]
    place = next((i for i, word in enumerate(words) if word in gone), None)
    if place is None:
        place = next((i for i, word in rest if word.box[1] > line[0].box[3]), len(words))
    words[:] = [*(word for i, word in rest if i < place), *line, *(word for i, word in rest if i >= place)]


def _inside(scrap: Box, word: Box) -> bool:
    across, down = (scrap[0] + scrap[2]) / 2, (scrap[1] + scrap[3]) / 2
    return word[0] <= across <= word[2] and word[1] <= down <= word[3]
