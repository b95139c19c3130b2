"""Document numbers: invoice, delivery note, order, customer. Values keep dashes, slashes and leading zeros; blanks go."""

from __future__ import annotations

import re

from archive.kinds import date
from archive.kinds.kind import Kind, Parsed, no_objection

_SHAPE = re.compile(r"[^\W_](?:[\w./\\+-]*[^\W_])?")
_LONGEST = 36  # what DATEV takes as Belegfeld 1
_AMOUNT = re.compile(r"\d{1,3}(?:[.']\d{3})*,\d{2}|\d+,\d+")


def parse(raw: str) -> Parsed | None:
    """A token with at least one digit that is neither a day nor an amount."""
    text = re.sub(r"\s+", "", raw).strip(".,;:#()[]*|_'\"")
    if not any(c.isdigit() for c in text) or len(text) > _LONGEST or not _SHAPE.fullmatch(text):
        return None
    if date.parse(text) or _AMOUNT.fullmatch(text):
        return None
    return Parsed(text)


def show(value: str) -> str:
    """As it is."""
    return value


KIND = Kind("number", parse, no_objection, show)
