"""Writing on a page that its text layer does not hold: letterheads and feet that are a picture, or letters drawn as outlines.

Found by its ink outside the words of the layer, read alone, and put among them with the confidence of a reading.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from PIL import Image

from archive.scan import Box, Page, Word
from ingest import deskew
from ingest.layout import gap, height, simple
from ingest.left_out import put, unread
from ingest.ocr import Engine, checked
from ingest.second_look import looked_again
from ingest.sheet import Sheet

log = logging.getLogger(__name__)

_MOST, _LEAST = 120, 60.0
"""Lines of a page: where more is left it is a drawing. Points of all lines together: less is a piece of a sign."""
_SURE, _LETTERS = 0.7, 3
"""Confidence and letters of a line that is writing: signs of firms are read as well, badly."""
_OFF = 1.5
"""Heights of print that a word of the layer may stand above or below its ink."""


def rest(page: Page, small: Sheet, drawn: Callable[[], Sheet]) -> Sheet | None:
    """The upright page with nothing on it but what ``page`` does not hold, ``None`` when that is hardly anything.

    ``small`` and what ``drawn`` gives, fine enough to read, lie as in the file, before the page was turned.
    """
    few = small.turned(page.rotation)
    boxes = unread(page.words, few, deskew.ink(few.image))
    if len(boxes) > _MOST or sum(box[2] - box[0] for box in boxes) < _LEAST:
        return None
    whole = drawn().turned(page.rotation).for_reading()
    return replace(whole, image=_alone(whole, boxes))


def _alone(sheet: Sheet, boxes: Sequence[Box]) -> Image.Image:
    dots = sheet.image.width / sheet.width
    image = Image.new("L", sheet.image.size, 255)
    for box in boxes:
        left, top, right, bottom = (round(edge * dots) for edge in box)
        place = max(left, 0), max(top, 0), min(right, image.width), min(bottom, image.height)
        image.paste(sheet.image.crop(place), place[:2])
    return image


def completed(pages: Sequence[tuple[Page, Sheet]], engine: Engine) -> list[Page]:
    """Each page with what could be read on the sheet that :func:`rest` made of it. When the engine fails the layer stands alone."""
    if not pages:
        return []
    sheets = [sheet for _, sheet in pages]
    try:
        read = looked_again(checked(engine.recognise(sheets), sheets), sheets, engine)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 — engines may raise anything, and the text of the pages is there
        log.warning("pictures on %d pages with text were not read: %r", len(pages), error)
        return [page for page, _ in pages]
    return [_joined(page, words) for (page, _), words in zip(pages, read, strict=True)]


def _joined(page: Page, words: Sequence[Word]) -> Page:
    made = list(page.words)
    for line in replace(page, words=tuple(words), skew=0.0).lines():
        if _is_writing(line) and not all(_twin(word, page.words) for word in line):
            put(made, line, ())
    return replace(page, words=tuple(made))


def _is_writing(line: Sequence[Word]) -> bool:
    said = sum(len(word.text) for word in line)
    sure = sum(len(word.text) * word.confidence for word in line)
    return sum(c.isalnum() for word in line for c in word.text) >= _LETTERS and sure >= _SURE * said


def _twin(word: Word, words: Sequence[Word]) -> bool:
    """Whether the layer has it close by: some programs tell wrong places of their letters."""
    size, text = height(word), simple(word.text)
    return any(
        simple(other.text) == text and gap(word.box, other.box) < size and _off(word.box, other.box) < _OFF * size for other in words
    )


def _off(one: Box, other: Box) -> float:
    return abs(one[1] + one[3] - other[1] - other[3]) / 2
