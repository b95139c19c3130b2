"""Numbers that go on in the next line of a narrow cell: "INV-26-" above "00417". Put together before they are read as values."""

from __future__ import annotations

from dataclasses import replace

from ingest.layout import Row, around, gap, height
from ingest.paper import PrintedPage

_ENDS = ("-", "/", "–")
_SHARE = 0.9
"""What a number put together from two lines is worth of one in a single line."""


def whole(sheet: PrintedPage, words: Row) -> Row:
    """The words with the second line of the number they begin with; unchanged when it ends where its line ends."""
    first = words[0] if words else None
    if (
        first is None
        or not first.text.endswith(_ENDS)
        or len(first.text) < 2
        or (len(words) > 1 and gap(first.box, words[1].box) < height(first))
    ):
        return words
    number = next((n for n, row in enumerate(sheet.rows) if first in row), len(sheet.rows))
    size = height(first)
    for word in sheet.rows[number + 1] if number + 1 < len(sheet.rows) else ():
        below = -0.5 * size < word.box[1] - first.box[3] < size
        if below and abs(word.box[0] - first.box[0]) < 0.6 * size and any(c.isdigit() for c in word.text):
            sure = min(first.confidence, word.confidence) * _SHARE
            return (replace(first, text=first.text + word.text, box=around((first, word)), confidence=sure), *words[1:])
    return words
