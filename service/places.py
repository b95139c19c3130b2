"""Spots that people show on a page: from the screen to evidence, the words in a box, and the value they make in a field."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from archive.doctypes import field_of
from archive.document import Evidence
from archive.kinds import kind
from archive.scan import Box, Page, Reading, Word

LONGEST = 300
"""A value is a few words; a box around half the page is not meant."""


def evidence_of(place: str, reading: Reading | None) -> Evidence | None:
    """``2:300.5,120,380,132`` (page and box in points) as evidence with the words read there; ``None`` when it names no place."""
    match = re.fullmatch(r"(\d{1,5}):(-?[\d.]{1,9}),(-?[\d.]{1,9}),(-?[\d.]{1,9}),(-?[\d.]{1,9})", place)
    page = next((each for each in reading.pages if match and each.number == int(match[1])), None) if reading else None
    if match is None or page is None:
        return None
    try:
        x0, top, x1, bottom = (float(match[n]) for n in range(2, 6))
    except ValueError:
        return None
    box = (max(0.0, min(x0, x1)), max(0.0, min(top, bottom)), min(page.width, max(x0, x1)), min(page.height, max(top, bottom)))
    words = words_in(page, box)
    return Evidence(page.number, around(words) or _rounded(box), " ".join(word.text for word in words)[:LONGEST])


def words_in(page: Page, box: Box) -> list[Word]:
    """The words whose middle lies in the box, in reading order."""
    x0, top, x1, bottom = box
    middle = ((word, (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2) for word in page.words)
    return [word for word, x, y in middle if x0 <= x <= x1 and top <= y <= bottom]


def around(words: Sequence[Word]) -> Box | None:
    """The box that holds all of the words."""
    if not words:
        return None
    sides = list(zip(*(word.box for word in words), strict=True))
    return _rounded((min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])))


def value_of(field: str, raw: str) -> tuple[str, bool]:
    """What words make in a field, as people write it, and whether the field takes it. Words around a value are left away."""
    known = field_of(field)
    if known is None or not raw.strip():
        return raw.strip(), False
    like = kind(known.kind)
    for part in _parts(raw.strip(), number=known.kind == "number"):
        if parsed := like.parse(part):
            return like.show(parsed.value), True
    return raw.strip(), False


def _parts(raw: str, *, number: bool) -> list[str]:
    """All of it first, then without what stands before (labels), then without what stands behind (units)."""
    words = raw.split()[:12]
    if number:  # A label would become part of it: blanks count for nothing in numbers.
        words = words[next((n for n, word in enumerate(words) if any(char.isdigit() for char in word)), 0) :]
        raw = " ".join(words)
    tails = [" ".join(words[n:]) for n in range(len(words))]
    heads = [" ".join(words[:n]) for n in range(len(words) - 1, 0, -1)]
    return [raw, *(tail.strip(" :;,") for tail in tails), *(head.strip(" :;,") for head in heads)]


def _rounded(box: Box) -> Box:
    if not all(math.isfinite(side) for side in box):
        return (0.0, 0.0, 0.0, 0.0)
    return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))
