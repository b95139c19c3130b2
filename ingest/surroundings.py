"""What is printed around a spot (the label before or above it, its place on the page), and the way back from there to words.

Knows no field's labels: this is how a correction tells where a supplier prints a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.lesson import Relation
from archive.scan import Box, Page, Word
from ingest.layout import Row, around, distance, gap, height, overlap_x, rows, simple, text_of

_LONGEST = 4  # words of a label
_WIDE = 1.3  # white space between two words of one label, in heights of the print
_FAR = 0.45  # of the width of the page, between a label and its value
_RISE = 3.6  # heights of the print between a value and the label above it
_FUZZY, _TWO_ERRORS = 6, 14
_LETTERS = 2
_HEADING = 1.4  # print so much larger is a heading and no label
_EMPTY = frozenset(
    {"eur", "euro", "usd", "gbp", "chf", "vom", "von", "v", "am", "den", "der", "bis", "zum", "wird", "dated", "du", "van", "op", "on"}
)
"""Words that are no label alone."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Words that are one value, as row and span of a page."""

    page: Page
    row: Row
    start: int
    end: int

    @property
    def words(self) -> Row:
        """The words of the value."""
        return self.row[self.start : self.end]

    @property
    def box(self) -> Box:
        """Where they stand."""
        return around(self.words)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The label that leads to a spot, if any, and the spot's place as shares of the page."""

    label: str
    relation: Relation
    page: int
    zone: Box


def surroundings(spot: Spot) -> Iterator[Surroundings]:
    """The ways to the spot, the best first: by the label before it in its row, by the one above it, by its place alone."""
    zone = zone_of(spot.page, spot.box)
    if label := _before(spot):
        yield Surroundings(label, "rechts", spot.page.number, zone)
    if label := _above(spot):
        yield Surroundings(label, "darunter", spot.page.number, zone)
    yield Surroundings("", "", spot.page.number, zone)


def zone_of(page: Page, box: Box) -> Box:
    """A box as shares of the page, to the thousandth."""
    x0, top, x1, bottom = box
    parts = (x0 / page.width, top / page.height, x1 / page.width, bottom / page.height)
    return (round(parts[0], 3), round(parts[1], 3), round(parts[2], 3), round(parts[3], 3))


def spot_at(page: Page, box: Box) -> Spot | None:
    """The words that lie in a box, if they stand in one row."""
    for row in rows(page):
        inside = [i for i, word in enumerate(row) if _mostly_in(word.box, box)]
        if inside:
            return Spot(page, row, inside[0], inside[-1] + 1)
    return None


def behind(page: Page, label: str, relation: Relation) -> Iterator[Row]:
    """The words that stand behind or under each print of a label; "Nr." alone is not found in "Kunden Nr."."""
    printed = rows(page)
    for number, row in enumerate(printed):
        if relation == "darunter":
            for part in _runs(row):
                if same_print(label, _label(part)):
                    yield from _under(printed[number + 1 :], tuple(part))
            continue
        for end in range(1, len(row)):
            if not _is_value(row[end - 1]) and same_print(label, _before(Spot(page, row, end, end + 1))):
                yield row[end:]


def in_zone(page: Page, zone: Box) -> Iterator[Row]:
    """The words that start in a place of the page, row by row."""
    for row in rows(page):
        size = max(height(word) for word in row)
        x0, x1 = zone[0] * page.width - 2 * size, zone[2] * page.width
        top, bottom = zone[1] * page.height - 0.8 * size, zone[3] * page.height + 0.8 * size
        inside = [i for i, w in enumerate(row) if x0 <= w.box[0] < x1 and top <= (w.box[1] + w.box[3]) / 2 <= bottom]
        if inside:
            yield row[inside[0] :]


def same_print(left: str, right: str) -> bool:
    """Whether two labels are one, a misread letter or two allowed for in long ones."""
    a, b = simple(left), simple(right)
    allowed = 0 if len(a) < _FUZZY else 1 if len(a) < _TWO_ERRORS else 2
    return a == b or (allowed > 0 and bool(b) and distance(a, b, allowed) <= allowed)


def _before(spot: Spot) -> str:
    row, start = spot.row, spot.start
    while start and simple(row[start - 1].text) in _EMPTY:
        start -= 1
    first, words = row[start], list[Word]()
    for at in range(start - 1, -1, -1):
        word, following = row[at], words[0] if words else first
        limit = _WIDE * height(word) if words else _FAR * spot.page.width
        if _is_value(word) or gap(word.box, following.box) > limit or len(words) == _LONGEST or (words and word.text.endswith(":")):
            break
        words.insert(0, word)
    return _label(words)


def _above(spot: Spot) -> str:
    box, size = spot.box, max(height(word) for word in spot.words)
    for row in reversed(rows(spot.page)):
        lower = max(word.box[3] for word in row)
        if lower > box[1] + 0.5 * size:
            continue
        if lower < box[1] - _RISE * size:
            return ""
        for part in _runs(row):
            if max(height(word) for word in part) > _HEADING * size:
                continue
            over = around(part)
            aligned = abs(over[0] - box[0]) < 1.5 * size or abs(over[2] - box[2]) < 1.5 * size
            if overlap_x(over, box) > 0 or aligned:
                return _label(part) if not any(_is_value(word) for word in part) else ""
    return ""


def _runs(row: Row) -> Iterator[list[Word]]:
    """The row cut at white space."""
    part: list[Word] = []
    for word in row:
        if part and gap(part[-1].box, word.box) > _WIDE * height(word):
            yield part
            part = []
        part.append(word)
    if part:
        yield part


def _label(words: Sequence[Word]) -> str:
    text = text_of(words).strip(" :.#*-–/|") if 0 < len(words) <= _LONGEST else ""
    said = [simple(word) for word in text.split() if simple(word) not in _EMPTY]
    return text if len(re.sub(r"[^a-z]", "", "".join(said))) >= _LETTERS else ""


def _is_value(word: Word) -> bool:
    return any(c.isdigit() for c in word.text)


def _under(following: Sequence[Row], label: Row) -> Iterator[Row]:
    box, size = around(label), max(height(word) for word in label)
    for row in following[:6]:
        if row[0].box[1] - box[3] > _RISE * size:
            return
        inside = [i for i, w in enumerate(row) if overlap_x(w.box, box) > 0 or abs(w.box[0] - box[0]) < 1.5 * size]
        if inside and row[inside[0]].box[1] >= box[3] - 0.5 * size:
            yield row[inside[0] :]
            return


def _mostly_in(word: Box, box: Box) -> bool:
    wide, high = min(word[2], box[2]) - max(word[0], box[0]), min(word[3], box[3]) - max(word[1], box[1])
    return wide > 0 and high > 0 and wide * high > 0.5 * (word[2] - word[0]) * (word[3] - word[1])
