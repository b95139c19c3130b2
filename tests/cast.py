"""The fixed cast of the tests: Anna of the office, the firm's orders, and papers as reading and understanding would hand them over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from archive.document import Doubt, Evidence, Finding, Line, Link, Proposal, Suggestion
from archive.intake import Receipt, Sender
from archive.order import Order, PurchaseOrder, PurchaseOrderLine, Supplier
from archive.scan import Page, Reading, Scan, Word
from archive.space import Space

ANNA = "Anna"

ORDERS = (
    Order("A-26-0101", "Pumpen Kessel GmbH", "Lagerbock", "laufend"),
    Order("A-26-0102", "Förderanlagen Süd", "Rollenbahn", "laufend"),
    Order("A-26-0103", "Bäckerei Öhlmann", "Rührwerk", "neu"),
)
PURCHASES = (
    PurchaseOrder("B-26-00401", "70001", ("A-26-0101",), lines=(PurchaseOrderLine("10", "4711", "Rundstahl", Decimal(12), "ST"),)),
    PurchaseOrder("B-26-00402", "70001", (), lines=(PurchaseOrderLine("10", "0815", "Schrauben", Decimal(100), "ST", order="A-26-0102"),)),
    PurchaseOrder("B-26-00403", "70002", ()),
)
SUPPLIERS = (Supplier("70001", "Stahlhandel Düren GmbH", city="Düren"), Supplier("70002", "Normteile West KG"))


def furnish(space: Space) -> None:
    """Enters the orders, purchase orders and suppliers of the cast."""
    space.orders.save([*ORDERS, *PURCHASES, *SUPPLIERS], ANNA)


def hand_in(space: Space, data: bytes, name: str = "scan.pdf") -> Receipt:
    """Bytes through the front door, acknowledged."""
    with space.intake.receive() as incoming:
        incoming.write(data)
        stored = incoming.keep()
    return space.intake.acknowledge(stored, Sender(name, "application/pdf", "web", ANNA))


def proposal(
    space: Space, eingangsnummer: str, *, doctype: str = "rechnung", order: str = "A-26-0101", fields: Mapping[str, str] | None = None
) -> Proposal:
    """A proposal for a paper. Without ``order`` it carries the doubt that makes it wait."""
    scan = space.intake.get(eingangsnummer).scan
    box = (300.0, 120.0, 380.0, 132.0)
    words = (Word("Rechnung", (60, 200, 140, 216), 0.97), Word("B-26-00401", box, 0.91), Word("Zahnräder", (60, 300, 130, 310), 0.88))
    reading = Reading(scan, (Page(1, 595.0, 842.0, 0, words, "ocr"),))
    values = {"rechnungsnummer": "RE-4711", "brutto": "119.00", "bestellnummer": "B-26-00401"} if fields is None else fields
    findings = tuple(Finding(key, value, value, 1, box, 0.9, "hinter ‚Nr.‘") for key, value in values.items())
    links = (Link(order, "hinter ‚Ihre Bestellung‘ B-26-00401 steht (Seite 1)", 0.95, Evidence(1, box, "B-26-00401")),) if order else ()
    doubts = () if order else (Doubt("order", "Auf dem Papier steht keine Nummer von uns.", "Zu welchem Auftrag gehört es?"),)
    line = Line(
        "1", "4711", "Rundstahl 42CrMo4", Decimal("12.5"), "kg", Decimal("8.00"), Decimal(1), Decimal("100.00"), Evidence(1, box, "12,5")
    )
    suggestions = () if order else (Suggestion("A-26-0102", "der Kunde heißt ähnlich", 0.4),)
    return Proposal(scan, reading, doctype, "‚Rechnung‘ groß im Kopf steht", findings, (line,), links, doubts, suggestions)


def scan_of(data: str) -> Scan:
    """A scan that was never handed in."""
    return Scan(data, "scan.pdf", "application/pdf", "test", datetime(2026, 11, 2, 8, 0, tzinfo=UTC))
