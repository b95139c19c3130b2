"""A row of a paper in the terms of the row that was ordered: columns in their places, quantities in its unit. Finds no rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from archive.document import Line
from archive.order import PurchaseOrderLine
from archive.units import converted, unit

_WEIGHING, _EXACT = Decimal("0.03"), Decimal("0.1")


def upright(line: Line, ordered: PurchaseOrderLine) -> Line:
    """The row with quantity and price in their places: print in narrow columns is sometimes read into each other's."""
    if line.quantity is None or line.unit_price is None or line.quantity == line.unit_price:
        return line
    turned = line.quantity == ordered.unit_price and line.unit_price == ordered.quantity and line.price_base == 1
    return replace(line, quantity=line.unit_price, unit_price=line.quantity, unit="") if turned else line


def in_unit_of(ordered: PurchaseOrderLine, quantity: Decimal, written: str) -> Decimal | None:
    """A quantity in the unit of the order, by the order's own conversion where the units alone do not tell; ``None`` without one."""
    direct = converted(quantity, written, ordered.unit)
    if direct is not None or not ordered.second_factor or not ordered.second_unit:
        return direct
    other = converted(quantity, written, ordered.second_unit)
    if other is None:
        return None
    found, kind = other / ordered.second_factor, unit(ordered.unit)
    if kind and kind.measure:
        return found
    whole = found.to_integral_value()
    if whole and abs(found - whole) <= _EXACT:
        return whole
    # Pieces come whole, but weigh a little more or less than they should.
    likely = ordered.quantity if ordered.quantity and abs(found - ordered.quantity) <= ordered.quantity * _WEIGHING else whole
    return likely if likely and abs(found - likely) <= likely * _WEIGHING else found
