"""From a file to a reading: the whole way. Decides by content what the file is and page by page how it is read.

Everything that touches the bytes happens in bounded children; this module only asks, counts and puts together.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from archive import codec
from archive.problems import Problem, TooHeavy, Unavailable, Unreadable
from archive.reading_json import page_from_json, page_to_json
from archive.scan import Code, EInvoice, Page, Reading, Scan
from ingest import bounded, listing, page_views, pages, validation
from ingest.bounded import Bounds
from ingest.media import recognise
from ingest.ocr import Engine, Tesseract

_DRAWN_AT_ONCE = 8
"""Pages from one child: starting it takes as long as drawing a page, and eight large drawings are done in its time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most; what goes beyond is named in the reading's notes."""

    pages: int = 300
    ocr_pages: int = 100
    at_once: int = 4
    broken: int = 3
    words: int = 300_000
    seconds: float = 900
    bounds: Bounds = field(default_factory=Bounds)


def read(path: Path, scan: Scan, engine: Engine | None = None, limits: Limits | None = None, rules: Path | None = None) -> Reading:
    """The reading of the file at ``path``; ``rules`` is a folder with further rule packs for e-invoices.

    Raises a ``Problem`` when no page can be read. ``Unavailable`` means the text recognition failed, not the file: it can be read later.
    """
    bound = limits or Limits()
    media = recognise(path)
    file = bounded.absolute(path)
    seen = bounded.run(pages.survey, file, media, bounds=bound.bounds)
    invoice = _checked(codec.decode(EInvoice, seen["einvoice"]), seen["xml"], rules) if seen["einvoice"] else None
    if "pages" in seen:
        told = tuple(page_from_json(page) for page in seen["pages"])
        return Reading(scan, told, invoice, tuple(seen["notes"]), count=len(told))
    work = _Work(file, media, engine or Tesseract(), bound)
    work.read(min(seen["count"], bound.pages))
    notes = [*seen["notes"], *_left_out(seen["count"], bound), *work.notes]
    if not work.pages and invoice:
        # The data count, whatever became of the picture beside them.
        listed = tuple(listing.pages(invoice))
        return Reading(scan, listed, invoice, (*seen["notes"], *_picture_lost(work.problem)), count=len(listed))
    if not work.pages:
        raise work.problem or Unreadable(
            "Keine Seite dieser Datei ließ sich lesen. Bitte geben Sie sie noch einmal ab.", cause="; ".join(notes)
        )
    return Reading(scan, tuple(work.pages), invoice, tuple(notes), tuple(work.codes), seen["count"])


def _picture_lost(problem: Problem | None) -> tuple[str, ...]:
    said = f" {problem.message}" if problem else ""
    return (f"Die Seiten dieses PDFs sind nicht lesbar, die Rechnungsdaten darin schon. Gezeigt werden die Daten.{said}",)


def _checked(invoice: EInvoice, xml: str, rules: Path | None) -> EInvoice:
    return replace(invoice, validity=validation.report(invoice, xml, rules))


def page_images(path: Path, reading: Reading) -> Iterator[tuple[int, bytes]]:
    """For each page of the reading its number and its upright image (WebP); a few from each child, one by one where that breaks."""
    file, media = bounded.absolute(path), recognise(path)
    for first in range(0, len(reading.pages), _DRAWN_AT_ONCE):
        group = reading.pages[first : first + _DRAWN_AT_ONCE]
        try:
            images = list(page_views.drawn(bounded.run(page_views.draw_some, file, media, [_shown(page) for page in group])))
        except (TooHeavy, Unreadable):
            images = [page_image(path, page) for page in group]
        yield from zip((page.number for page in group), images, strict=True)


def page_image(path: Path, page: Page) -> bytes:
    """The upright image of one page (WebP)."""
    return bytes(bounded.run(page_views.draw, bounded.absolute(path), recognise(path), _shown(page)))


def _shown(page: Page) -> dict[str, Any]:
    whole = page_to_json(page)
    return whole if page.how in page_views.DRAWN else {**whole, "words": []}


def _left_out(count: int, limits: Limits) -> list[str]:
    if count <= limits.pages:
        return []
    return [f"Die Datei hat {count} Seiten. Gelesen wurden nur die ersten {limits.pages}."]


class _Work:
    """The pages of one file on their way: groups of pages in one child each, and page by page where a group breaks."""

    def __init__(self, file: str, media: str, engine: Engine, limits: Limits) -> None:
        self.file, self.media, self.engine, self.limits = file, media, engine, limits
        self.pages: list[Page] = []
        self.notes: list[str] = []
        self.codes: list[Code] = []
        self.problem: Problem | None = None
        self._recognised = 0
        self._skipped = 0
        self._broken = 0
        self._words = 0
        self._end = time.monotonic() + limits.seconds

    def read(self, count: int) -> None:
        for first in range(1, count + 1, self.limits.at_once):
            numbers = list(range(first, min(first + self.limits.at_once, count + 1)))
            if enough := self._enough():
                self.notes.append(f"Ab Seite {first} wurde nicht weiter gelesen, weil {enough}.")
                return
            try:
                self._group(numbers)
            except Unavailable:
                raise
            except (TooHeavy, Unreadable) as problem:
                self._one_by_one(numbers, problem)
        if self._skipped:
            self.notes.append(f"Die Datei hat sehr viele gescannte Seiten. {self._skipped} davon wurden nicht mehr gelesen.")

    def _enough(self) -> str:
        """Why no further page is read, "" when one may be: what is read is understood in the memory and time of the worker."""
        if self._broken >= self.limits.broken:
            return "zu viele Seiten nicht lesbar waren"
        if self._words >= self.limits.words:
            return "auf den Seiten davor schon sehr viel Text steht"
        return "das Lesen zu lange dauerte" if self.pages and time.monotonic() > self._end else ""

    def _group(self, numbers: list[int]) -> None:
        engine = self.engine if self._recognised < self.limits.ocr_pages else None
        answer = bounded.run(pages.read_pages, self.file, self.media, numbers, engine, bounds=self.limits.bounds)
        found = [page_from_json(page) for page in answer["pages"]]
        self._recognised += sum(page.how == "ocr" for page in found)
        self._words += sum(len(page.words) for page in found)
        self.pages += found
        self.notes += answer["notes"]
        self.codes += [codec.decode(Code, code) for code in answer["codes"]]
        self._skipped += len(answer["skipped"])

    def _one_by_one(self, numbers: list[int], problem: Problem) -> None:
        self.problem = self.problem or problem
        if len(numbers) == 1:
            self._give_up(numbers[0], problem)
            return
        for number in numbers:
            if self._broken >= self.limits.broken:
                return
            try:
                self._group([number])
            except Unavailable:
                raise
            except (TooHeavy, Unreadable) as again:
                self._give_up(number, again)

    def _give_up(self, number: int, problem: Problem) -> None:
        self._broken += 1
        self.notes.append(f"Seite {number} konnte nicht gelesen werden. {problem.message}")
