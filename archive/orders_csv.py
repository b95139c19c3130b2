"""Master data from CSV: orders, purchase orders with lines, suppliers, customers. Shows first what would happen; never deletes.

Several rows with the same Bestellnummer are the lines of one purchase order, in the manner of most ERP exports. An import cut
short has taken over the first part; importing the same file again does the rest.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.column_maps import ColumnMap, guess, label
from archive.figures import notation
from archive.master_rows import Building, Cells, RowError, build
from archive.order import STOCK, Customer, Order, PurchaseOrder, Supplier
from archive.orders import Master
from archive.problems import Invalid
from archive.space import Space
from archive.spelling import told_apart
from archive.tables_csv import CsvTable, read_table

_TYPES: Mapping[str, type[Master]] = {"auftraege": Order, "bestellungen": PurchaseOrder, "lieferanten": Supplier, "kunden": Customer}
FIGURES = ("menge", "einzelpreis", "preiseinheit")
NAMED = 5
"""So many unknown numbers are named in a hint."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do, or has done. ``items`` holds all good ones; the three numbers count what is new, changed, the same.

    ``errors`` come in the order of the file, ``hints`` are German sentences about what is taken over nevertheless.
    """

    kind: str
    table: CsvTable
    plan: ColumnMap
    items: tuple[Master, ...]
    errors: tuple[RowError, ...]
    hints: tuple[str, ...]
    new: int
    changed: int
    same: int

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headings of columns that are not needed."""
        return tuple(heading for heading, key in zip(self.plan.headings, self.plan.keys, strict=True) if heading and not key)


def plan_for(space: Space, table: CsvTable) -> ColumnMap:
    """How to read a file: as somebody has saved it for files with these headings, else as the headings say."""
    return space.column_maps.of(table) or guess(table)


def preview(space: Space, data: bytes, plan: ColumnMap | None = None) -> Preview:
    """Reads a file and compares it with what is there; changes nothing. Raises ``Invalid`` when it is no list we know."""
    table = read_table(data)
    plan = plan or plan_for(space, table)
    if plan.number not in plan.keys:
        raise Invalid(_no_number(plan), cause=f"no key column among {table.headings}")
    errors: list[RowError] = []
    groups = _groups(_named(table, plan), plan.number, errors)
    there = space.orders.existing(_TYPES[plan.kind], list(groups))
    notations = {key: notation(row.cells[at] for row in table.rows) for at, key in enumerate(plan.keys) if key in FIGURES}
    building = Building(plan.kind, notations, there, errors)
    twins = space.orders.twins(_TYPES[plan.kind], list(groups))
    for number, other in twins.items():
        errors.append(RowError(groups[number][0].number, plan.number, told_apart(number, other), number))
    built = [build(building, rows) for number, rows in groups.items() if number not in twins]
    items = tuple(_with_numbers(space, [item for item in built if item is not None]))
    new = sum(item.number not in there for item in items)
    same = sum(there.get(item.number) == item for item in items)
    ordered = tuple(sorted(errors, key=lambda error: error.row))
    hints = tuple(_hints(space, items))
    return Preview(plan.kind, table, plan, items, ordered, hints, new, len(items) - new - same, same)


def import_csv(
    space: Space, data: bytes, who: str, plan: ColumnMap | None = None, progress: Callable[[int], None] = lambda _done: None
) -> Preview:
    """Takes over all good rows, in many short steps, and tells what happened; what has errors is left out and named."""
    shown = preview(space, data, plan)
    space.orders.save_many(shown.items, who, progress)
    return shown


def _no_number(plan: ColumnMap) -> str:
    if not any(plan.keys):
        return (
            "In der ersten Zeile steht keine Spalte „Auftragsnummer“, „Bestellnummer“, „Lieferantennummer“ oder „Kundennummer“. "
            "Bitte ergänzen Sie die Spaltennamen in der ersten Zeile, oder ordnen Sie die Spalten zu."
        )
    return f"Keine Spalte ist „{label(plan.kind, plan.number)}“ zugeordnet. Bitte wählen Sie aus, in welcher Spalte die Nummer steht."


def _named(table: CsvTable, plan: ColumnMap) -> Iterator[Cells]:
    """The rows by column key, without empty cells and columns that are not needed."""
    wanted = [(at, key) for at, key in enumerate(plan.keys) if key]
    for row in table.rows:
        yield Cells(row.number, {key: row.cells[at] for at, key in wanted if row.cells[at]})


def _groups(rows: Iterator[Cells], key: str, errors: list[RowError]) -> dict[str, list[Cells]]:
    groups: dict[str, list[Cells]] = {}
    for row in rows:
        if number := row.cells.get(key, ""):
            groups.setdefault(number.removeprefix('="').removesuffix('"'), []).append(row)
        elif row.cells:
            errors.append(RowError(row.number, key, "Die Nummer fehlt."))
    return groups


def _with_numbers(space: Space, items: Sequence[Master]) -> Iterator[Master]:
    """Purchase orders that name a supplier by name get its number, where the name is that of one supplier only."""
    wanted = {item.supplier for item in items if isinstance(item, PurchaseOrder)} - {""}
    if not wanted - set(space.orders.existing(Supplier, wanted)):
        yield from items
        return
    names: dict[str, list[str]] = {}
    for supplier in space.orders.suppliers():
        for name in {supplier.name.casefold(), *(alias.casefold() for alias in supplier.aliases)}:
            names.setdefault(name, []).append(supplier.number)
    for item in items:
        numbers = names.get(item.supplier.casefold(), []) if isinstance(item, PurchaseOrder) else []
        yield dataclasses.replace(item, supplier=numbers[0]) if isinstance(item, PurchaseOrder) and len(numbers) == 1 else item


def _hints(space: Space, items: Sequence[Master]) -> Iterator[str]:
    """Numbers that nobody has entered. They are taken over: the order may come with the next file, but none is created here."""
    purchases = [item for item in items if isinstance(item, PurchaseOrder)]
    orders = {number for p in purchases for number in (*p.orders, *(line.order for line in p.lines))} - {"", STOCK}
    suppliers = {p.supplier for p in purchases} - {""}
    for kind, numbers, name in ((Order, orders, "Aufträge"), (Supplier, suppliers, "Lieferanten")):
        gone = sorted(numbers - set(space.orders.existing(kind, numbers)))
        if gone:
            shown = ", ".join(gone[:NAMED]) + (f" und {len(gone) - NAMED} weitere" if len(gone) > NAMED else "")
            yield f"Diese {name} gibt es hier noch nicht: {shown}. Die Bestellungen werden trotzdem eingelesen."
