"""The paper's own number without a label of its own: behind its title, or behind "Nummer" under its name or beside its day."""

from __future__ import annotations

import re

from ingest import day_print
from ingest.columns import heading
from ingest.labels import Anchor
from ingest.layout import gap, height, simple
from ingest.lexicon import Meaning
from ingest.paper import Paper, PrintedPage
from ingest.titles import titles_like

NUMBER_WORDS = frozenset({"nr", "no", "nummer", "number", "numero"})
_TITLE = 4.0
"""Heights of print between the name of a paper and the word "Nummer" below it."""
_BLOCK = 2
"""Rows between the labels of a block."""
_LARGE, _CLOSE, _DAY_WITHIN = 1.25, 1.5, 5
"""Of the usual height of print; heights of print from a title to its number; words from it to its day."""


def of_the_paper(paper: Paper, sheet: PrintedPage, anchor: Anchor) -> Meaning | None:
    """``Nummer`` or ``Nummer/Datum`` right under or beside the name of the paper's type, or a number behind its title: its own."""
    if titled := _behind_title(paper, sheet, anchor):
        return titled
    if simple(re.split(r"[/|,]", anchor.text)[0]) not in NUMBER_WORDS or anchor.perspective:
        return None
    own = next((f for f in paper.doctype.fields if f.kind == "number"), None)
    titles = [a for a in sheet.anchors if own and a.meanings and a.meanings[0].field.key == own.key and a.box[3] <= anchor.box[3] + 2]
    if own and any(_titled(a, anchor, sheet) for a in titles):
        return Meaning(own, strong=anchor.exact)
    return Meaning(own, strong=False) if own and _beside_day(anchor, sheet) else None


def _behind_title(paper: Paper, sheet: PrintedPage, anchor: Anchor) -> Meaning | None:
    """``Rechnung HS-261077`` in large print, or "Rechnung 270511-0388 vom 02.11.2026" at the start of a row: "Nr." need not be there."""
    meaning = anchor.meaning(own=paper.own)
    own = next((f for f in paper.doctype.fields if f.kind == "number"), None)
    if own is None or meaning is None or meaning.strong or meaning.field.key != own.key or anchor.perspective or sheet.number > 1:
        return None
    behind = anchor.row[anchor.end :]
    close = bool(behind) and gap(anchor.words[-1].box, behind[0].box) < _CLOSE * height(anchor.words[-1])
    titles = {simple(title) for title in paper.doctype.titles}
    if not close or not titles_like(simple(anchor.text)) & titles or not any(c.isdigit() for word in behind[:2] for c in word.text):
        return None
    large = height(anchor.words[0]) >= _LARGE * sheet.print_height
    dated = anchor.start == 0 and any(day_print.day(behind[at:]) for at in range(1, min(len(behind), _DAY_WITHIN)))
    return Meaning(own, strong=True) if large or dated else None


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
