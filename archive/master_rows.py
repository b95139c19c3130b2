"""Rows of a CSV file as orders, purchase orders, suppliers and customers, put over what is there. Reads no file and saves nothing.

Only cells with something in them count: an empty cell, a column that is missing and a line that is missing change nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.cells import converted
from archive.column_maps import ListKind, label
from archive.figures import BadCellError, Notation
from archive.order import Customer, Order, PurchaseOrder, PurchaseOrderLine, Supplier, objection, renamed
from archive.orders import Master


@dataclass(frozen=True, slots=True)
class RowError:
    """A cell, or a row, that can not be taken over. ``row`` is the line number in the file, ``column`` a column key or ""."""

    row: int
    column: str
    message: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Cells:
    """One row: its line number, and its cells by column key without the empty ones."""

    number: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Building:
    """What rows of one kind are made into: how columns write figures, what is there already, and what went wrong so far."""

    kind: ListKind
    notations: Mapping[str, Notation]
    there: Mapping[str, Master]
    errors: list[RowError] = field(default_factory=list)

    def values(self, row: Cells) -> dict[str, Any]:
        """The row's cells as values by column key; what can not be one is noted as an error."""
        found: dict[str, Any] = {}
        for key, cell in row.cells.items():
            try:
                found[key] = converted(self.kind, key, cell, self.notations.get(key, Notation()))
            except BadCellError as bad:
                self.errors.append(RowError(row.number, key, bad.message, cell))
        return found


def build(building: Building, rows: Sequence[Cells]) -> Master | None:
    """All rows of one number as one item; ``None`` when there was an error, which is noted."""
    before = len(building.errors)
    read = [(row, building.values(row)) for row in rows]
    if len(building.errors) > before:
        return None
    item = _BUILD[building.kind](building, read)
    if item and (wrong := objection(item.number, names_folder=isinstance(item, Order))):
        building.errors.append(RowError(rows[0].number, "", wrong, item.number))
    return item if len(building.errors) == before else None


_Read = Sequence[tuple[Cells, dict[str, Any]]]

_ORDER = {
    "auftragsnummer": "number", "kunde": "customer", "bezeichnung": "title", "status": "state", "bestelldatum": "ordered",
    "liefertermin": "due", "bemerkung": "note",
}  # fmt: skip
_SUPPLIER = {
    "lieferantennummer": "number", "name": "name", "weitere_namen": "aliases", "ort": "city", "ust_id": "vat_ids", "iban": "ibans",
    "kundennummer": "customer_number", "email": "email", "status": "closed",
}  # fmt: skip
_CUSTOMER = {"kundennummer": "number", "name": "name", "ort": "city", "email": "email", "bemerkung": "note", "status": "closed"}
_HEAD = {"bestellnummer": "number", "lieferantennummer": "supplier", "bestelldatum": "ordered", "status": "closed"}
_LINE = {
    "position": "position", "artikelnummer": "article", "artikelnummer_lieferant": "their_article", "bezeichnung": "text",
    "menge": "quantity", "einheit": "unit", "einzelpreis": "unit_price", "preiseinheit": "price_base", "zeugnis": "certificate",
    "auftragsnummer": "order", "liefertermin": "due", "kostenstelle": "cost_centre", "umrechnung": "second_factor",
    "zweite_einheit": "second_unit",
}  # fmt: skip


def _order(building: Building, read: _Read) -> Master | None:
    return _single(building, read, Order, _ORDER)


def _supplier(building: Building, read: _Read) -> Master | None:
    return _single(building, read, Supplier, _SUPPLIER)


def _customer(building: Building, read: _Read) -> Master | None:
    return _single(building, read, Customer, _CUSTOMER)


def _single(building: Building, read: _Read, kind: type[Order | Supplier | Customer], fields: Mapping[str, str]) -> Master | None:
    """One row, one item. The same number twice with other values can not both be right."""
    first, values = read[0]
    for row, other in read[1:]:
        if other != values:
            number = row.cells[next(iter(fields))]
            building.errors.append(RowError(row.number, next(iter(fields)), f"Die Nummer steht schon in Zeile {first.number}.", number))
            return None
    changes = {fields[key]: value for key, value in values.items()}
    for key, value in (("aliases", "aliases"), ("ibans", "ibans"), ("vat_ids", "vat_ids")):
        if key in changes:
            old = getattr(building.there.get(changes["number"]), value, ())
            changes[key] = tuple(dict.fromkeys((*old, *changes[key])))
    there = building.there.get(changes["number"])
    if there is None and kind is not Order and "name" not in changes:
        building.errors.append(RowError(first.number, "name", "Der Name fehlt."))
        return None
    if there is None:
        return kind(**changes)
    new = dataclasses.replace(there, **changes)
    return renamed(there, new) if isinstance(there, Supplier) and isinstance(new, Supplier) else new


def _purchase_order(building: Building, read: _Read) -> Master | None:
    head = _head(building, read)
    there = building.there.get(head["number"])
    old = there if isinstance(there, PurchaseOrder) else PurchaseOrder(head["number"])
    lines = _lines(building, read, old.lines)
    named = [line.order for line in lines if line.order]
    orders = [values["auftragsnummer"] for _, values in read if "auftragsnummer" in values]
    # Orders of before stand on as long as no line says for which of them it is, and for lines that say nothing.
    told = {line.order for line in old.lines}
    kept = [order for order in old.orders if order not in told] if any(not line.order for line in lines) and not orders else []
    return dataclasses.replace(old, **head, lines=lines, orders=tuple(dict.fromkeys([*kept, *named, *orders])) or old.orders)


def _head(building: Building, read: _Read) -> dict[str, Any]:
    head: dict[str, Any] = {}
    for row, values in read:
        for key, name in _HEAD.items():
            if key in values and head.setdefault(name, values[key]) != values[key]:
                message = f"{label('bestellungen', key)} ist hier anders als in einer Zeile davor mit derselben Bestellnummer."
                building.errors.append(RowError(row.number, key, message, row.cells[key]))
    return head


def _lines(building: Building, read: _Read, old: Sequence[PurchaseOrderLine]) -> tuple[PurchaseOrderLine, ...]:
    """The lines of before with what the rows say of them, and new ones; a line that is not in the file stays."""
    lines = {_key(line, at): line for at, line in enumerate(old)}
    seen: dict[str, int] = {}
    for at, (row, values) in enumerate(read):
        changes = {name: values[key] for key, name in _LINE.items() if key in values}
        if not {"position", "article", "their_article", "text", "quantity"} & set(changes):
            continue
        key = _key(PurchaseOrderLine(changes.get("position", ""), changes.get("article", "")), at)
        if key in seen:
            column = "position" if "position" in values else "artikelnummer"
            building.errors.append(
                RowError(row.number, column, f"Diese Position steht schon in Zeile {seen[key]}.", row.cells.get(column, ""))
            )
            continue
        seen[key] = row.number
        lines[key] = dataclasses.replace(lines.get(key) or PurchaseOrderLine(""), **changes)
    return tuple(lines.values())


def _key(line: PurchaseOrderLine, at: int) -> str:
    return line.position or line.article or f"#{at}"


_BUILD: Mapping[ListKind, Callable[[Building, _Read], Master | None]] = {
    "auftraege": _order,
    "bestellungen": _purchase_order,
    "lieferanten": _supplier,
    "kunden": _customer,
}
