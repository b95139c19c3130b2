"""What the Klärung prepares for its screen: the decision out of a form, papers alike, and forms filled in beforehand. Shows nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.content import Correction
from archive.document import Document
from archive.order import STOCK, Order, Supplier, plain
from archive.problems import Invalid
from archive.scan import Reading
from archive.space import Space
from archive.waiting import Line
from service.entering import several
from service.parts import entered
from service.places import evidence_of
from service.sheet import ShownValue

TOGETHER = frozenset({"auftrag", "abweichung"})
"""What papers may wait for that are filed along with another: never an unclear type, a double, or a page that was not read."""

SHORTEST = 4
"""A purchase order number of fewer characters does not tell that two papers belong together."""


def decision(
    space: Space, form: dict[str, str], document: Document | None, shown: tuple[Iterable[ShownValue], Reading | None]
) -> Correction:
    """Only what differs from the proposal: what a person leaves alone keeps its evidence."""
    doctype = entered(form, "belegart")
    changed_type = doctype if doctype and doctype != (document.doctype if document else "") else None
    values, reading = shown
    before = {value.field: value.text for value in values}
    names = sorted(name.removeprefix("feld_") for name in form if name.startswith("feld_"))
    typed = {key: entered(form, f"feld_{key}") for key in names}
    places = {key: found for key in names if typed[key] and (found := evidence_of(form.get(f"ort_{key}", ""), reading))}
    fields = {key: text for key, text in typed.items() if text != before.get(key, "") or key in places}
    return Correction(changed_type, _orders(space, document, form), fields, places)


def _orders(space: Space, document: Document | None, form: dict[str, str]) -> tuple[str, ...] | None:
    """The orders a person chose; ``None`` when they left them as proposed."""
    if suggestion := entered(form, "vorschlag"):
        return (suggestion,)
    typed = tuple(dict.fromkeys(number for part in several(entered(form, "auftrag")) for number in _numbers(space, part)))
    if typed and entered(form, "ohne"):
        raise Invalid("Bitte wählen Sie entweder einen Auftrag oder „Ohne Auftrag“, nicht beides.", cause="order and no order")
    if entered(form, "ohne"):
        return ()
    if not typed:
        raise Invalid("Bitte geben Sie einen Auftrag ein oder wählen Sie „Ohne Auftrag“.", cause="no order chosen")
    return None if document and typed == document.orders else typed


def _numbers(space: Space, typed: str) -> Sequence[str]:
    """What was typed as numbers of orders: one that has blanks in it, or several with blanks between them; unknown ones as typed."""
    if whole := _as_entered(space, typed):
        return [whole]
    found = [_as_entered(space, part) for part in typed.split()]
    # Where none of it is known, the person meant one number, and is told so in one piece.
    return [known or part for known, part in zip(found, typed.split(), strict=True)] if any(found) else [typed]


def _as_entered(space: Space, typed: str) -> str:
    """The order's number as it stands in the register, however it was spelled here; "" when none or several are meant."""
    if typed in space.orders.existing(Order, [typed]):
        return typed
    if plain(typed) == plain(STOCK):
        return STOCK
    found = [known.number for known in space.orders.known([typed]) if known.kind == "auftrag"]
    return found[0] if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Papers that wait for the same answer as one that was just given: same supplier, same purchase order."""

    numbers: tuple[str, ...]
    orders: tuple[str, ...]
    supplier: str
    purchase_order: str


def alike(space: Space, line: Line, document: Document) -> Alike | None:
    """Waiting papers that may safely go where this one went; ``None`` when there are none."""
    supplier, bought = document.value("lieferant"), document.value("bestellnummer")
    if document.state != "filed" or not document.orders or not plain(supplier) or len(plain(bought)) < SHORTEST:
        return None
    safe = {waiter.eingangsnummer for waiter in line.up if waiter.reasons <= TOGETHER}
    same = (
        other.eingangsnummer
        for other in space.documents.waiting_for([bought])
        if other.eingangsnummer in safe and _same(other, "lieferant", supplier) and _same(other, "bestellnummer", bought)
    )
    numbers = tuple(same)
    return Alike(numbers, document.orders, supplier, bought) if numbers else None


def _same(document: Document, field: str, value: str) -> bool:
    """All that was found for the field says the same: a paper that names two purchase orders belongs to more than one."""
    return {plain(finding.value) for finding in document.findings if finding.field == field} == {plain(value)}


def new_order(space: Space, document: Document | None) -> str:
    """The number of an order that stands on the paper and is not known here; "" when there is none to propose."""
    if document is None:
        return ""
    for field in ("auftragsnummer", "kommission"):
        value = document.value(field)
        if value and any(char.isdigit() for char in value) and not space.orders.known([value]):
            return value
    return ""


def new_supplier(space: Space, document: Document | None) -> Supplier:
    """A supplier's form filled in with what stands on the paper, and the next free number."""
    known = space.orders.suppliers()
    numbers = [int(each.number) for each in known if each.number.isdecimal()]
    bare = Supplier(str(max(numbers) + 1) if numbers else "70001", "")
    if document is None:
        return bare
    ids, ibans = document.value("ust_id"), document.value("iban")
    return replace(bare, name=document.value("lieferant"), vat_ids=(ids,) if ids else (), ibans=(ibans,) if ibans else ())


def is_known(space: Space, document: Document | None) -> bool:
    """Whether the paper's supplier stands in the register."""
    name = plain(document.value("lieferant")) if document else ""
    return any(name and name in {plain(each.name), *map(plain, each.aliases)} for each in space.orders.suppliers())


def orders_like(space: Space, typed: str) -> list[dict[str, str]]:
    """Orders for what was typed so far: number, customer or title; at most eight."""
    orders = {row.order.number: row.order for row in space.orders.all(typed, limit=8)}
    # A number in another spelling is no part of the one in the register.
    orders |= space.orders.existing(Order, [_as_entered(space, typed)]) if typed else {}
    found = [{"nummer": order.number, "text": f"{order.customer} {order.title}".strip()} for order in orders.values()]
    if typed and typed.casefold() in STOCK.casefold() and all(each["nummer"] != STOCK for each in found):
        found.append({"nummer": STOCK, "text": "Bestellungen ohne Auftrag"})
    return found
