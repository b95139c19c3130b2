"""The cells of an Excel table as people see them: texts, figures with a comma, days. Formulas are not computed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lxml import etree

from ingest import figures_of_cells as cells

if TYPE_CHECKING:
    from ingest.office import Parts

_DAYS = frozenset({14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58})
"""Numbers of built-in formats that show days."""
_FIRST, _LAST = 1.0, 2_958_465.0
_MOST_COLUMNS = 100


def rows(part: Parts) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Sheet by sheet its name and its rows; hidden ones too, because nothing of a paper is kept from people."""
    shared = _shared(part.tree("xl/sharedStrings.xml"))
    days = _day_styles(part.tree("xl/styles.xml"))
    names = _names(part.tree("xl/workbook.xml"))
    for at, name in enumerate(sorted(part.like(r"xl/worksheets/sheet\d+\.xml"), key=_number)):
        tree = part.tree(name)
        found = [] if tree is None else [row for element in cells.named(tree, "row") if any(row := _row(element, shared, days))]
        if found:
            yield "head", (names[at] if at < len(names) else f"Tabelle {at + 1}",)
        yield from (("text", row) for row in found)


def _number(name: str) -> int:
    return int(re.sub(r"\D", "", name)[:9])


def _shared(tree: etree._Element | None) -> list[str]:
    return [] if tree is None else ["".join(text.text or "" for text in cells.named(one, "t")) for one in tree]


def _names(tree: etree._Element | None) -> list[str]:
    return [] if tree is None else [str(sheet.get("name", "")) for sheet in cells.named(tree, "sheet")]


def _day_styles(tree: etree._Element | None) -> frozenset[int]:
    """The styles whose cells show days."""
    if tree is None:
        return frozenset()
    custom = {
        cells.whole(fmt.get("numFmtId"))
        for fmt in cells.named(tree, "numFmt")
        if re.search(r"[dyDYjJtT]", re.sub(r'"[^"]*"|\[[^\]]*\]', "", str(fmt.get("formatCode", ""))))
        and not re.search(r"[#0]", re.sub(r'"[^"]*"|\[[^\]]*\]', "", str(fmt.get("formatCode", ""))))
    }
    formats = next(iter(cells.named(tree, "cellXfs")), None)
    listed = [] if formats is None else [cells.whole(style.get("numFmtId")) for style in formats]
    return frozenset(at for at, number in enumerate(listed) if number in _DAYS or number in custom)


def _row(element: etree._Element, shared: Sequence[str], days: frozenset[int]) -> tuple[str, ...]:
    found: list[str] = []
    for cell in cells.named(element, "c"):
        column = min(cells.column(str(cell.get("r", ""))) or len(found), _MOST_COLUMNS)
        found += [""] * (column - len(found))
        found.append(_shown(cell, shared, days))
    return tuple(found[:_MOST_COLUMNS])


def _shown(cell: etree._Element, shared: Sequence[str], days: frozenset[int]) -> str:
    kind = cell.get("t", "n")
    value = next((one.text or "" for one in cells.named(cell, "v")), "")
    if kind == "s":
        at = cells.whole(value)
        return shared[at] if 0 <= at < len(shared) else ""
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cells.named(cell, "t"))
    if kind == "b":
        return {"1": "ja", "0": "nein"}.get(value, value)
    if kind != "n":
        return value
    if cells.whole(cell.get("s")) in days and (day := _day(value)):
        return day
    return cells.german(value)


def _day(value: str) -> str:
    try:
        serial = float(value)
    except ValueError:
        return ""
    if not _FIRST <= serial <= _LAST:
        return ""
    return f"{date(1899, 12, 30) + timedelta(days=int(serial)):%d.%m.%Y}"
