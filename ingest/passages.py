"""Sentences of a paper that say something beside its values, as its terms of payment do. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from ingest.layout import Row, height, text_of
from ingest.paper import Paper

T = TypeVar("T")


def passages(paper: Paper, told: Callable[[str], Sequence[T]]) -> Iterator[tuple[T, str, int, Row]]:
    """What ``told`` finds in the terms of an e-invoice or in printed sentences: with the print, its page (0 for data) and its words."""
    if paper.reading.einvoice:
        raw = paper.reading.einvoice.terms.get("BT-20", "")
        yield from ((found, raw.strip(), 0, ()) for found in told(raw))
        return
    for sheet in paper.sheets:
        for at, row in enumerate(sheet.rows):
            below = sheet.rows[at + 1] if at + 1 < len(sheet.rows) else ()
            near = below and below[0].box[1] - row[0].box[3] < 1.5 * height(row[0])
            alone = told(text_of(row))
            # The sentence may go on in the next row; one that stands in a row of its own is found there.
            words = row if alone or not near or told(text_of(below)) else (*row, *below)
            yield from ((found, text_of(words), sheet.number, words) for found in alone or told(text_of(words)))
