"""Where a value that a person typed is printed: all spots that read as this value, in the order in which they would be looked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from archive.document import Finding
from archive.kinds import KINDS
from archive.order import plain
from archive.scan import Reading
from ingest.confusions import alike
from ingest.layout import Row, gap, height, rows, simple, text_of
from ingest.surroundings import Spot, spot_at, surroundings

_LONGEST = {"number": 4, "iban": 10, "vat_id": 5, "tax_number": 5, "date": 4, "amount": 4, "quantity": 2, "name": 9}
_LOWEST_WINS = "amount"  # totals stand below rows that may hold the same amount


def spot_of(reading: Reading, kind: str, entered: Finding, before: Finding | None) -> Spot | None:
    """The spot a correction is about: the place the person pointed at, else the likeliest print of the value.

    Where the value is printed nowhere as typed, it is the spot of the value before, if that is a likely misreading of it.
    """
    if entered.box and (pointed := _at(reading, entered)):
        return pointed
    found = list(_prints(reading, kind, entered.value))
    if found:
        return min(found, key=lambda spot: _order(spot, kind))
    if before and before.box and misread(before.value, entered.value):
        return _at(reading, before)
    return None


def misread(read: str, wanted: str) -> bool:
    """Whether one value is likely what OCR made of the other, so that the place was right."""
    return alike(plain(read), plain(wanted))


def _at(reading: Reading, finding: Finding) -> Spot | None:
    page = next((page for page in reading.pages if page.number == finding.page), None)
    return spot_at(page, finding.box) if page and finding.box else None


def _prints(reading: Reading, kind: str, value: str) -> Iterator[Spot]:
    for page in reading.pages:
        for row in rows(page):
            for start in range(len(row)):
                for end in range(start + 1, min(len(row), start + _LONGEST.get(kind, 4)) + 1):
                    if end - start > 1 and _apart(row[end - 2 : end]):
                        break
                    if _reads_as(kind, text_of(row[start:end]), value):
                        yield Spot(page, row, start, end)
                        break


def _apart(two: Row) -> bool:
    return any(gap(a.box, b.box) > 1.3 * height(a) for a, b in pairwise(two))


def _reads_as(kind: str, text: str, value: str) -> bool:
    if kind in ("number", "iban", "vat_id", "tax_number"):
        return bool(plain(value)) and plain(text) == plain(value)
    if kind == "name":
        return bool(simple(value)) and simple(text) == simple(value)
    parsed = KINDS[kind].parse(text)
    return parsed is not None and parsed.value == value


def _order(spot: Spot, kind: str) -> tuple[int, int, float]:
    ways = [around.relation for around in surroundings(spot)]
    labelled = 0 if "rechts" in ways else 1 if "darunter" in ways else 2
    return labelled, spot.page.number, -spot.box[1] if kind == _LOWEST_WINS else spot.box[1]
