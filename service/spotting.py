"""The words of a question on the pages of a paper: boxes beside those of the values, and a list that leads to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode

from archive.scan import Reading
from search.spots import asked, spots
from service.found import Asked
from service.found import asked as question_of
from service.sheet import Sheet, Spot, spot_of


@dataclass(frozen=True, slots=True)
class Sighting:
    """A word of a page that answers to the question."""

    key: str
    text: str
    page: int


@dataclass(frozen=True, slots=True)
class Sought:
    """The question a paper was found with: its ``words``, the address of its results, "" when it was not found by one."""

    words: str = ""
    back: str = ""
    kept: str = ""
    """What goes before ``seite=`` in links to other pages of the paper, so that the question is not lost on the way."""


def sought(parameters: Mapping[str, str]) -> Sought:
    """The question in the address of a paper. Only what is a question gets into the way back, wherever the link came from."""
    words, came = parameters.get("suche", "").strip()[:500], parameters.get("aus", "")[:4000]
    given = parse_qs(came)
    if not words and not given:
        return Sought()
    last = {name: values[-1] for name, values in given.items()}
    page = int(last["seite"]) if last.get("seite", "").isdecimal() else 1
    question = question_of(last.get("q", words)[:500], given.get("f", [])[:12], last.get("sortierung", ""), last.get("ansicht", ""), page)
    return Sought(words, question.address(), leading_back(question))


def leading_back(question: Asked) -> str:
    """What the link to a paper that was found carries, "" without a question."""
    address = question.address("").removeprefix("?")
    plain = question == Asked(question.words)
    pairs = [("suche", question.words), ("aus", "" if plain else address)]
    return "".join(f"{urlencode({name: value})}&" for name, value in pairs if value)


def with_sightings(sheet: Sheet, reading: Reading | None, question: Sought) -> tuple[Sheet, list[Sighting]]:
    """The sheet with a box around each word asked for on the pages that are shown."""
    wanted = asked(question.words)
    read = {page.number: page for page in reading.pages} if reading and wanted else {}
    seen: list[Sighting] = []
    pages = []
    for page in sheet.pages:
        boxes: list[Spot] = []
        for word in spots(read[page.number], wanted) if page.number in read else ():
            seen.append(Sighting(f"s{len(seen) + 1}", word.text, page.number))
            boxes.append(spot_of(seen[-1].key, f"Gesucht: {word.text}", word.box))
        pages.append(replace(page, spots=(*page.spots, *boxes)))
    return replace(sheet, pages=tuple(pages), link=f"{sheet.link}{question.kept}"), seen
