"""Rows of a CSV file as orders, purchase orders and suppliers: headings, states, cells. Compares and saves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from archive.kinds import kind
from archive.order import Order, PurchaseOrder, PurchaseOrderLine, Supplier
from archive.tables_csv import Row

_NAMES = {
    "auftragsnummer": "auftragsnummer auftrag auftragsnr auftrnr kommission projekt projektnummer order ordernumber",
    "kunde": "kunde kundenname name1 auftraggeber customer",
    "bezeichnung": "bezeichnung titel text artikelbezeichnung beschreibung benennung description title",
    "status": "status zustand state",
    "bestelldatum": "bestelldatum auftragsdatum datum belegdatum orderdate date",
    "liefertermin": "liefertermin termin lieferdatum wunschtermin duedate",
    "bemerkung": "bemerkung notiz anmerkung note",
    "bestellnummer": "bestellnummer bestellung bestellnr bestnr bestellno purchaseorder po ponumber",
    "lieferantennummer": "lieferantennummer lieferantennr lieferant kreditor kreditorennummer liefnr suppliernumber supplier",
    "position": "position pos posnr positionsnummer line",
    "artikelnummer": "artikelnummer artikelnr artnr artikel sachnummer materialnummer matnr teilenummer article",
    "menge": "menge bestellmenge anzahl quantity qty",
    "einheit": "einheit me mengeneinheit unit",
    "einzelpreis": "einzelpreis preis epreis stueckpreis price unitprice",
    "preiseinheit": "preiseinheit pe preisproeinheit pricebase per",
    "zeugnis": "zeugnis pruefbescheinigung zeugnisart certificate",
    "name": "name lieferantenname firma firmenname",
    "weitere_namen": "weiterenamen alias aliasse namen2 name2",
    "ort": "ort stadt city",
    "ust_id": "ustid ustidnr umsatzsteuerid vatid ustidentnr",
    "iban": "iban bankverbindung",
    "kundennummer": "kundennummer kundennr unserekundennummer eigenekundennummer customernumber",
}
HEADINGS: Mapping[str, str] = {alias: key for key, aliases in _NAMES.items() for alias in aliases.split()}
"""Headings as ERP systems write them, simplified, to our column keys."""

_STATES: Mapping[str, Literal["neu", "laufend", "fertig", "storniert"]] = {
    "": "laufend", "neu": "neu", "offen": "laufend", "laufend": "laufend", "in arbeit": "laufend", "fertig": "fertig",
    "abgeschlossen": "fertig", "erledigt": "fertig", "storniert": "storniert", "storno": "storniert",
}  # fmt: skip


class BadCellError(Exception):
    """A cell that can not be taken over; ``message`` is German."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


def order(row: Row) -> Order:
    """One row, one order. Raises ``BadCellError``."""
    cells = row.cells
    state = _STATES.get(cells.get("status", "").lower())
    if state is None:
        raise BadCellError("status", f"Den Status „{cells['status']}“ gibt es nicht; möglich sind neu, laufend, fertig, storniert.")
    return Order(
        number=cells["auftragsnummer"],
        customer=cells.get("kunde", ""),
        title=cells.get("bezeichnung", ""),
        state=state,
        ordered=_date(cells, "bestelldatum"),
        due=_date(cells, "liefertermin"),
        note=cells.get("bemerkung", ""),
    )


def purchase_order(rows: list[Row]) -> PurchaseOrder:
    """All rows of one Bestellnummer. Raises ``BadCellError``."""
    first = rows[0].cells
    lines = tuple(_line(row.cells) for row in rows if row.cells.get("position") or row.cells.get("menge") or row.cells.get("artikelnummer"))
    orders = tuple(dict.fromkeys(order for row in rows if (order := row.cells.get("auftragsnummer", ""))))
    return PurchaseOrder(first["bestellnummer"], first.get("lieferantennummer", ""), orders, _date(first, "bestelldatum"), lines)


def _line(cells: Mapping[str, str]) -> PurchaseOrderLine:
    return PurchaseOrderLine(
        position=cells.get("position", ""),
        article=cells.get("artikelnummer", ""),
        text=cells.get("bezeichnung", ""),
        quantity=_decimal(cells, "menge"),
        unit=cells.get("einheit", ""),
        unit_price=_decimal(cells, "einzelpreis"),
        price_base=_decimal(cells, "preiseinheit") or Decimal(1),
        certificate=cells.get("zeugnis", ""),
        order=cells.get("auftragsnummer", ""),
    )


def supplier(row: Row) -> Supplier:
    """One row, one supplier. Raises ``BadCellError``."""
    cells = row.cells
    if not cells.get("name"):
        raise BadCellError("name", "Der Name fehlt.")
    for column, name in (("iban", "iban"), ("ust_id", "vat_id")):
        for value in _several(cells, column):
            if objection := kind(name).check(value):
                raise BadCellError(column, objection)
    return Supplier(
        number=cells["lieferantennummer"],
        name=cells["name"],
        aliases=tuple(part.strip() for part in cells.get("weitere_namen", "").split("|") if part.strip()),
        vat_ids=_several(cells, "ust_id"),
        ibans=_several(cells, "iban"),
        customer_number=cells.get("kundennummer", ""),
        city=cells.get("ort", ""),
    )


def _several(cells: Mapping[str, str], column: str) -> tuple[str, ...]:
    return tuple(part.replace(" ", "").upper() for part in cells.get(column, "").split("|") if part.strip())


def _date(cells: Mapping[str, str], column: str) -> date | None:
    return date.fromisoformat(value) if (value := _parsed(cells, column, "date", "kein Datum")) else None


def _decimal(cells: Mapping[str, str], column: str) -> Decimal | None:
    return Decimal(value) if (value := _parsed(cells, column, "quantity", "keine Zahl")) else None


def _parsed(cells: Mapping[str, str], column: str, kind_name: str, objection: str) -> str:
    text = cells.get(column, "")
    if not text:
        return ""
    parsed = kind(kind_name).parse(text)
    if parsed is None:
        raise BadCellError(column, f"„{text}“ ist {objection}.")
    return parsed.value
