"""Prices of invoices against those of purchase orders, with discounts, credit notes and rounding taken into account."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from archive.currencies import foreign
from archive.deviation import CENT, Deviation, Kind, Place, Tolerances, money, number
from archive.document import Line
from archive.misread import misread
from archive.ordered_terms import in_unit_of
from archive.pairing import Part, Slot
from archive.places import at_order, at_paper, goods_of, titled
from archive.quantities import Standing
from archive.reading_gaps import rows_proven
from archive.units import name


def judged(standing: Standing, tolerances: Tolerances) -> Iterator[Deviation]:
    """For each invoice the price of this row; credit notes for it are taken into account."""
    if not standing.invoices:
        yield from _lone_credits(standing)
    elif standing.slot.line.unit_price is not None:
        for part in standing.invoices:
            if not foreign(part.document):
                yield from _priced(standing, part, tolerances)


def _priced(standing: Standing, part: Part, tolerances: Tolerances) -> Iterator[Deviation]:
    slot, line = standing.slot, part.line
    wanted = each(slot)
    quantity = part.quantity
    if wanted is None or not quantity or line.quantity is None:
        return
    if not _sound(line, tolerances):
        if fits(_asked(part), wanted, tolerances) and line.total is not None:
            yield _not_adding_up(standing, part)
        elif not fits(_paid(part), wanted, tolerances):
            yield _unsure(standing, part)
        return
    found = _paid(part) or _asked(part)
    if found is None or fits(found, wanted, tolerances) or abs((found - wanted) * quantity) <= tolerances.rounding:
        return
    corrected = found - _credited(standing) / abs(quantity)
    if fits(corrected, wanted, tolerances) or abs((corrected - wanted) * quantity) <= tolerances.rounding:
        return
    yield _price(standing, part, found)


def each(slot: Slot) -> Decimal | None:
    """What one unit of the order costs: 8.00 per 100 is 0.08 per 1."""
    return None if slot.line.unit_price is None else slot.line.unit_price / (slot.line.price_base or 1)


def fits(found: Decimal | None, wanted: Decimal, tolerances: Tolerances) -> bool:
    """Whether a price is within its tolerance."""
    return found is not None and abs(found - wanted) <= abs(wanted) * tolerances.price


def _paid(part: Part) -> Decimal | None:
    """The price per unit of the order after discounts of the row: its amount by its quantity."""
    return None if part.total is None or not part.quantity else abs(part.total / part.quantity)


def _asked(part: Part) -> Decimal | None:
    """The printed price per unit of the order."""
    line = part.line
    if line.unit_price is None:
        return None
    units = in_unit_of(part.slot.line, Decimal(1), line.unit)
    return None if not units else line.unit_price / line.price_base / units


def _sound(line: Line, tolerances: Tolerances) -> bool:
    """Whether the row agrees with itself, discounts included: a likely one is printed or a round number of per cent."""
    if line.total is None or line.unit_price is None or line.quantity is None:
        return line.total is not None or line.unit_price is not None
    whole, total = abs(line.quantity * line.unit_price / line.price_base), abs(line.total)
    # A price per piece may be printed rounded, its total is not.
    slack = max(tolerances.rounding, abs(line.quantity / line.price_base) * Decimal("0.006") if line.unit_price % CENT else Decimal(0))
    if abs(total - whole) <= slack:
        return True
    if not whole or total > whole or total < whole / 3:
        return False
    steps = (1 - total / whole) * 200
    return "%" in line.evidence.raw or abs(steps - round(steps)) * whole / 200 <= CENT


def _far_from(found: Decimal, wanted: Decimal) -> bool:
    """A price that nothing confirms and that is nothing like the agreed one: a number of the row was more likely misread."""
    return not wanted / 2 <= found <= wanted * 2


def _credited(standing: Standing) -> Decimal:
    """What credit notes give back of the price without taking goods back."""
    return sum((abs(part.total or Decimal(0)) for part in standing.credits if not standing.takes_back(part)), Decimal(0))


def _price(standing: Standing, part: Part, found: Decimal) -> Deviation:
    slot, paper = standing.slot, titled(part.document)
    wanted = each(slot) or Decimal(0)
    quantity = part.quantity or Decimal(0)
    amount = ((found - wanted) * quantity).quantize(CENT, ROUND_HALF_UP)
    written = name(slot.line.unit)
    per = f" je {written}" if written else " je Einheit"
    more = "mehr" if found > wanted else "weniger"
    share = f": {number(abs((found - wanted) / wanted * 100).quantize(Decimal('0.1'), ROUND_HALF_UP))} % {more}" if wanted else ""
    sentence = (
        f"Preis weicht ab: {goods_of(slot)} ist zu {money(wanted)}{per} bestellt (Bestellung {slot.purchase.number}), auf {paper} stehen "
        f"{money(found.quantize(Decimal('0.0001')))}{share}, zusammen {money(abs(amount))}"
    )
    kind: Kind = "preis"
    if not _sure(part) and (misread(found.quantize(CENT), wanted.quantize(CENT)) or _far_from(found, wanted)):
        kind, sentence = "nicht_pruefbar", f"Nicht sicher gelesen. {sentence}"
    return _deviation(kind, standing, part, (wanted, found, amount), sentence)


def _sure(part: Part) -> bool:
    return part.line.total is not None and part.line.unit_price is not None


def _not_adding_up(standing: Standing, part: Part) -> Deviation:
    line = part.line
    right = ((line.quantity or 0) * (line.unit_price or 0) / line.price_base).quantize(CENT, ROUND_HALF_UP)
    total = line.total or Decimal(0)
    sentence = (
        f"Rechenfehler oder Lesefehler: {number(line.quantity or Decimal(0))} × {money(line.unit_price or Decimal(0))} ergeben "
        f"{money(right)}, auf {titled(part.document)} stehen {money(total)} ({goods_of(standing.slot)})"
    )
    # Rows that make the sum of the paper were read right: then it is the paper that is wrong.
    kind: Kind = "rechenfehler" if _printed_so(part) else "nicht_pruefbar"
    return _deviation(kind, standing, part, (right, total, total - right), sentence)


def _printed_so(part: Part) -> bool:
    """Whether the row stands on the paper as it was read: the data of an e-invoice, or rows that add up to a proven sum."""
    return part.line.evidence.page == 0 or rows_proven(part.document)


def _unsure(standing: Standing, part: Part) -> Deviation:
    sentence = f"Nicht prüfbar: Menge, Preis und Betrag von {goods_of(standing.slot)} passen auf {titled(part.document)} nicht zusammen"
    return _deviation("nicht_pruefbar", standing, part, (each(standing.slot), _asked(part), None), sentence)


def _lone_credits(standing: Standing) -> Iterator[Deviation]:
    for part in standing.credits:
        sentence = f"Nicht prüfbar: {titled(part.document)} gibt {goods_of(standing.slot)} gut, die Rechnung dazu liegt nicht hier"
        yield _deviation("nicht_pruefbar", standing, part, (None, None, part.total), sentence)


def _deviation(
    kind: Kind, standing: Standing, part: Part, numbers: tuple[Decimal | None, Decimal | None, Decimal | None], sentence: str
) -> Deviation:
    places: tuple[Place, ...] = (at_order(standing.slot, standing.printed), at_paper(part.document, part.line))
    expected, found, amount = numbers
    return Deviation(kind, standing.slot.key, expected, found, "€", amount, places, sentence)
