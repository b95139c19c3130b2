"""Net, tax and gross where a sign was lost, or where the taxes of several rates hide one of them. Proposals only, never sure.

Two of the three have to stand as they were read, each behind its label; the third one follows from them by arithmetic.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from ingest.amounts import Amount, RateRow
from ingest.layout import distance
from ingest.mended_totals import Mended

_ROLES = ("netto", "steuer", "brutto")
_MOST = 4
_EDITS = 3
"""Characters of a sum, its sign among them, that may have been misread when the others prove it."""
_LIKELY = 2
"""Characters in which a tax may differ from what net and gross leave."""
_STRONG = 0.8


def supposed(found: Sequence[Amount], rates: Sequence[Decimal], rows: Sequence[RateRow]) -> Mended | None:
    """The one way to make the labelled sums fit; ``None`` if there is none, or more than one."""
    labelled = {role: _labelled(found, role) for role in _ROLES}
    proved = {row.tax.value for row in rows}
    ways = {made.values: made for made in (*_signed(labelled), *_summed(labelled, rates, proved), *_between(labelled, rates))}
    return next(iter(ways.values())) if len(ways) == 1 else None


def _labelled(found: Sequence[Amount], role: str) -> list[Amount]:
    """The amounts behind a label for this sum, the best first, each value once."""
    mine = sorted((a for a in found if a.role == role and a.nearest and a.value), key=lambda a: -a.strength)
    return list({a.value: a for a in reversed(mine)}.values())[::-1][:_MOST]


def _signed(labelled: dict[str, list[Amount]]) -> Iterator[Mended]:
    """All sums of a credit have the same sign: where two of three are below zero, the minus of the third was lost."""
    sums = [_joined(some) for size in (1, 2, 3) for some in combinations(labelled["steuer"], size)]
    for net in labelled["netto"]:
        for tax in sums:
            for gross in labelled["brutto"]:
                parts = (net, tax, gross)
                lost = sum(a.value > 0 for a in parts)
                if lost == 1 and abs(net.value) + abs(tax.value) == abs(gross.value) > abs(net.value):
                    yield Mended((-abs(net.value), -abs(tax.value), -abs(gross.value)), parts, lost)


def _summed(labelled: dict[str, list[Amount]], rates: Sequence[Decimal], proved: Collection[Decimal]) -> Iterator[Mended]:
    """The net sum, and taxes each of which is a rate of its base: what they make of a gross sum that was misread."""
    taxes = [a for a in labelled["steuer"] if a.value in proved]
    for net in labelled["netto"]:
        for size in range(2, len(rates) + 1):
            for some in combinations(taxes, size):
                tax = sum((a.value for a in some), Decimal(0))
                wanted = net.value + tax
                near = [a for a in labelled["brutto"] if a.value != wanted and _alike(a.value, wanted, _EDITS)]
                if near and net.value * tax > 0 and _mixed(net.value, tax, rates):
                    yield Mended((net.value, tax, wanted), (net, _joined(some), near[0]), 1)


def _between(labelled: dict[str, list[Amount]], rates: Sequence[Decimal]) -> Iterator[Mended]:
    """Net and gross whose difference lies between the rates, and is nearly what the taxes read make together."""
    if len(rates) < 2:
        return
    nets, grosses = ([a for a in labelled[role] if a.strength >= _STRONG] for role in ("netto", "brutto"))
    for net in nets:
        for gross in grosses:
            tax = gross.value - net.value
            sums = [some for size in (1, 2, 3) for some in combinations(labelled["steuer"], size)]
            near = [some for some in sums if _alike(sum((a.value for a in some), Decimal(0)), tax, _LIKELY)]
            if near and net.value * tax > 0 and _mixed(net.value, tax, rates):
                yield Mended((net.value, tax, gross.value), (net, near[0][0], gross), 1)


def _mixed(net: Decimal, tax: Decimal, rates: Sequence[Decimal]) -> bool:
    """Whether the tax lies strictly between the lowest and the highest of several rates."""
    return len(rates) > 1 and min(rates) < abs(tax) * 100 / abs(net) < max(rates)


def _joined(some: Sequence[Amount]) -> Amount:
    """The taxes of several rates as one amount, where the first of them stands."""
    first, value = some[0], sum((a.value for a in some), Decimal(0))
    return Amount(value, tuple(w for a in some for w in a.words), first.page, first.row, first.label, first.meaning)


def _alike(left: Decimal, right: Decimal, edits: int) -> bool:
    return distance(f"{left:.2f}", f"{right:.2f}", edits) <= edits
