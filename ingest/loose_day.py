"""The day of a paper without a label: behind the name of the place, as in a letter, or alone at its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.document import Finding
from archive.kinds import Parsed, date
from ingest import day_print
from ingest.layout import Row, around, text_of, worst
from ingest.paper import Paper, PrintedPage

_ALONE, _PLACED = 0.6, 0.88
_HEAD = 0.45
"""The share of a page that is its head."""
_WORDS = 3
_PLACE = re.compile(r"(?:^|\s)[A-ZÄÖÜ][^\W\d_]{2,}[^,:;\d]{0,20},(?: den| le)?$")


def loose_day(paper: Paper, found: Sequence[Finding]) -> list[Finding]:
    """A day at the head of the first page: sure behind a place ("Stolberg, den 7. Juli 2026"), else likely.

    Days that were read for other fields are theirs.
    """
    taken = {(f.page, f.box) for f in found}
    days = [f for sheet in paper.sheets[:1] for f in _days(sheet) if (f.page, f.box) not in taken]
    return sorted(days, key=lambda f: f.confidence <= _ALONE)[:1]


def _days(sheet: PrintedPage) -> Iterator[Finding]:
    """Days of the head, but none in a row that speaks of versions, printing and the like."""
    decoys = {a.number for a in sheet.anchors if a.meanings and not a.meanings[0].field.name}
    for number, row in enumerate(sheet.rows):
        for at in range(len(row)) if number not in decoys else ():
            if row[at].box[1] < _HEAD * sheet.height and (seen := _day(row[at : at + _WORDS])):
                yield _finding(sheet, row, at, seen)


def _day(words: Row) -> tuple[Parsed, int] | None:
    """The longest possible day that begins here, and how many words it has."""
    for end in range(len(words), 0, -1):
        seen = day_print.day(words[:end])
        if seen and seen[1] == end and not date.check(seen[0].value):
            return seen
    return None


def _finding(sheet: PrintedPage, row: Row, at: int, seen: tuple[Parsed, int]) -> Finding:
    parsed, size = seen
    words = row[at : at + size]
    sure, rule = _ALONE, "Datum ohne Beschriftung im Kopf"
    if parsed.sure and at + size == len(row) and _PLACE.search(text_of(row[:at])):
        sure, rule = round(_PLACED * worst(words) ** 0.5, 3), "hinter dem Ort im Kopf"
    return Finding("rechnungsdatum", parsed.value, text_of(words), sheet.number, around(words), sure, rule)
