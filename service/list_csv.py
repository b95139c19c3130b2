"""Lists as CSV for spreadsheets: UTF-8 with a mark, semicolons, decimal comma, German days, nothing that runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from archive import browsing
from archive.browsing import Asked
from archive.doctypes import doctype
from archive.order import Customer, PurchaseOrder, Supplier
from archive.space import Space
from service.hit_list import harmless
from service.rendering import STATES

Cell = str | int | Decimal | date | None
Table = tuple[Sequence[str], Iterable[Sequence[Cell]]]
ALL = 1_000_000


def as_csv(table: Table) -> bytes:
    """A list with its heads."""
    heads, rows = table
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([harmless(_shown(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def folders(space: Space) -> Table:
    """All orders with their folders."""
    found = space.orders.all(limit=ALL)
    heads = ("Auftrag", "Kunde", "Titel", "Zustand", "Bestellt am", "Fällig am", "Belege")
    rows = ((r.order.number, r.order.customer, r.order.title, r.order.state, r.order.ordered, r.order.due, r.papers) for r in found)
    return heads, rows


def purchase_lines(space: Space) -> Table:
    """All purchase orders, one row for each position."""
    heads = (
        "Bestellung",
        "Lieferant",
        "Bestellt am",
        "Aufträge",
        "Position",
        "Artikel",
        "Text",
        "Menge",
        "Einheit",
        "Preis",
        "Preis je",
        "Zeugnis",
        "Termin",
    )
    return heads, _positions(browsing.purchase_orders(space.catalog, Asked(size=ALL)).items)


def _positions(purchases: Iterable[PurchaseOrder]) -> Iterator[Sequence[Cell]]:
    for one in purchases:
        head = (one.number, one.supplier, one.ordered, ", ".join(one.orders))
        if not one.lines:
            yield (*head, *[""] * 9)
        for line in one.lines:
            price = (line.unit_price, line.price_base, line.certificate, line.due)
            yield (*head, line.position, line.article, line.text, line.quantity, line.unit, *price)


def suppliers(space: Space) -> Table:
    """All suppliers."""
    found: Sequence[Supplier] = browsing.suppliers(space.catalog, Asked(size=ALL)).items
    heads = ("Nummer", "Name", "Ort", "E-Mail", "Unsere Kundennummer", "USt-IdNr.", "IBAN", "Gesperrt")
    rows = (
        (s.number, s.name, s.city, s.email, s.customer_number, ", ".join(s.vat_ids), ", ".join(s.ibans), "ja" if s.closed else "nein")
        for s in found
    )
    return heads, rows


def customers(space: Space) -> Table:
    """All customers."""
    found: Sequence[Customer] = browsing.customers(space.catalog, Asked(size=ALL)).items
    return ("Nummer", "Name"), ((customer.number, customer.name) for customer in found)


def inbox(space: Space) -> Table:
    """Everything that ever came in, the oldest first: without gaps, the rejected included."""
    heads = ("Eingangsnummer", "Eingegangen am", "Datei", "Weg", "Stand", "Was geschah", "SHA-256")
    rows = (
        (e.eingangsnummer, e.scan.received, e.scan.name, e.scan.source, STATES[e.state][0], e.sentence, e.scan.sha256)
        for e in space.intake.oldest()
    )
    return heads, rows


def papers(space: Space, order: str) -> Table:
    """The papers of one folder."""
    heads = ("Eingangsnummer", "Belegart", "Nummer", "Rechnungsdatum", "Lieferant", "Netto", "Steuer", "Brutto", "Stand")
    rows = (
        (
            d.eingangsnummer,
            doctype(d.doctype).name,
            d.value("rechnungsnummer") or d.value("lieferscheinnummer"),
            _day(d.value("rechnungsdatum")),
            d.value("lieferant"),
            *(_amount(d.value(key)) for key in ("netto", "steuer", "brutto")),
            STATES[d.state][0],
        )
        for d in space.documents.of_order(order)
    )
    return heads, rows


def _day(text: str) -> Cell:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _amount(text: str) -> Cell:
    return Decimal(text) if text.replace(".", "", 1).lstrip("-").isascii() and text.replace(".", "", 1).lstrip("-").isdecimal() else text


def _shown(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell.astimezone():%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",")
    return "" if cell is None else str(cell)
