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
from ingest.ocr import Engine, checked, for_a_line
from ingest.sheet import Sheet

Mask = npt.NDArray[np.bool_]

_RULING = 24
"""Dots of the small picture (about 85 an inch) in one line that no letter has."""
_GAP = 6
"""Dots between two words of a line."""
_HIGH = (4, 16)
"""Dots of a line of writing, about 3.5 to 14 points."""
_WIDE = 14
_INKED = (0.12, 0.62)
"""Share of a line's box that is dark."""
_TOUCHED = 0.1
"""Share of the edge of a line's box that may be dark."""
_GROUND = 170
_AROUND = 2
"""Dots around a word that count as read."""
_MOST = 14
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
    """The words of each page, with those of lines that had been left out where they stand; ``inks`` by :func:`deskew.ink`."""
    made = [list(words) for words in pages]
    strips = [strip for number, words in enumerate(made) for strip in _strips(number, words, sheets[number], inks[number])]
    cut = [strip.sheet for strip in strips]
    try:
        answers = checked(for_a_line(engine).recognise(cut), cut) if cut else []
    except Unavailable:
        return made  # the first reading was whole
    for strip, words in zip(strips, answers, strict=True):
        if _read(words):
            _put(made[strip.page], [replace(word, box=_moved(word.box, strip.box)) for word in words])
    return made


def _strips(number: int, words: Sequence[Word], sheet: Sheet, ink: Mask) -> list[_Strip]:
    scale = ink.shape[1] / sheet.width
    dark = ink & ~(_runs(ink, 1) | _runs(ink, 0))
    left = dark.copy()
    for word in words:
        x0, top, x1, bottom = (round(edge * scale) for edge in word.box)
        left[max(top - _AROUND, 0) : bottom + _AROUND, max(x0 - _AROUND, 0) : x1 + _AROUND] = False
    boxes = [_points(place, scale) for place in _lines(left) if _apart(dark, place)]
    if len(boxes) > _MOST:
        return []
    strips = (_Strip(number, box, _cut(sheet, box)) for box in boxes)
    return [strip for strip in strips if ImageStat.Stat(strip.sheet.image).median[0] >= _GROUND]


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
    out = np.zeros_like(dark)
    size = dark.shape[axis]
    if size <= _RULING:
        return out
    total = np.cumsum(dark, axis=axis, dtype=np.int32)
    total = np.concatenate((np.zeros_like(total.take([0], axis)), total), axis=axis)
    full = (total.take(range(_RULING, size + 1), axis) - total.take(range(size + 1 - _RULING), axis)) == _RULING
    for by in range(_RULING):
        part = [slice(None), slice(None)]
        part[axis] = slice(by, by + full.shape[axis])
        out[tuple(part)] |= full
    return out


def _lines(left: Mask) -> Iterator[tuple[int, int, int, int]]:
    """Boxes of ink that lie like a line of writing."""
    rows = np.flatnonzero(left.any(axis=1))
    for top, bottom in _stretches(rows, 1):
        band = left[top:bottom]
        for x0, x1 in _stretches(np.flatnonzero(band.any(axis=0)), _GAP):
            inside = np.flatnonzero(band[:, x0:x1].any(axis=1))
            upper, lower = top + int(inside[0]), top + int(inside[-1]) + 1
            share = float(left[upper:lower, x0:x1].mean())
            if _HIGH[0] <= lower - upper <= _HIGH[1] and x1 - x0 >= _WIDE and _INKED[0] <= share <= _INKED[1]:
                yield x0, upper, x1, lower


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


def _put(words: list[Word], line: Sequence[Word]) -> None:
    """Before the first word that stands below the line; scraps that were read in its place go."""
    words[:] = [word for word in words if not any(_inside(word.box, whole.box) for whole in line)]
    at = next((i for i, word in enumerate(words) if word.box[1] > line[0].box[3]), len(words))
    words[at:at] = line


def _inside(scrap: Box, word: Box) -> bool:
    across, down = (scrap[0] + scrap[2]) / 2, (scrap[1] + scrap[3]) / 2
    return word[0] <= across <= word[2] and word[1] <= down <= word[3]
