"""Lists as CSV for spreadsheets: UTF-8 with a mark, semicolons, decimal comma, German days, nothing that runs as a formula.

The import reads those of master data as they are: what was exported, corrected and read in again changes what was corrected.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from archive import browsing, folder_list
from archive.browsing import Asked
from archive.doctypes import doctype
from archive.folder_list import Wanted
from archive.folders import supplier_names
from archive.order import Customer, PurchaseOrder, Supplier, serves
from archive.places import own_number
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
    found = folder_list.folders(space.catalog, Wanted(size=ALL)).items
    heads = ("Auftrag", "Kunde", "Titel", "Zustand", "Bestellt am", "Fällig am", "Belege", "Vollständigkeit")
    orders = ((row.order, row) for row in found)
    return heads, ((o.number, o.customer, o.title, o.state, o.ordered, o.due, row.papers, row.headline) for o, row in orders)


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
        "Auftrag der Position",
        "Artikel Lieferant",
        "Kostenstelle",
        "Umrechnung",
        "Zweite Einheit",
        "Status",
        "Name des Lieferanten",
    )
    found = browsing.purchase_orders(space.catalog, Asked(size=ALL)).items
    return heads, _positions(found, supplier_names(space, found))


def _positions(purchases: Iterable[PurchaseOrder], names: Mapping[str, str]) -> Iterator[Sequence[Cell]]:
    for one in purchases:
        head = (one.number, one.supplier, one.ordered, ", ".join(sorted(serves(one))))
        tail = (_state(one), names.get(one.supplier, ""))
        if not one.lines:
            yield (*head, *[""] * 14, *tail)
        for line in one.lines:
            price = (line.unit_price, line.price_base, line.certificate, line.due)
            more = (line.order, line.their_article, line.cost_centre, line.second_factor, line.second_unit)
            yield (*head, line.position, line.article, line.text, line.quantity, line.unit, *price, *more, *tail)


def suppliers(space: Space) -> Table:
    """All suppliers."""
    found: Sequence[Supplier] = browsing.suppliers(space.catalog, Asked(size=ALL)).items
    heads = ("Lieferantennummer", "Name", "Weitere Namen", "Ort", "E-Mail", "Unsere Kundennummer", "USt-IdNr.", "IBAN", "Status")
    rows = (
        (s.number, s.name, " | ".join(s.aliases), s.city, s.email, s.customer_number, ", ".join(s.vat_ids), ", ".join(s.ibans), _state(s))
        for s in found
    )
    return heads, rows


def customers(space: Space) -> Table:
    """All customers."""
    found: Sequence[Customer] = browsing.customers(space.catalog, Asked(size=ALL)).items
    rows = ((c.number, c.name, c.city, c.email, c.note, _state(c)) for c in found)
    return ("Kundennummer", "Name", "Ort", "E-Mail", "Bemerkung", "Status"), rows


def _state(firm: Supplier | Customer | PurchaseOrder) -> str:
    return "abgeschlossen" if firm.closed else "offen"


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
            own_number(d),
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
