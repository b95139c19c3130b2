"""What was understood: Finding, Line, Link, Doubt, Proposal, and the Document it becomes once it is filed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from archive.scan import Box, Reading, Scan

State = Literal["received", "filed", "waiting", "rejected", "replaced", "deleted"]
"""``received``: not yet understood. The others are end states and always add up to what came in; ``replaced``: others have its pages;
``deleted``: its period was over, or it never belonged here, and two persons deleted it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The spot a value was read from. ``page`` counts from 1 and is 0 for values of an e-invoice without a printed spot."""

    page: int
    box: Box | None
    raw: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A value and its evidence. ``value`` is normalised (ISO date, "1234.56", IBAN without blanks); ``raw`` is as printed.

    ``rule`` names how it was found, in German, for people: "hinter ‚Rechnung Nr.'".
    """

    field: str
    value: str
    raw: str
    page: int
    box: Box | None
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table of goods. ``price_base`` is the quantity the unit price is for (100 for "per 100")."""

    position: str
    article: str
    text: str
    quantity: Decimal | None
    unit: str
    unit_price: Decimal | None
    price_base: Decimal
    total: Decimal | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Link:
    """Why this document belongs to that order. ``reason`` is the German part of a sentence that starts with "weil".

    ``through`` is the Eingangsnummer of the delivery note that led here, "" for all other reasons.
    """

    order: str
    reason: str
    confidence: float
    evidence: Evidence | None
    through: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a person should look. ``about`` is a field key, "doctype", "order" or "paper"; ``question`` is what to decide.

    ``other`` is the Eingangsnummer of the paper this one looks like, "" for all other doubts.
    """

    about: str
    reason: str
    question: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An order this paper may belong to, never used without a person."""

    order: str
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reading, understood. It can be filed without a person when there is a link and no doubt about type or order."""

    scan: Scan
    reading: Reading
    doctype: str
    doctype_reason: str
    findings: tuple[Finding, ...]
    lines: tuple[Line, ...]
    links: tuple[Link, ...]
    doubts: tuple[Doubt, ...]
    suggestions: tuple[Suggestion, ...] = ()

    def value(self, field: str) -> str:
        """The value of the best finding for ``field``, "" when nothing was found."""
        return best_value(self.findings, field)

    def numbers(self, field: str) -> tuple[str, ...]:
        """All values found for ``field``, without repetition."""
        return tuple(dict.fromkeys(finding.value for finding in self.findings if finding.field == field))


@dataclass(frozen=True, slots=True)
class Document:
    """A filed or waiting proposal as the archive knows it now, corrections included.

    ``sentence`` is the German sentence a person sees for it; ``reading`` is the store key of the reading.
    """

    eingangsnummer: str
    scan: Scan
    state: State
    sentence: str
    doctype: str
    doctype_reason: str
    reading: str
    page_count: int
    findings: tuple[Finding, ...]
    lines: tuple[Line, ...]
    links: tuple[Link, ...]
    doubts: tuple[Doubt, ...]
    suggestions: tuple[Suggestion, ...]
    changed: datetime
    look: str = ""

    def value(self, field: str) -> str:
        """The value of the best finding for ``field``, "" when nothing was found."""
        return best_value(self.findings, field)

    @property
    def orders(self) -> tuple[str, ...]:
        """The numbers of the orders this document lies in, without repetition."""
        return tuple(dict.fromkeys(link.order for link in self.links))


def best_value(findings: Sequence[Finding], field: str) -> str:
    """The value of the most confident finding for ``field``, "" when there is none."""
    return max((f for f in findings if f.field == field), key=lambda f: f.confidence, default=_NOTHING).value


_NOTHING = Finding("", "", "", 0, None, 0.0, "")
