"""Quantity × price / base − discount = total: decides between readings of one row.

A quantity that can not be read is worked out from price and total; the checks tell so. A number that was read is never replaced
by one that is not printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")
_BASES = (Decimal(1), Decimal(100), Decimal(1000), Decimal(10))
_PARTS = Decimal("0.006")


@dataclass(frozen=True, slots=True)
class Read:
    """What the columns say about a row. ``discount`` is a percentage printed in it, 0 for none."""

    quantity: Decimal | None
    price: Decimal | None
    base: Decimal
    total: Decimal | None
    discount: Decimal = Decimal(0)


def adds_up(read: Read) -> bool:
    """Whether the row's numbers fit each other; True where one is missing."""
    if read.quantity is None or read.price is None or read.total is None:
        return True
    whole = read.quantity * read.price / read.base
    # a price per piece may be rounded to the cent, its total is not
    slack = max(_CENT, abs(read.quantity / read.base) * _PARTS if read.price != read.price.quantize(_CENT) else _CENT)
    return any(abs(abs(whole * (100 - part) / 100) - abs(read.total)) <= slack for part in {Decimal(0), read.discount})


def settled(read: Read, printed: Sequence[Decimal]) -> Read:
    """The reading that adds up: as read, with another base, with the other meaning of "1.000", or with another number of the row."""
    if read.price is None or read.total is None:
        return read
    if read.quantity is not None and adds_up(read):
        return read
    fitting = next((other for other in _others(read, printed) if other.quantity is not None and adds_up(other)), None)
    return fitting or (read if read.quantity is not None else replace(read, quantity=_worked_out(read)))


def multiplied(read: Read) -> Read:
    """A total that can not be read, worked out from quantity and price; the checks tell so."""
    if read.quantity is None or read.price is None or read.total is not None:
        return read
    return replace(read, total=(read.quantity * read.price / read.base * (100 - read.discount) / 100).quantize(_CENT, ROUND_HALF_UP))


def _worked_out(read: Read) -> Decimal | None:
    """The quantity that price and total leave, when it is a round one."""
    if not read.price or not read.total:
        return None
    exact = read.total * read.base / read.price
    rounded = exact.quantize(Decimal(1))
    return rounded if rounded > 0 and adds_up(replace(read, quantity=rounded)) else None


def _others(read: Read, printed: Sequence[Decimal]) -> Iterator[Read]:
    if read.quantity is not None:
        yield from (replace(read, base=base) for base in _BASES)
        yield from (replace(read, quantity=q) for q in (read.quantity * 1000, read.quantity / 1000))
    yield from (replace(read, quantity=n) for n in printed if n not in (read.price, read.total) and n > 0)
    if read.quantity is not None:
        yield from (replace(read, price=n) for n in printed if n not in (read.quantity, read.total) and n > 0)
