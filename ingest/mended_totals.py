"""Net, tax and gross where one or two of them were misread: what a printed rate makes of the others. Proposals only, never sure.

The sums must add up to the cent, the tax must be the rate's, and what is proposed must look like what was read. What was read well
stays as it is printed: then the sender made a mistake, and the checks say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ingest.amounts import Amount
from ingest.layout import distance

_CENT = Decimal("0.01")
_ROLES = ("netto", "steuer", "brutto")
_SHORT = 5
"""An amount of so few characters ("9,50") may differ in one of them, longer ones in two."""
_MOST = 4
_LEGIBLE = 0.9
"""From this confidence of its worst word an amount was read well."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The sums as they must have been printed, by role, with what was read in that place; ``None`` where nothing was."""

    values: tuple[Decimal, Decimal, Decimal]
    read: tuple[Amount | None, Amount | None, Amount | None]
    edits: int

    def parts(self) -> Iterator[tuple[str, Decimal, Amount | None]]:
        """Role, value and what was read, net first."""
        yield from zip(_ROLES, self.values, self.read, strict=True)


def mended(found: Sequence[Amount], rates: Sequence[Decimal]) -> Mended | None:
    """The one way to make the labelled sums fit a printed rate with the fewest characters changed; ``None`` if there is no such way."""
    every = {role: _labelled(found, role) for role in _ROLES}
    if sum(bool(some) for some in every.values()) < 2:
        return None
    ways = (values for rate in rates for values in _triples(every, rate) if abs(_cents(values[0] * rate / 100) - values[1]) <= _CENT)
    made = [m for values in ways if (m := _fitted(values, every))]
    # Two sums that stand as they are prove the third; with only one of them left all three must have been read at least.
    proved = [m for m in made if _kept(m) >= 2 or (_kept(m) == 1 and None not in m.read)]
    least = min((m.edits for m in proved), default=0)
    best = {m.values: m for m in proved if m.edits == least}
    return next(iter(best.values())) if len(best) == 1 else None


def _labelled(found: Sequence[Amount], role: str) -> list[Amount]:
    """The amounts behind a label for this sum, the best first, each value once."""
    mine = sorted((a for a in found if a.role == role and a.nearest and a.value), key=lambda a: -a.strength)
    return list({a.value: a for a in reversed(mine)}.values())[::-1][:_MOST]


def _triples(every: dict[str, list[Amount]], rate: Decimal) -> Iterator[tuple[Decimal, Decimal, Decimal]]:
    """What each read sum makes of the others at this rate, and what two of them make of the third."""
    share = rate / 100
    for net in every["netto"]:
        tax = _cents(net.value * share)
        yield net.value, tax, net.value + tax
    for gross in every["brutto"]:
        net_value = _cents(gross.value / (1 + share))
        yield net_value, gross.value - net_value, gross.value
        for tax_read in every["steuer"]:
            yield gross.value - tax_read.value, tax_read.value, gross.value


def _fitted(values: tuple[Decimal, Decimal, Decimal], every: dict[str, list[Amount]]) -> Mended | None:
    read: list[Amount | None] = []
    edits = 0
    for role, value in zip(_ROLES, values, strict=True):
        near = min(every[role], key=lambda a: _apart(a.value, value), default=None)
        if near is not None and near.value != value and (near.confidence >= _LEGIBLE or _apart(near.value, value) > _allowed(value)):
            return None
        read.append(near)
        edits += _apart(near.value, value) if near else _allowed(value)
    return Mended(values, (read[0], read[1], read[2]), edits)


def _kept(made: Mended) -> int:
    return sum(a is not None and a.value == value for _, value, a in made.parts())


def _apart(left: Decimal, right: Decimal) -> int:
    return distance(f"{left:.2f}", f"{right:.2f}", 3)


def _allowed(value: Decimal) -> int:
    return 1 if len(f"{abs(value):.2f}") <= _SHORT else 2


def _cents(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)
