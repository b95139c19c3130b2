"""Master data from CSV: orders, purchase orders with lines, suppliers. Shows first what would happen; never deletes.

Several rows with the same Bestellnummer are the lines of one purchase order, in the manner of most ERP exports.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archive.master_rows import HEADINGS, BadCellError, order, purchase_order, supplier
from archive.order import Order, PurchaseOrder, Supplier, objection
from archive.orders import Master
from archive.problems import Invalid
from archive.space import Space
from archive.tables_csv import Row, read_table


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that can not be taken over. ``row`` is the line number in the file, ``column`` a column key or ""."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do, or has done. ``items`` holds all good ones; the three numbers count what is new, changed, the same."""

    kind: str
    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    rows: tuple[Row, ...]
    items: tuple[Master, ...]
    errors: tuple[RowError, ...]
    new: int
    changed: int
    same: int


_TYPES: Mapping[str, type[Master]] = {"auftraege": Order, "bestellungen": PurchaseOrder, "lieferanten": Supplier}


def preview(space: Space, data: bytes) -> Preview:
    """Reads a file and compares it with what is there; changes nothing. Raises ``Invalid`` when it is no list we know."""
    table = read_table(data, HEADINGS)
    kind_name, wanted, build = _kind(table.columns)
    items: list[Master] = []
    errors: list[RowError] = []
    for rows in _groups(table.rows, wanted, errors):
        try:
            items.append(_numbered(build(rows), wanted))
        except BadCellError as bad:
            errors.append(RowError(rows[-1].number if len(rows) == 1 else _row_of(rows, build), bad.column, bad.message))
    there = space.orders.existing(_TYPES[kind_name], [item.number for item in items])
    new = sum(item.number not in there for item in items)
    same = sum(there.get(item.number) == item for item in items)
    ordered = tuple(sorted(errors, key=lambda error: error.row))
    return Preview(kind_name, table.columns, table.unknown, table.rows, tuple(items), ordered, new, len(items) - new - same, same)


def import_csv(space: Space, data: bytes, who: str) -> Preview:
    """Takes over all good rows in one step and tells what happened; rows with errors are left out and named."""
    shown = preview(space, data)
    space.orders.save(shown.items, who)
    return shown


def _kind(columns: Sequence[str]) -> tuple[str, str, Callable[[list[Row]], Master]]:
    if "bestellnummer" in columns:
        return "bestellungen", "bestellnummer", purchase_order
    if "auftragsnummer" in columns:
        return "auftraege", "auftragsnummer", lambda rows: order(rows[-1])
    if "lieferantennummer" in columns:
        return "lieferanten", "lieferantennummer", lambda rows: supplier(rows[-1])
    raise Invalid(
        "In der ersten Zeile steht keine Spalte „Auftragsnummer“, „Bestellnummer“ oder „Lieferantennummer“. "
        "Bitte ergänzen Sie die Spaltennamen in der ersten Zeile.",
        cause=f"no key column among {columns}",
    )


def _groups(rows: Sequence[Row], key: str, errors: list[RowError]) -> list[list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        number = row.cells.get(key, "")
        if number:
            groups.setdefault(number, []).append(row)
        else:
            errors.append(RowError(row.number, key, "Die Nummer fehlt."))
    return list(groups.values())


def _numbered(item: Master, column: str) -> Master:
    if wrong := objection(item.number, names_folder=isinstance(item, Order)):
        raise BadCellError(column, wrong)
    return item


def _row_of(rows: list[Row], build: Callable[[list[Row]], Master]) -> int:
    """The first row that is wrong by itself."""
    for row in rows:
        try:
            build([row])
        except BadCellError:
            return row.number
    return rows[0].number
