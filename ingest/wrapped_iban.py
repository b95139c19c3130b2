"""Accounts that go on in the next row: narrow columns at the foot of a page, or the end of a line. Only right check digits convince."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from archive.kinds import iban
from ingest.layout import Row, gap, height
from ingest.paper import PrintedPage

_DIGITS = str.maketrans("OQDILSBGZA|", "00011586241")
_START = re.compile(r"[A-Z]{2}(?:[0-9OQILSBGZA]{2}[0-9A-Z]*|\d[A-Z]\d)")
_BLOCK = re.compile(r"(?=[A-Z]*[0-9])[A-Z0-9]+")
_ONE_MORE = re.compile(r"[A-Z]{2}(?:\d[A-Z]\d|[A-Z]\d\d|\d\d[A-Z])")
_OTHER = re.compile(r"[A-Z]{2}\d{4}")
"""How a VAT id in the next column begins."""
_ROWS = 2
"""Rows of another column may lie between the two halves."""
_LABEL_GAP, _WORD_GAP = 4, 1.4
_UNDER = 0.3
_LEAST, _FIRST = 8, 4
"""Characters in the upper half, and one block in the lower one: less is no account cut in two. Behind "IBAN" one block is enough."""


def wrapped(sheet: PrintedPage, number: int) -> Iterator[tuple[Row, str]]:
    """The accounts that begin in row ``number`` and end in one of the next rows of their column, or where the next row begins."""
    row = sheet.rows[number]
    for start, word in enumerate(row):
        if not _START.fullmatch(_plain((word,))):
            continue
        upper = _run(row[start:])
        wanted = iban.LENGTHS.get(_plain(upper)[:2], 0) - len(_plain(upper))
        least = _LEAST if start == 0 or "IBAN" not in row[start - 1].text.upper() else _FIRST
        if wanted < 2 or len(_plain(upper)) < least:
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
        near = min(sheet.rows[number], key=lambda w: abs(w.box[0] - row[0].box[0]))  # pages may lean
        if row[0].box[1] - near.box[3] > 2 * size:
            return
        inside = [i for i, w in enumerate(row) if left - size < w.box[0] < upper[-1].box[2]]
        # Where columns stand close, the one of the account begins below any of the words before it.
        under = [i for i in inside if any(abs(row[i].box[0] - w.box[0]) < _UNDER * size for w in sheet.rows[number])]
        for lower in (_run(row[i:]) for i in dict.fromkeys((*inside[:2], *under, 0))):
            yield lower
            yield from ((*lower, *third) for third in _third(sheet, below + 1, lower))


def _third(sheet: PrintedPage, number: int, lower: Row) -> Iterator[Row]:
    """What stands right under the second part: very narrow columns cut an account in three."""
    for word_at, word in enumerate(sheet.rows[number]) if lower and number < len(sheet.rows) else ():
        if abs(word.box[0] - lower[0].box[0]) < 0.6 * height(lower[0]) and word.box[1] - lower[0].box[3] < height(lower[0]):
            yield _run(sheet.rows[number][word_at:])


def _column(row: Row, start: int) -> float:
    """Where the column of the account begins: at its label, if it has one."""
    while start > 0:
        reach = _LABEL_GAP if "IBAN" in row[start - 1].text else _WORD_GAP
        if gap(row[start - 1].box, row[start].box) >= reach * height(row[start]):
            break
        start -= 1
    return row[start].box[0]


def _run(words: Row) -> Row:
    """The words from the first one that stand close together and may be blocks of an account."""
    close = takewhile(lambda at: at == 0 or gap(words[at - 1].box, words[at].box) < 1.2 * height(words[at]), range(len(words)))
    blocks = takewhile(lambda at: bool(_BLOCK.fullmatch(_plain((words[at],)))) and not (at and _OTHER.match(words[at].text)), close)
    return tuple(words[at] for at in blocks)


def _read(upper: Row, lower: Row, wanted: int) -> tuple[Row, str] | None:
    for end in range(1, len(lower) + 1):
        rest = _plain(lower[:end])
        if wanted <= len(rest) <= wanted + 1:
            texts = (*_texts(upper, rest), *(_texts(upper, rest[1:]) if len(rest) > wanted else ()))  # the line between columns, read as 1
            value = next((t for t in texts if iban.valid(t)), "")
            if value:
                return (*upper, *lower[:end]), value
    return None


def _texts(upper: Row, rest: str) -> Iterator[str]:
    """What may stand there: as read, with letters as digits, without a letter read into the first block ("DE5S7" for DE57)."""
    text = _plain(upper) + rest
    yield text
    yield text[:2] + text[2:].translate(_DIGITS)
    first = _plain(upper[:1])
    if re.fullmatch(_ONE_MORE, first):
        yield re.sub(r"[A-Z]", "", first[2:]).join((first[:2], text[len(first) :]))


def _plain(words: Row) -> str:
    return re.sub(r"[\W_]", "", "".join(word.text for word in words)).upper()
