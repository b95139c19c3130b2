"""Papers for tests: text with positions becomes a Page, and a register that lives in memory.

``paper(...)`` takes the lines as they would be typed: two or more blanks start a new column, a line of the form
``@0.5 text`` starts at that share of the page width, a line ``#text`` is printed large, an empty line is white space.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from archive.order import STOCK, Earlier, Firm, Known, Lying, Order, PurchaseOrder, Supplier, folded, plain
from archive.scan import EInvoice, Page, Reading, Scan, Word

WIDTH, HEIGHT, SIZE, PITCH = 595.0, 842.0, 9.0, 13.0
LETTER = 4.8  # width of one letter in points, blanks too: a typewriter page
RECEIVED = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def page(text: str, number: int = 1, confidence: float = 1.0) -> Page:
    """One A4 page; the first line stands 40 points from the top."""
    words: list[Word] = []
    top = 40.0
    for line in text.strip("\n").split("\n"):
        large = 1.6 if line.startswith("#") else 1.0
        left, print_ = _start(line.removeprefix("#"))
        for match in re.finditer(r"\S+", print_):
            x0 = left + match.start() * LETTER * large
            box = (x0, top, x0 + len(match.group()) * LETTER * large, top + SIZE * large)
            words.append(Word(match.group(), box, confidence))
        top += PITCH * large
    return Page(number, WIDTH, HEIGHT, 0, tuple(words), "pdf-text")


def _start(line: str) -> tuple[float, str]:
    match = re.match(r"@(0?\.\d+) ", line)
    return (float(match[1]) * WIDTH, line[match.end() :]) if match else (50.0, line)


def reading(*texts: str, einvoice: EInvoice | None = None, confidence: float = 1.0) -> Reading:
    """A reading of one page per text."""
    scan = Scan("a" * 64, "papier.pdf", "application/pdf", "test", RECEIVED)
    return Reading(scan, tuple(page(t, n, confidence) for n, t in enumerate(texts, 1)), einvoice)


@dataclass(frozen=True)
class Memory:
    """A register in memory, true to its protocol."""

    entries: Sequence[Known] = ()
    notes: Sequence[Known] = ()
    firms: Sequence[Supplier] = ()
    ours: Firm = field(default_factory=Firm)
    before: Sequence[Earlier] = ()
    number_before: str = ""
    purchases: Sequence[PurchaseOrder] = ()
    twins: Sequence[Earlier] = ()
    sum_before: str = ""
    filed: Sequence[tuple[str, Lying]] = ()
    orders: Sequence[Order] = ()
    usual: Sequence[str] = ()

    def known(self, numbers: Collection[str]) -> Sequence[Known]:
        wanted = {plain(n) for n in numbers}
        return [k for k in self.entries if plain(k.number) in wanted]

    def alike(self, numbers: Collection[str]) -> Sequence[Known]:
        wanted = {folded(n) for n in numbers}
        return [k for k in self.entries if folded(k.number) in wanted]

    def delivered(self, numbers: Collection[str]) -> Sequence[Known]:
        wanted = {plain(n) for n in numbers}
        return [k for k in self.notes if plain(k.number) in wanted]

    def lying(self, field: str, numbers: Collection[str]) -> Sequence[Lying]:
        wanted = {plain(n) for n in numbers}
        return [paper for key, paper in self.filed if key == field and plain(paper.number) in wanted]

    def recent(self) -> Sequence[Order]:
        return [o for o in self.orders if o.state != "storniert"]

    def open_purchases(self, supplier: str) -> Sequence[PurchaseOrder]:
        return [p for p in self.purchases if p.supplier == supplier]

    def papers_with(self, field: str, number: str, before: Scan) -> Sequence[Earlier]:
        return [e for e in self.before if field == "rechnungsnummer" and number == self.number_before]

    def same_sum(self, supplier: str, gross: str, issued: str, before: Scan) -> Sequence[Earlier]:
        return [e for e in self.twins if (e.supplier, self.sum_before) == (supplier, f"{gross} {issued}")]

    def numbers_of(self, supplier: str, field: str, before: Scan) -> Sequence[str]:
        return self.usual if field == "rechnungsnummer" else ()

    def suppliers(self) -> Sequence[Supplier]:
        return self.firms

    def firm(self) -> Firm:
        return self.ours


US = Firm(
    name="Musterwerk Maschinenbau GmbH",
    street="Jülicher Straße 1",
    postcode="52070",
    city="Aachen",
    vat_ids=("DE999990019",),
    ibans=("DE89370400440532013000",),
)
STEEL = Supplier("70001", "Stahlhandel Düren GmbH", vat_ids=("DE136695976",), ibans=("DE88200800000970375700",), customer_number="104711")
SCREWS = Supplier("70002", "Schraubenhof Nord KG", aliases=("Schraubenhof",))


def order(number: str) -> Known:
    """One of our orders."""
    return Known("auftrag", number, (number,))


def bought(number: str, *orders: str, supplier: str = "") -> Known:
    """One of our purchase orders."""
    return Known("bestellung", number, orders, supplier)


REGISTER = Memory(
    entries=(
        order("A-26-0112"),
        order("A-26-0113"),
        order("A-26-0114"),
        bought("B-26-00417", "A-26-0112", supplier="70001"),
        bought("B-26-00418", "A-26-0113", supplier="70001"),
        bought("B-26-00500", STOCK, supplier="70001"),
        bought("B-26-00600", "A-26-0114", supplier="70002"),
        bought("4500012345", "A-26-0114"),
    ),
    notes=(Known("lieferschein", "80015511", ("A-26-0113",), "70001"),),
    firms=(STEEL, SCREWS),
    ours=US,
)
