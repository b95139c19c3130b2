"""The form of a purchase order: its lines as fields, and what was typed back as a purchase order. Saves nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from archive.order import STOCK, PurchaseOrder, PurchaseOrderLine, Supplier, objection
from archive.problems import Invalid
from service.entering import MOST_LINES, day, figure, several, shown, stand, supplier_number
from service.parts import entered

LINE = (
    "position", "artikel", "artikel_lieferant", "text", "menge", "einheit", "preis", "je", "zeugnis", "termin", "auftrag", "kostenstelle",
    "umrechnung", "zweite_einheit",
)  # fmt: skip
CERTIFICATES = ("", "2.1", "2.2", "3.1", "3.2")
UNITS = ("ST", "kg", "m", "m²", "l", "Satz", "VPE", "Std", "pauschal")
STEP = 10
TOO_LONG = f"Hier lassen sich höchstens {MOST_LINES} Positionen bearbeiten. Bitte lesen Sie größere Bestellungen als CSV-Datei ein."


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was filled in: its head by name, and for each line its fields by name."""

    head: Mapping[str, str]
    lines: Sequence[Mapping[str, str]]


def typed(columns: Mapping[str, Sequence[str]]) -> Typed:
    """The fields of a sent form, told apart into head and lines."""
    head = {name: values[-1] for name, values in columns.items() if not name.startswith("z_") and values}
    fields = {name: columns.get(f"z_{name}", ()) for name in LINE}
    count = max((len(values) for values in fields.values()), default=0)
    return Typed(head, [{name: values[at].strip() if at < len(values) else "" for name, values in fields.items()} for at in range(count)])


def filled(purchase: PurchaseOrder) -> Typed:
    """A purchase order as its form shows it."""
    head = {
        "nummer": purchase.number,
        "lieferant": purchase.supplier,
        "bestellt": purchase.ordered.isoformat() if purchase.ordered else "",
        "auftraege": ", ".join(purchase.orders),
        "lager": "" if purchase.orders or any(line.order for line in purchase.lines) else "ja",
        "stand": stand(purchase),
    }
    return Typed(head, [_fields(line) for line in purchase.lines])


def _fields(line: PurchaseOrderLine) -> dict[str, str]:
    return {
        "position": line.position,
        "artikel": line.article,
        "artikel_lieferant": line.their_article,
        "text": line.text,
        "menge": shown(line.quantity),
        "einheit": line.unit,
        "preis": shown(line.unit_price),
        "je": shown(line.price_base) if line.price_base != 1 else "",
        "zeugnis": line.certificate,
        "termin": line.due.isoformat() if line.due else "",
        "auftrag": line.order,
        "kostenstelle": line.cost_centre,
        "umrechnung": shown(line.second_factor),
        "zweite_einheit": line.second_unit,
    }


def purchase_of(form: Typed, suppliers: Sequence[Supplier], before: PurchaseOrder | None) -> PurchaseOrder:
    """The purchase order that was typed. Raises ``Invalid``; whether its orders exist is looked up by the caller."""
    head = dict(form.head)
    number = before.number if before else entered(head, "nummer")
    if wrong := "" if before else objection(number, names_folder=True):
        raise Invalid(wrong, cause=f"bad purchase order number {number!r}")
    typed_supplier = entered(head, "lieferant", 200)
    supplier = typed_supplier if before and typed_supplier == before.supplier else supplier_number(suppliers, typed_supplier)
    lines = _lines(form.lines)
    orders = tuple(order for order in several(entered(head, "auftraege")) if order != STOCK)
    stock = bool(head.get("lager"))
    if stock and (orders or any(line.order for line in lines)):
        raise Invalid(
            "Eine Lagerbestellung hat keinen Auftrag. Bitte nehmen Sie den Haken oder die Auftragsnummern weg.", cause="stock with orders"
        )
    if not stock and not orders and not any(line.order for line in lines):
        raise Invalid(
            "Bitte geben Sie den Auftrag an, oder kreuzen Sie „Lagerbestellung ohne Auftrag“ an.", cause="neither order nor stock"
        )
    new = PurchaseOrder(number, supplier, orders, day(head, "bestellt", "Bestellt am"), lines)
    return dataclasses.replace(new, closed=before.closed) if before else new


def _lines(rows: Sequence[Mapping[str, str]]) -> tuple[PurchaseOrderLine, ...]:
    """The lines that are not empty; those without a position get the next one."""
    lines: list[PurchaseOrderLine] = []
    taken = {row["position"] for row in rows if row["position"]}
    for at, row in enumerate(rows, 1):
        if not any(value for name, value in row.items() if name not in ("einheit", "je", "position")):
            continue
        if len(lines) == MOST_LINES:
            raise Invalid(TOO_LONG, cause="too many lines for the form")
        position = row["position"] or _next(taken)
        taken.add(position)
        if any(line.position == position for line in lines):
            raise Invalid(f"Die Position {position} gibt es zweimal. Bitte geben Sie jeder Zeile ihre eigene.", cause="position twice")
        lines.append(_line(row, position, f"Zeile {at}"))
    return tuple(lines)


def _next(taken: Collection[str]) -> str:
    numbers = [int(position) for position in taken if position.isdecimal()]
    return str((max(numbers, default=0) // STEP + 1) * STEP)


def _line(row: Mapping[str, str], position: str, where: str) -> PurchaseOrderLine:
    if row["zeugnis"] not in CERTIFICATES:
        raise Invalid(f"{where}: Dieses Zeugnis gibt es nicht. Bitte wählen Sie eines aus der Liste.", cause="unknown certificate")
    fields = dict(row)
    texts = {name: entered(fields, name, 300) for name in LINE}
    base = figure(texts["je"], f"{where}, Preis je")
    if base == 0:
        raise Invalid(f"{where}: Der Preis kann nicht für 0 Stück gelten.", cause="price base 0")
    due: date | None = day(fields, "termin", f"{where}, Liefertermin")
    return PurchaseOrderLine(
        position=position,
        article=texts["artikel"],
        text=texts["text"],
        quantity=figure(texts["menge"], f"{where}, Menge"),
        unit=texts["einheit"],
        unit_price=figure(texts["preis"], f"{where}, Preis"),
        price_base=base or Decimal(1),
        certificate=texts["zeugnis"],
        order=texts["auftrag"],
        their_article=texts["artikel_lieferant"],
        due=due,
        cost_centre=texts["kostenstelle"],
        second_unit=texts["zweite_einheit"],
        second_factor=figure(texts["umrechnung"], f"{where}, Umrechnung"),
    )
