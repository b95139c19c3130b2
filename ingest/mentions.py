"""Number-like print on a paper and the label that governs it: whose number it is. Asks no register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from archive.kinds import date
from archive.order import plain
from ingest.labels import Anchor
from ingest.layout import Row, gap, height, overlap_x, text_of
from ingest.paper import Paper, PrintedPage

Standing = Literal["ours", "contrary", "bare", "other", "free"]
"""behind a label of ours / behind one of the sender's order numbers / behind one that says nothing of whose it is, so most likely
the sender's / behind some other label / without a label."""

_OURS = {"bestellnummer", "auftragsnummer", "kommission", "zeichen"}
_CUT = re.compile(r"[,;:()\[\]|]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number as it stands on the paper. ``number`` is as printed, ``label`` what stands before or above it."""

    number: str
    words: Row
    page: int
    standing: Standing
    label: str


def mentions(paper: Paper) -> Iterator[Mention]:
    """Every number-like run of one to three words, longest first, each with its standing."""
    for printed in paper.sheets:
        for number, row in enumerate(printed.rows):
            for start in range(len(row)):
                yield from _from(paper, printed, number, start)


def _from(paper: Paper, printed: PrintedPage, number: int, start: int) -> Iterator[Mention]:
    row = printed.rows[number]
    standing: tuple[Standing, str] | None = None
    for end in range(min(len(row), start + 3), start, -1):
        words = row[start:end]
        if any((number, at) in printed.taken for at in range(start, end)) or any(
            gap(a.box, b.box) > 0.9 * height(a) for a, b in pairwise(words)
        ):
            continue
        for text in _parts(text_of(words)):
            standing = standing or _standing(paper, printed, number, start)
            yield Mention(text, words, printed.number, *standing)


def _parts(text: str) -> Iterator[str]:
    """The print itself and, of "A-26-0112/B-26-0417" or "(A-26-0112)", its pieces; only what holds digits and is no day."""
    pieces = {text.strip(), *(p.strip() for p in _CUT.split(text))}
    if " " not in text and text.count("/") == 1:
        pieces |= set(text.split("/"))
    for piece in pieces:
        if sum(c.isdigit() for c in piece) >= 2 and len(plain(piece)) >= 3 and date.parse(piece) is None:
            yield piece.strip(" .")


def _standing(paper: Paper, printed: PrintedPage, number: int, start: int) -> tuple[Standing, str]:
    """The label left of the place in its row, else the one right above it, else the column heading, else none."""
    before = [a for a in printed.anchors if a.number == number and a.end <= start]
    if before:
        return _of(paper, before[-1], first=_first_behind(before[-1], start))
    word = printed.rows[number][start]
    for anchor in reversed(printed.anchors):
        if anchor.number >= number or overlap_x(anchor.box, word.box) <= 0:
            continue
        heading = sum(a.number == anchor.number for a in printed.anchors) >= 3
        near = number == anchor.number + 1 if heading else word.box[1] - anchor.box[3] < 2.4 * height(word)
        if near or heading:
            standing, label = _of(paper, anchor, first=True)
            # far below a heading like "Menge" stands the text of a row, which may name an order
            return (standing, label) if near or standing != "other" else ("free", "")
    return "free", ""


def _first_behind(anchor: Anchor, start: int) -> bool:
    """Whether no other number stands between the label and the place."""
    return not any(any(c.isdigit() for c in w.text) for w in anchor.row[anchor.end : start])


def _of(paper: Paper, anchor: Anchor, *, first: bool) -> tuple[Standing, str]:
    side = anchor.side(own=paper.own)
    meaning = anchor.meaning(own=paper.own)
    field = meaning.field if meaning else None
    if field and field.key in _OURS and (field.side == "ours" or side == "ours"):
        return "ours", anchor.text
    about_orders = any(m.field.key in _OURS or m.field.side == "theirs" for m in anchor.meanings)
    if about_orders and (side == "theirs" or (field is not None and field.side == "theirs")):
        return "contrary" if side else "bare", anchor.text
    return ("other", anchor.text) if first else ("free", "")
