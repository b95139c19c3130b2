"""A paper prepared for the screen: its pages with words and boxes of evidence, its values with their places. Draws nothing itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive import doctypes
from archive.document import Document, Finding
from archive.scan import Box, Page, Reading, Word
from service.rendering import shown

STEP = 5
"""How many pages are shown at once."""

_REMARKS = {
    "leer": "leere Seite",
    "agb": "Geschäftsbedingungen: Diese Seite wird nicht ausgewertet und nicht durchsucht.",
}
MARGIN = 2.0
"""Points that a box stands off its print."""


@dataclass(frozen=True, slots=True)
class ShownWord:
    """A word as real text over the image."""

    text: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A printed line: ``y`` is its base line, ``size`` its font size, both in points."""

    y: float
    size: float
    words: tuple[ShownWord, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A box of evidence on a page. ``key`` ties it to its value."""

    key: str
    label: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page with what lies over its image. ``pixels`` only tells the browser the shape before the image is there."""

    number: int
    width: float
    height: float
    pixels: tuple[int, int]
    lines: tuple[ShownLine, ...]
    spots: tuple[Spot, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value for people. ``page`` is 0 when no page shows it; ``href`` leads to its box."""

    key: str
    field: str
    name: str
    text: str
    where: str
    page: int
    href: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a screen shows of a paper. ``link`` goes before ``seite=`` in links to other pages."""

    number: str
    page_count: int
    first: int
    last: int
    pages: tuple[ShownPage, ...]
    values: tuple[ShownValue, ...]
    link: str = ""
    step: int = STEP


def sheet_of(document: Document, reading: Reading | None, first: int = 1, link: str = "") -> Sheet:
    """A document with ``STEP`` pages from page ``first`` on."""
    pages = reading.pages if reading else ()
    first = min(max(1, first), max(1, len(pages)))
    visible = pages[first - 1 : first - 1 + STEP]
    spots = list(_spots(document))
    shown_pages = tuple(_page(page, [spot for number, spot in spots if number == page.number]) for page in visible)
    numbers = range(first, first + len(visible))
    values = tuple(_value(f"w{n}", finding, numbers, link) for n, finding in enumerate(document.findings, 1) if finding.value)
    return Sheet(document.eingangsnummer, len(pages), first, first + len(visible) - 1, shown_pages, values, link)


def bare_sheet(number: str) -> Sheet:
    """What is shown of a paper that was not read."""
    return Sheet(number, 0, 1, 0, (), ())


def fields_to_edit(document: Document | None, doctype: str, values: Iterable[ShownValue]) -> list[ShownValue]:
    """The fields of a document type with what was found, best finding first, and empty ones to fill in."""
    best: dict[str, ShownValue] = {}
    if document is not None:
        chosen = {f.field: document.value(f.field) for f in document.findings}
        for value in values:
            if value.field not in best and value.text == shown(chosen.get(value.field, ""), value.field):
                best[value.field] = value
    names = {field.key: field.name for field in doctypes.doctype(doctype).fields if field.name}
    names |= {value.field: value.name for value in best.values()}
    return [best.get(key) or ShownValue(f"leer-{key}", key, name, "", "", 0, "") for key, name in names.items()]


def _spots(document: Document) -> Iterable[tuple[int, Spot]]:
    for n, finding in enumerate(document.findings, 1):
        if finding.box and finding.page:
            label = f"{doctypes.field_name(finding.field)}: {shown(finding.value, finding.field)}"
            yield finding.page, spot_of(f"w{n}", label, finding.box)


def spot_of(key: str, label: str, box: Box) -> Spot:
    """A box on a page with a little air around it."""
    x0, top, x1, bottom = box
    return Spot(key, label, _r(x0 - MARGIN), _r(top - MARGIN), _r(max(4.0, x1 - x0) + 2 * MARGIN), _r(max(4.0, bottom - top) + 2 * MARGIN))


def _page(page: Page, spots: list[Spot]) -> ShownPage:
    lines = tuple(_line(line) for line in page.lines())
    pixels = (round(page.width * 2), round(page.height * 2))
    return ShownPage(page.number, _r(page.width), _r(page.height), pixels, lines, tuple(spots), _REMARKS.get(page.role, ""))


def _line(words: tuple[Word, ...]) -> ShownLine:
    top, bottom = min(w.box[1] for w in words), max(w.box[3] for w in words)
    size = max(2.0, bottom - top)
    return ShownLine(
        _r(bottom - 0.2 * size), _r(size), tuple(ShownWord(w.text, _r(w.box[0]), _r(max(1.0, w.box[2] - w.box[0]))) for w in words)
    )


def _value(key: str, finding: Finding, visible: range, link: str) -> ShownValue:
    on_page = finding.page if finding.box else 0
    parts = [f"Seite {finding.page}" if finding.page else "", finding.rule]
    if finding.confidence < 0.995:
        parts.append(f"{round(finding.confidence * 100)} % sicher")
    jump = "" if not on_page or on_page in visible else f"?{link}seite={on_page}"
    return ShownValue(
        key=key,
        field=finding.field,
        name=doctypes.field_name(finding.field),
        text=shown(finding.value, finding.field),
        where=" · ".join(part for part in parts if part),
        page=on_page,
        href=f"{jump}#kasten-{key}",
    )


def _r(number: float) -> float:
    return round(number, 1)
