"""What came in and what was read from it: Scan, Word, Page, Reading. Understanding it is not done here.

All coordinates are points (1/72 inch) from the top left corner of the page as it is shown, that is upright.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the top left of the upright page."""

How = Literal["einvoice", "pdf-text", "ocr", "file"]
"""Where the words come from; "file" is one without pages, laid out here."""

Role = Literal["", "leer", "agb"]
"""What a page is to a reader: "leer" holds nothing, "agb" only general terms of business, "" what the paper has to say."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One intake. ``sha256`` names the original in the store; ``name`` is what the sender called it, for display only."""

    sha256: str
    name: str
    media_type: str
    source: str
    received: datetime


@dataclass(frozen=True, slots=True)
class Word:
    """One word as read. ``confidence`` runs from 0.0 to 1.0; text layers have 1.0."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page, upright. ``rotation`` is the clockwise turn (0, 90, 180, 270) that made the original page upright.

    ``words`` stand in reading order; ``width`` and ``height`` are in points after turning. ``skew`` is how many degrees the
    writing rises to the right (counter-clockwise positive) on the page as shown; boxes are where the words are shown.
    ``flat`` tells that the sheet on a photo is shown, seen from above, and not the whole photo.
    """

    number: int
    width: float
    height: float
    rotation: int
    words: tuple[Word, ...]
    how: How
    skew: float = 0.0
    role: Role = ""
    flat: bool = False

    @property
    def text(self) -> str:
        """The words as lines of text, one output line for each line on the paper."""
        return "\n".join(" ".join(word.text for word in line) for line in self.lines())

    def lines(self) -> Iterator[tuple[Word, ...]]:
        """The words grouped into printed lines: a word that starts left of its predecessor or clearly lower begins a new one."""
        line: list[Word] = []
        for word in self.words:
            if line and not _same_line(line[-1], word, math.tan(math.radians(self.skew))):
                yield tuple(line)
                line = []
            line.append(word)
        if line:
            yield tuple(line)


def _same_line(left: Word, right: Word, rise: float) -> bool:
    climbed = rise * ((right.box[0] + right.box[2]) - (left.box[0] + left.box[2])) / 2
    overlap = min(left.box[3], right.box[3] + climbed) - max(left.box[1], right.box[1] + climbed)
    height = min(left.box[3] - left.box[1], right.box[3] - right.box[1])
    return right.box[0] >= left.box[0] and overlap > 0.4 * height


@dataclass(frozen=True, slots=True)
class Code:
    """A barcode or QR code on a page: what it says, its kind ("QR Code", "Code 128"), and where it is."""

    text: str
    format: str
    page: int
    box: Box


ErrorClass = Literal["Formatfehler", "Geschäftsregelfehler", "Inhaltsfehler"]
"""Not built as an e-invoice / breaks a rule of the norm / says something wrong. The words are those of the tax authorities."""


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing a check of an e-invoice found. ``sentence`` is German, ``original`` the rule's own words.

    ``field`` is the German name of the business term, "" when the rule names none; ``place`` is where in the XML.
    ``serious`` is False for what the rules themselves call a warning or information.
    """

    error_class: ErrorClass
    rule: str
    sentence: str
    field: str
    place: str
    serious: bool = True
    original: str = ""


@dataclass(frozen=True, slots=True)
class Validity:
    """The report on an e-invoice. ``state`` speaks of format and business rules only; what could not run is never "gültig".

    ``rules`` names rule packs with their versions, ``gap`` says in German what was not checked; ``checked`` is an ISO date.
    """

    state: Literal["gültig", "fehlerhaft", "nicht geprüft"]
    tool: str
    rules: tuple[str, ...]
    checked: str
    objections: tuple[Objection, ...] = ()
    gap: str = ""


@dataclass(frozen=True, slots=True)
class EInvoice:
    """The structured part of an electronic invoice. ``terms`` maps "BT-1" and the like to the values as written.

    ``syntax`` is "ubl" or "cii"; ``attachment`` is the name inside a hybrid PDF, "" for pure XML; ``paths`` tells
    for each term where it stands in the XML; ``lines`` holds one mapping of terms per invoice line, ``groups`` those
    of repeating groups ("BG-23"), where members of a line's group carry the number of their line.
    """

    syntax: str
    profile: str
    attachment: str
    terms: Mapping[str, str]
    paths: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Mapping[str, str], ...] = ()
    groups: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    validity: Validity | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A scan, read. ``notes`` are German sentences about what could not be read (pages left out, an engine's gap): reasons to doubt.

    ``count`` is how many pages the file has, 0 when that is not known (readings of early versions). ``look`` describes the picture
    of the first page in hexadecimal digits: similar pages differ in few of its bits.
    """

    scan: Scan
    pages: tuple[Page, ...]
    einvoice: EInvoice | None = None
    notes: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    count: int = 0
    look: str = ""

    @property
    def unread(self) -> tuple[int, ...]:
        """The numbers of the pages that are in the file and were not read."""
        return tuple(sorted(set(range(1, self.count + 1)) - {page.number for page in self.pages}))

    def told(self) -> Reading:
        """The reading without empty pages and pages of general terms; a paper that consists of them stays whole."""
        pages = tuple(page for page in self.pages if not page.role)
        return replace(self, pages=pages) if pages else self
