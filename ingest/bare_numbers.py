"""Labels that say "Nummer" and nothing more: the paper's own number under its name, or beside the day in a block at its head."""

from __future__ import annotations

import re

from ingest.columns import heading
from ingest.labels import Anchor
from ingest.layout import gap, height, simple
from ingest.lexicon import Meaning
from ingest.paper import Paper, PrintedPage

NUMBER_WORDS = frozenset({"nr", "no", "nummer", "number", "numero"})
_TITLE = 4.0
"""Heights of print between the name of a paper and the word "Nummer" below it."""
_BLOCK = 2
"""Rows between the labels of a block."""


def of_the_paper(paper: Paper, sheet: PrintedPage, anchor: Anchor) -> Meaning | None:
    """``Nummer`` or ``Nummer/Datum`` right under or beside the name of the paper's type: its own number."""
    if simple(re.split(r"[/|,]", anchor.text)[0]) not in NUMBER_WORDS or anchor.perspective:
        return None
    own = next((f for f in paper.doctype.fields if f.kind == "number"), None)
    titles = [a for a in sheet.anchors if own and a.meanings and a.meanings[0].field.key == own.key and a.box[3] <= anchor.box[3] + 2]
    if own and any(_titled(a, anchor, sheet) for a in titles):
        return Meaning(own, strong=anchor.exact)
    return Meaning(own, strong=False) if own and _beside_day(anchor, sheet) else None


def _beside_day(anchor: Anchor, sheet: PrintedPage) -> bool:
    """In a block of the first page's upper half that tells the day of the paper as well: "Datum" above "Nummer"."""
    if sheet.number > 1 or anchor.box[3] > 0.5 * sheet.height or heading(anchor.row):
        return False
    days = (a for a in sheet.anchors if a.meanings and a.meanings[0].field.kind == "date" and abs(a.number - anchor.number) <= _BLOCK)
    return any(min(abs(a.box[0] - anchor.box[0]), abs(a.box[2] - anchor.box[2])) < height(anchor.words[0]) for a in days)


def _titled(title: Anchor, anchor: Anchor, sheet: PrintedPage) -> bool:
    """Close above in the same column, or as the heading of a strip of labels that begins with this one."""
    away, size = anchor.box[1] - title.box[3], height(anchor.words[0])
    if title.number == anchor.number:
        return title.end == anchor.start
    first = anchor.start == 0 and title.start == 0
    return away < _TITLE * size and (first or gap(title.box, anchor.box) < size) and abs(anchor.box[0] - title.box[0]) < 0.2 * sheet.width
