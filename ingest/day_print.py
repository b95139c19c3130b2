"""Days as they are printed and misread: glued to the word before them, torn, or with a digit that no day has. Knows no labels."""

from __future__ import annotations

import re

from archive.kinds import Parsed, date
from ingest.confusions import readings
from ingest.layout import Row, text_of, worst

_LONGEST, _PIECES, _WHOLE = 9, 6, 3
_GLUED = re.compile(r"(?:den|vom|am)(?=\d)", re.IGNORECASE)
_SHAPE = re.compile(r"\d{2}\. ?\d{2}\. ?\d{4}")


def day(words: Row) -> tuple[Parsed, int] | None:
    """The day that the first words say, and how many they are; not sure where a digit must have been misread."""
    for end in range(min(len(words), _LONGEST), 0, -1):
        text = _GLUED.sub("", text_of(words[:end]), count=1)
        if parsed := date.parse(text):
            likely = _misread(words[:end]) if date.check(parsed.value) else None
            return likely or parsed, end
    return next(((parsed, end) for end in range(1, min(len(words), _WHOLE) + 1) if (parsed := _misread(words[:end]))), None)


def behind(words: Row, fillers: int) -> tuple[Parsed, int, int] | None:
    """The day behind up to so many words without digits, with its span; digits of a day torn apart only at the beginning."""
    for skip in range(min(fillers + 1, len(words))):
        if any(c.isdigit() for c in "".join(word.text for word in words[:skip])):
            break
        if found := day(words[skip:]):
            return found[0], skip, skip + found[1]
    ends = range(min(len(words), _PIECES), 0, -1)
    return next(((parsed, 0, end) for end in ends if (parsed := date.scattered(text_of(words[:end])))), None)


def _misread(words: Row) -> Parsed | None:
    """The only possible day for ``99.03.2026`` or ``16.03.2926``, with one digit taken for another; print of a file is as it was meant."""
    text = text_of(words)
    if not _SHAPE.fullmatch(text) or worst(words) >= 1.0:
        return None
    others = {parsed.value for other in readings(text) if (parsed := date.parse(other)) and not date.check(parsed.value)}
    return Parsed(others.pop(), sure=False, note="eine Ziffer ist verlesen") if len(others) == 1 else None
