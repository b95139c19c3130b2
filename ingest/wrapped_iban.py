"""Accounts that go on in the next row: narrow columns at the foot of a page, or the end of a line. Only right check digits convince."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from archive.kinds import iban
from ingest.layout import Row, gap, height
from ingest.paper import PrintedPage

_DIGITS = str.maketrans("OQDILSBGZ|", "0001158621")
_START = re.compile(r"[A-Z]{2}[0-9OQILSBGZ]{2}[0-9A-Z]*")
_BLOCK = re.compile(r"(?=[A-Z]*[0-9])[A-Z0-9]+")
_ROWS = 2
"""Rows of another column may lie between the two halves."""
_LEAST = 8
"""Characters in the upper half, and one block in the lower one: less is no account cut in two."""


def wrapped(sheet: PrintedPage, number: int) -> Iterator[tuple[Row, str]]:
    """The accounts that begin in row ``number`` and end in one of the next rows of their column, or where the next row begins."""
    row = sheet.rows[number]
    for start, word in enumerate(row):
        if not _START.fullmatch(_plain((word,))):
            continue
        upper = _run(row[start:])
        wanted = iban.LENGTHS.get(_plain(upper)[:2], 0) - len(_plain(upper))
        if wanted < 2 or len(_plain(upper)) < _LEAST:
            continue
        left = _column(row, start)
        for lower in _continued(sheet, number, left, upper):
            value = _read(upper, lower, wanted)
            if value:
                yield value
                break


def _continued(sheet: PrintedPage, number: int, left: float, upper: Row) -> Iterator[Row]:
    size = height(upper[0])
    for below in range(number + 1, min(number + 1 + _ROWS, len(sheet.rows))):
        row = sheet.rows[below]
        if row[0].box[1] - upper[0].box[3] > 2 * size:
            return
        inside = [i for i, w in enumerate(row) if left - size < w.box[0] < upper[-1].box[2]]
        yield from (_run(row[i:]) for i in dict.fromkeys((*inside[:2], 0)))


def _column(row: Row, start: int) -> float:
    """Where the column of the account begins: at its label, if it has one."""
    while start > 0 and gap(row[start - 1].box, row[start].box) < height(row[start]):
        start -= 1
    return row[start].box[0]


def _run(words: Row) -> Row:
    """The words from the first one that stand close together and may be blocks of an account."""
    close = takewhile(lambda at: at == 0 or gap(words[at - 1].box, words[at].box) < 1.2 * height(words[at]), range(len(words)))
    return tuple(words[at] for at in takewhile(lambda at: bool(_BLOCK.fullmatch(_plain((words[at],)))), close))


def _read(upper: Row, lower: Row, wanted: int) -> tuple[Row, str] | None:
    for end in range(1, len(lower) + 1):
        rest = _plain(lower[:end])
        if len(rest) >= wanted:
            text = _plain(upper) + rest
            fitting = (t for t in (text, text[:2] + text[2:].translate(_DIGITS)) if len(rest) == wanted and iban.valid(t))
            value = next(fitting, "")
            return ((*upper, *lower[:end]), value) if value else None
    return None


def _plain(words: Row) -> str:
    return re.sub(r"[\W_]", "", "".join(word.text for word in words)).upper()
