"""Why a paper waits, shown on its pages: a box where each doubt has its cause. Judges nothing: it finds what the doubts speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from archive.document import Document, Doubt
from archive.order import plain
from archive.scan import Box, Page, Reading
from service.sheet import Sheet, Spot, spot_of

NUMBERS = ("bestellnummer", "auftragsnummer", "kommission")
"""Fields in which a doubt about the order has its cause."""

SHORTEST = 4
MOST = 3
"""Boxes for one doubt; more would cover the page."""


def with_reasons(sheet: Sheet, document: Document, reading: Reading | None) -> Sheet:
    """The sheet with a box, keyed ``g1``, ``g2`` …, for each doubt that has its cause on a page that is shown."""
    boxes: dict[int, list[Spot]] = {}
    read = {page.number: page for page in reading.pages} if reading else {}
    shown = [read[page.number] for page in sheet.pages if page.number in read]
    for n, doubt in enumerate(document.doubts, 1):
        for page, box in list(_causes(doubt, document, shown))[:MOST]:
            boxes.setdefault(page, []).append(spot_of(f"g{n}", f"Grund: {doubt.reason}", box))
    pages = tuple(replace(page, spots=(*page.spots, *_apart(boxes.get(page.number, [])))) for page in sheet.pages)
    return replace(sheet, pages=pages)


def _apart(spots: list[Spot]) -> list[Spot]:
    """Every box once under its key: the first is where a link leads."""
    named: set[str] = set()
    result: list[Spot] = []
    for spot in spots:
        result.append(spot if spot.key not in named else replace(spot, key=f"{spot.key}-{len(result)}"))
        named.add(spot.key)
    return result


def _causes(doubt: Doubt, document: Document, pages: list[Page]) -> Iterator[tuple[int, Box]]:
    """Where the words of the doubt stand, and where the value it is about was found."""
    seen: set[tuple[int, Box]] = set()
    fields = NUMBERS if doubt.about == "order" else (doubt.about,)
    found = [(finding.page, finding.box) for finding in document.findings if finding.field in fields and finding.box]
    said = doubt.reason
    if doubt.about == "order":
        said = " ".join([said, *(suggestion.reason for suggestion in document.suggestions)])
    for page, box in [*_named(said, pages), *found]:
        if any(number == page for number in (each.number for each in pages)) and (page, box) not in seen:
            seen.add((page, box))
            yield page, box


def _named(sentence: str, pages: list[Page]) -> Iterator[tuple[int, Box]]:
    """Words of the pages that a sentence quotes: numbers as they are compared, and what stands in quotation marks."""
    numbers = {plain(token) for token in sentence.split() if any(char.isdigit() for char in token)}
    quoted = {
        word.casefold() for part in re.findall(r"[‚„]([^‘'“”]{2,40})[‘'“”]", sentence) for word in part.split() if len(word) >= SHORTEST
    }
    wanted = {number for number in numbers if len(number) >= SHORTEST}
    for page in pages:
        for word in page.words:
            if plain(word.text) in wanted or word.text.strip(".:,").casefold() in quoted:
                yield page.number, word.box
