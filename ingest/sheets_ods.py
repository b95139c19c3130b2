"""The cells of a LibreOffice table as they are shown there. What a file repeats a million times is taken once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from ingest import figures_of_cells as cells

if TYPE_CHECKING:
    from ingest.office import Parts

_MOST_COLUMNS, _MOST_REPEATED = 100, 50


def rows(part: Parts) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Table by table its name and its rows."""
    tree = part.tree("content.xml")
    for table in [] if tree is None else cells.named(tree, "table"):
        found = [row for element in cells.named(table, "table-row") if any(row := _row(element))]
        if found:
            yield "head", (cells.attribute(table, "name"),)
        yield from (("text", row) for row in found)


def _row(element: etree._Element) -> tuple[str, ...]:
    found: list[str] = []
    for cell in element:
        text = " ".join("".join(str(piece) for piece in paragraph.itertext()) for paragraph in cells.named(cell, "p")).strip()
        again = cells.whole(cells.attribute(cell, "number-columns-repeated"))
        found += [text] * max(1, min(again, _MOST_REPEATED))
        if len(found) >= _MOST_COLUMNS:
            break
    while found and not found[-1]:
        found.pop()
    return tuple(found[:_MOST_COLUMNS])
