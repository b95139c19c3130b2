"""What the checks look at, gathered once. Judges nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from archive.document import Doubt, Finding, Line
from archive.kinds import KINDS
from archive.order import Earlier, Firm, Supplier
from ingest.amounts import Amount, RateRow, amounts, rate_rows
from ingest.paper import Paper

CENT = Decimal("0.02")
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*%")
USUAL = frozenset(Decimal(r) for r in (19, 7, 16, 5, 21, 20, 10, 9, 6))
"""Rates of VAT in Germany and with its neighbours."""


@dataclass(frozen=True)
class Facts:
    """A paper and what was found on it: the best finding per field and all of them, the sender if known, our firm.

    ``earlier`` are papers of before with the same invoice number, ``codes`` what barcodes on the pages say, ``twins`` invoices of
    the same sender with the same day and sum.
    """

    paper: Paper
    best: dict[str, Finding]
    every: tuple[Finding, ...]
    sender: Supplier | None
    firm: Firm
    lines: tuple[Line, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    codes: tuple[str, ...] = ()
    twins: tuple[Earlier, ...] = ()

    def value(self, key: str) -> str:
        """The value of a field, "" when it was not found."""
        return self.best[key].value if key in self.best else ""

    def number(self, key: str) -> Decimal | None:
        """An amount as a number."""
        return Decimal(self.best[key].value) if key in self.best else None

    @cached_property
    def text(self) -> str:
        """The print of all pages."""
        return "\n".join(page.text for page in self.paper.reading.pages)

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """All printed amounts."""
        return amounts(self.paper)

    @cached_property
    def rate_rows(self) -> tuple[RateRow, ...]:
        """Rows that say "base × rate = tax"."""
        return rate_rows(self.paper, self.amounts)

    @cached_property
    def percentages(self) -> frozenset[Decimal]:
        """All printed percentages."""
        return frozenset(Decimal(p.replace(",", ".")) for p in _PERCENT.findall(self.text))

    @cached_property
    def rates(self) -> frozenset[Decimal]:
        """The usual rates of VAT among the printed percentages."""
        return self.percentages & USUAL

    @property
    def is_invoice(self) -> bool:
        """An invoice or credit note of somebody else."""
        return self.paper.doctype.key in ("rechnung", "gutschrift") and not self.paper.own

    @property
    def told(self) -> bool:
        """The values come from an e-invoice, not from print."""
        return self.paper.reading.einvoice is not None


Check = Callable[[Facts], Iterator[Doubt]]


def money(value: Decimal) -> str:
    """``money(Decimal("1234.5")) == "1.234,50"``."""
    return KINDS["amount"].show(f"{value:.2f}")
