"""Rows of goods of invoices and delivery notes: reads the rows below a heading by columns, over page breaks with their Übertrag.

Where the columns leave a doubt, quantity × price = total decides; without any heading only rows that add up so are taken.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.document import Line
from archive.scan import Word
from ingest.column_places import completed, leaning, levelled
from ingest.column_places import found as found_columns
from ingest.columns import Column, cells, heading
from ingest.layout import Row, around, height, simple, text_of
from ingest.line_of_row import alone, is_sum, line_of
from ingest.paper import Paper, PrintedPage
from ingest.row_numbers import is_unit, numbers, products
from ingest.slips import slips

_STOP = {"netto", "steuer", "brutto"}
_GROUP = {"lieferscheinnummer", "bestellnummer", "auftragsnummer", "kommission", "_betrag_sonst", "zeichen"}
_LONGEST_TEXT = 300
_BLANK_LINE = 1.0
"""Heights of print that one line stands from the next where none is between them, at most."""
_CURRENCY = 3
_NUMBERED = ("quantity", "unit", "other")
"""Columns below whose numbers a unit may stand."""


def table(paper: Paper) -> tuple[Line, ...]:
    """All rows of goods of the paper in reading order; empty when this type has no table or none was found."""
    if not paper.doctype.table:
        return ()
    columns: tuple[Column, ...] = ()
    found: list[Line] = []
    ended = True
    sheets = [_levelled(paper, sheet) for sheet in paper.sheets]
    for sheet in sheets:
        start = 0
        title = next(((n, c) for n in range(len(sheet.rows)) if (c := _heading(sheet, n))), None)
        if title:
            start, columns = title[0] + 1, title[1]
        if title or not ended:
            end = next((n for n in range(start, len(sheet.rows)) if _ends(paper, sheet, n)), len(sheet.rows))
            ended = end < len(sheet.rows)
            columns = completed(sheet.rows[start:end], columns)
            found.extend(_rows(sheet, range(start, end), columns))
    if not columns:
        found = [line for sheet in sheets for line in slips(sheet) or _without_heading(paper, sheet)]
    return tuple(_leaning(paper, line) for line in found)


def _rise(paper: Paper, number: int) -> float:
    return next((math.tan(math.radians(page.skew)) for page in paper.reading.pages if page.number == number), 0.0)


def _levelled(paper: Paper, sheet: PrintedPage) -> PrintedPage:
    """The sheet with straight columns; its evidence leans again in the end."""
    rise = _rise(paper, sheet.number)
    return replace(sheet, rows=tuple(levelled(row, rise) for row in sheet.rows)) if rise else sheet


def _leaning(paper: Paper, line: Line) -> Line:
    rise, box = _rise(paper, line.evidence.page), line.evidence.box
    return replace(line, evidence=replace(line.evidence, box=leaning(box, rise))) if rise and box else line


def _without_heading(paper: Paper, sheet: PrintedPage) -> list[Line]:
    """The rows of a sheet whose heading is missing or can not be read: those that add up, and those in line with them."""
    columns = found_columns(sheet.rows)
    if {"total", "quantity"} <= {c.name for c in columns}:
        first = next((n for n, row in enumerate(sheet.rows) if next(products(row), None)), 0)
        end = next((n for n in range(first, len(sheet.rows)) if _ends(paper, sheet, n)), len(sheet.rows))
        return [line for line in _rows(sheet, range(first, end), columns) if line.total is not None]
    return [line for row in sheet.rows if (line := alone(sheet.number, row))]


def _heading(sheet: PrintedPage, number: int) -> tuple[Column, ...]:
    """The columns of a heading in this row, and in the row close above it."""
    row, above = sheet.rows[number], sheet.rows[number - 1] if number else ()
    near = bool(above) and row[0].box[1] - above[0].box[3] < 0.8 * height(row[0])
    return heading(row, above if near else ())


def _rows(sheet: PrintedPage, numbers: range, columns: Sequence[Column]) -> Iterator[Line]:
    current: Line | None = None
    for number in numbers:
        row = sheet.rows[number]
        line = None if is_sum(row) else line_of(sheet.number, row, columns)
        if current and (line or is_sum(row)):
            yield current
            current = None
        if line:
            current = line
        elif current and not _apart(sheet, number, current, columns):
            current = _going_on(current, row, columns)
    if current:
        yield current


def _going_on(line: Line, row: Row, columns: Sequence[Column]) -> Line:
    """The line with what stands below it: its text, and its unit where that stands below its numbers."""
    by_name = cells(row, columns)
    below = [word for name in _NUMBERED if all(is_unit(w.text) for w in by_name.get(name, ())) for word in by_name.get(name, ())]
    unit = line.unit or next((word.text for word in below), "")
    text = text_of([word for word in row if word not in below or word.text != unit])
    box = around((*row, Word("", line.evidence.box or row[0].box, 1.0)))
    return replace(line, text=f"{line.text} {text}".strip(), unit=unit, evidence=replace(line.evidence, box=box))


def _apart(sheet: PrintedPage, number: int, current: Line, columns: Sequence[Column]) -> bool:
    """Not the line's text going on: too far below, too long already, the heading of a group of lines, or a sentence below the table."""
    row = sheet.rows[number]
    bottom = current.evidence.box[3] if current.evidence.box else 0.0
    texts = [c.left for c in columns if c.text and c.name != "position"]
    outside = bool(texts) and row[0].box[0] < min(texts) - 2 * height(row[0])
    if outside and row[0].box[1] - bottom > _BLANK_LINE * height(row[0]):
        return True
    group = any(a.number == number and a.start == 0 and any(m.field.key in _GROUP for m in a.meanings) for a in sheet.anchors)
    return group or row[0].box[1] - bottom > 3.5 * height(row[0]) or len(current.text) > _LONGEST_TEXT


def _ends(paper: Paper, sheet: PrintedPage, number: int) -> bool:
    """The sums begin: labels of totals are the first print of the row, or several of it, with amounts behind or in the row below."""
    meanings = ((a, a.meaning(own=paper.own)) for a in sheet.anchors if a.number == number)
    named = [(a.start, m.field.key) for a, m in meanings if m and m.field.key in _STOP and m.strong]
    return (any(start <= 1 for start, _ in named) or len({key for _, key in named}) > 1) and _summed(sheet, number)


def _summed(sheet: PrintedPage, number: int) -> bool:
    """Not so in a heading of several lines, "Betrag | Ohne MwSt."."""
    here, below = sheet.rows[number], sheet.rows[number + 1 : number + 2]
    return any(n.amount for n in numbers(here)) or any(
        any(n.amount for n in numbers(row)) and not any(len(simple(w.text)) > _CURRENCY and not _digits(w) for w in row) for row in below
    )


def _digits(word: Word) -> bool:
    return any(c.isdigit() for c in word.text)
