"""The text layer of PDF pages as words in reading order, and whether it is worth believing. The only module that knows pdfplumber.

Runs in a bounded child only. A page that pdfplumber cannot read, or not in time, has no layer and is read from its image.
"""

from __future__ import annotations

import logging
import math
import signal
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any, Self

import pdfplumber
from pdfplumber.utils.text import extract_words

from archive.scan import Box, Word
from ingest.plausible import quality

log = logging.getLogger(__name__)

BELIEVABLE = 0.45
"""Quality below which a layer loses to our own reading. Layers of real invoices have 0.55 and more, rubbish 0.0 to 0.3."""
SCAN = 0.85
"""Share of the page in one picture from which it is a scan, and its layer somebody's reading of it."""
_TINY = 3
_NOTHING = ("\xad", "\u200b", "\ufeff", "\x00")
_SECONDS = 6.0
"""Of CPU for one page. A page of text takes 0.1; one that takes longer holds a drawing, and its image is read sooner."""


@dataclass(frozen=True, slots=True)
class Char:
    """One character in points from the top left of the page as shown; ``angle`` is the direction of writing, clockwise in degrees."""

    text: str
    box: Box
    angle: int


@dataclass(frozen=True, slots=True)
class Layer:
    """The words of a page and the clockwise turn that makes most of them level."""

    words: tuple[Word, ...]
    rotation: int


class Layers:
    """The text layers of some pages of one PDF, which is opened when the first of them is asked for."""

    def __init__(self, path: str, numbers: Sequence[int]) -> None:
        self._path, self._numbers = path, list(numbers)
        self._pages: dict[int, Any] | None = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def layer(self, number: int, width: float, height: float) -> Layer:
        """The layer of page ``number`` (from 1), which measures ``width`` by ``height`` points as shown; no words when it has none."""
        try:
            with _in_time(_SECONDS):
                return layer(_chars(self._opened()[number], width, height), width, height)
        except (Exception, _TooSlowError) as error:  # noqa: BLE001 — foreign bytes raise anything, and the page's image is still there
            log.info("page %d has no readable text layer: %r", number, error)
            return Layer((), 0)

    def _opened(self) -> dict[int, Any]:
        if self._pages is None:
            self._pages = {}
            document = self._open.enter_context(pdfplumber.open(self._path, pages=self._numbers))
            self._pages = {page.page_number: page for page in document.pages}
        return self._pages


class _TooSlowError(BaseException):
    """Not an ``Exception``: pdfminer goes on after many of those."""


@contextmanager
def _in_time(seconds: float) -> Iterator[None]:
    """Raises ``_TooSlowError`` in what runs inside when it has used so many seconds of CPU."""

    def late(_number: int, _frame: FrameType | None) -> None:
        raise _TooSlowError

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _chars(page: Any, width: float, height: float) -> list[Char]:
    """The characters on the part of the page that is shown."""
    left, top = (max(crop, media) for crop, media in zip(page.cropbox[:2], page.mediabox[:2], strict=True))
    right, bottom = (min(crop, media) for crop, media in zip(page.cropbox[2:], page.mediabox[2:], strict=True))
    if abs(right - left - width) > 1 or abs(bottom - top - height) > 1:
        raise ValueError(f"page is {right - left} x {bottom - top} for pdfplumber, shown as {width} x {height}")
    found = []
    for char in page.chars:
        across, up = char["matrix"][:2]
        angle = round(-math.degrees(math.atan2(up, across)) / 90) * 90 % 360
        found.append(Char(char["text"], (char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top), angle))
    page.close()
    return found


def layer(chars: Sequence[Char], width: float, height: float) -> Layer:
    """The words in reading order, turned together with the page when most of the writing runs another way."""
    visible = _without_shadows(char for char in chars if char.text not in _NOTHING and _on_page(char.box, width, height))
    angles = [angle for angle, _ in Counter(char.angle for char in visible if not char.text.isspace()).most_common()]
    if not angles:
        return Layer((), 0)
    turned = (height, width) if angles[0] in (90, 270) else (width, height)
    words = list(_in_order(_without_repeats(_words(visible, angles[0], width, height))))
    for angle in angles[1:]:
        # Writing along an edge of the page comes last, as it is looked at last.
        level = _in_order(_without_repeats(_words(visible, angle, width, height)))
        size = (height, width) if angle in (90, 270) else (width, height)
        words += [Word(w.text, turned_box(w.box, (angle - angles[0]) % 360, *size), 1.0) for w in level]
    return Layer(tuple(word for word in words if _on_page(word.box, *turned)), (360 - angles[0]) % 360)


def believable(words: Sequence[Word], picture_share: float) -> bool:
    """Is this layer better than reading the page ourselves? A scan's layer was read by somebody's OCR and must look like language.

    A page drawn by a program is believed even when it holds few words, but not when its characters are broken.
    """
    if not words:
        return False
    value = quality((word.text, 1.0) for word in words)
    if picture_share > SCAN:
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


def _words(chars: Sequence[Char], angle: int, width: float, height: float) -> list[Word]:
    """The words written in this direction, on the page turned so that they are level."""
    level = [(char.text, turned_box(char.box, (360 - angle) % 360, width, height)) for char in chars if char.angle == angle]
    made = [
        {"text": text, "x0": b[0], "top": b[1], "x1": b[2], "bottom": b[3], "doctop": b[1], "upright": True, "size": b[3] - b[1]}
        for text, b in level
    ]
    # In the order of the file, because lines that overlap would be mixed up; 0.15 of the type size ends a word.
    found = extract_words(made, x_tolerance_ratio=0.15, y_tolerance=2, use_text_flow=True)
    return [Word(w["text"], (w["x0"], w["top"], w["x1"], w["bottom"]), 1.0) for w in found]


def _without_shadows(chars: Iterable[Char]) -> list[Char]:
    """Each character that is printed twice in a row on nearly the same spot, to look bold, once."""
    kept: list[Char] = []
    for char in chars:
        last = kept[-1] if kept else None
        if last and last.text == char.text and abs(last.box[0] - char.box[0]) < 1 and abs(last.box[1] - char.box[1]) < 1:
            continue
        kept.append(char)
    return kept


def _on_page(box: Box, width: float, height: float) -> bool:
    return box[2] > 0 and box[3] > 0 and box[0] < width and box[1] < height


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
