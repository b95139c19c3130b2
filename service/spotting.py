"""The words of a question on the pages of a paper: boxes beside those of the values, and a list that leads to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote

from archive.scan import Reading
from search.spots import asked, spots
from service.sheet import Sheet, Spot, spot_of


@dataclass(frozen=True, slots=True)
class Sighting:
    """A word of a page that answers to the question."""

    key: str
    text: str
    page: int


def with_sightings(sheet: Sheet, reading: Reading | None, query: str) -> tuple[Sheet, list[Sighting]]:
    """The sheet with a box around each word asked for on the pages that are shown."""
    wanted = asked(query[:500])
    read = {page.number: page for page in reading.pages} if reading and wanted else {}
    seen: list[Sighting] = []
    pages = []
    for page in sheet.pages:
        boxes: list[Spot] = []
        for word in spots(read[page.number], wanted) if page.number in read else ():
            seen.append(Sighting(f"s{len(seen) + 1}", word.text, page.number))
            boxes.append(spot_of(seen[-1].key, f"Gesucht: {word.text}", word.box))
        pages.append(replace(page, spots=(*page.spots, *boxes)))
    return replace(sheet, pages=tuple(pages), link=f"{sheet.link}{_kept(query)}"), seen


def _kept(query: str) -> str:
    return f"suche={quote(query[:500], safe='')}&" if query else ""
