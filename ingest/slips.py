"""Rows of goods on receipts: a name, and below it "2 Stk x 21,30", with the total in one of both rows. Knows no columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from archive.document import Evidence, Line
from ingest.layout import Row, around, text_of
from ingest.paper import PrintedPage
from ingest.row_numbers import as_number, is_unit

_AMOUNT = r"-?\d{1,3}(?:\.?\d{3})*,\d{2}"
_BEHIND = r"(?:\s?(?:EUR|€))?"
_TIMES = re.compile(rf"(\d+(?:,\d+)?)\s?([^\W\d_]{{1,6}}\.?)?\s?[x×*àX]\s?({_AMOUNT}){_BEHIND}(?:\s+({_AMOUNT})(?:\s?[A-Z€]{{1,3}})?)?")
_TOTAL = re.compile(rf"(.*?)\s+({_AMOUNT})(?:\s?[A-Z€]{{1,3}})?")
_LETTERS = 3
_NEAR = 2.5
"""Heights of print between a name and its numbers."""
_HALF_A_CENT = Decimal("0.005")
"""By so much a price that is printed may be off."""


def slips(sheet: PrintedPage) -> list[Line]:
    """The rows of a receipt that add up, in their order; none on any other paper."""
    return [line for above, row in _pairs(sheet) if (line := _slip(sheet.number, above, row))]


def _pairs(sheet: PrintedPage) -> Iterator[tuple[Row, Row]]:
    for number in range(1, len(sheet.rows)):
        above, row = sheet.rows[number - 1], sheet.rows[number]
        size = row[0].box[3] - row[0].box[1]
        if row[0].box[1] - above[0].box[3] < _NEAR * size:
            yield above, row


def _slip(page: int, above: Row, row: Row) -> Line | None:
    times, named = _TIMES.fullmatch(text_of(row)), _TOTAL.fullmatch(text_of(above))
    if times is None:
        return None
    amount, price = as_number(times[1]), as_number(times[3])
    total = as_number(times[4] or (named[2] if named else ""))
    name = text_of(above) if times[4] else named[1] if named else ""
    unit = times[2] or ""
    if amount is None or price is None or total is None or (unit and not is_unit(unit.rstrip("."))):
        return None
    if sum(c.isalpha() for c in name) < _LETTERS or abs(amount * price - total) > max(amount, Decimal(2)) * _HALF_A_CENT:
        return None
    both = (*above, *row)
    return Line("", "", name, amount, unit, price, Decimal(1), total, Evidence(page, around(both), text_of(both)))
