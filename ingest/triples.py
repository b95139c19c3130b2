"""Three amounts that may be net, tax and gross: every way to add up, scored by labels, rates and place, and the best of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from ingest.amounts import Amount, RateRow
from ingest.layout import around, overlap_x

CENT = Decimal("0.02")
USUAL = tuple(
    Decimal(r) for r in ["19", "7", "16", "5", "20", "10", "5.5", "21", "9", "6", "12", "8.1", "2.6", "17", "8", "3", "13", "22", "15"]
)
_MANY = 150
_PART = 2.0
"""What the sums of one rate of several lose against those of the paper."""


@dataclass(frozen=True, slots=True)
class Triple:
    """Three amounts with net + tax = gross. ``tax`` holds several amounts when each rate has its own.

    ``rated`` tells that the tax is a usual or printed rate of the net, so that no labels are needed to believe it.
    """

    net: Amount
    tax: tuple[Amount, ...]
    gross: Amount
    score: float
    rule: str
    rated: bool = True

    @property
    def exact(self) -> bool:
        """To the cent."""
        return self.net.value + sum((a.value for a in self.tax), Decimal(0)) == self.gross.value


def best_triple(triples: Sequence[Triple], rates: tuple[RateRow, ...]) -> Triple | None:
    """The sums of the paper; those of one of several rates lose against them, whether the others could be read or not."""
    ranked = sorted(triples, key=lambda t: t.score - _PART * one_of_rates(t, rates), reverse=True)
    return next((t for t in ranked if _sums_of(t, ranked[0])), ranked[0]) if ranked else None


def _sums_of(whole: Triple, part: Triple) -> bool:
    """``whole`` closes the table that ``part`` is a row of: below it, in the same three columns, each amount larger."""
    if not (part.exact and whole.exact and len(part.tax) == len(whole.tax) == 1 and part.tax[0].value):
        return False
    pairs = ((part.net, whole.net), (part.tax[0], whole.tax[0]), (part.gross, whole.gross))
    return all(
        one.page == other.page
        and one.row < other.row
        and abs(one.value) < abs(other.value)
        and one.value * other.value > 0
        and overlap_x(around(one.words), around(other.words)) > 0
        for one, other in pairs
    )


def triples(found: tuple[Amount, ...], rates: tuple[RateRow, ...]) -> Iterator[Triple]:
    """Every way to add up, scored by labels, known rates and place."""
    taxes = list(_tax_sums(found, rates))
    by_value: dict[Decimal, list[Amount]] = {}
    for a in found:
        by_value.setdefault(a.value, []).append(a)
    largest = max(abs(a.value) for a in found)
    for tax in taxes:
        total = sum((a.value for a in tax), Decimal(0))
        for net in found:
            for gross in _near(by_value, net.value + total):
                triple = _scored(net, tax, gross, rates, largest)
                if triple:
                    yield triple


def worth(found: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """Long tables hold hundreds of prices; the sums are among the labelled, the largest and the last amounts."""
    if len(found) <= _MANY:
        return found
    largest = sorted(abs(a.value) for a in found)[-_MANY // 3]
    return tuple(a for i, a in enumerate(found) if a.role or abs(a.value) >= largest or i > len(found) - _MANY // 3)


def _near(by_value: dict[Decimal, list[Amount]], value: Decimal) -> Iterator[Amount]:
    for cents in range(-2, 3):
        yield from by_value.get(value + Decimal(cents) / 100, ())


def _tax_sums(found: tuple[Amount, ...], rates: tuple[RateRow, ...]) -> Iterator[tuple[Amount, ...]]:
    """Single amounts that may be the tax, and sums of the taxes of different rates."""
    yield from ((a,) for a in found if a.value or a.role == "steuer")
    per_rate = list({(r.rate, r.base.value, r.tax.value): r.tax for r in rates}.values())[:6]
    labelled = list({a.value: a for a in found if a.role == "steuer" and a.value and a.nearest}.values())[:6]
    for group in (per_rate, labelled):
        for size in range(2, min(len(group), 4) + 1):
            yield from (some for some in combinations(group, size) if len({a.value > 0 for a in some}) == 1)


def _scored(net: Amount, tax: tuple[Amount, ...], gross: Amount, rates: tuple[RateRow, ...], largest: Decimal) -> Triple | None:
    total = sum((a.value for a in tax), Decimal(0))
    if net is gross or any(a is net or a is gross for a in tax) or abs(total) >= abs(net.value) * Decimal("0.31"):
        return None
    if net.value * total < 0 or abs(net.value + total - gross.value) > CENT:
        return None
    by_row = _by_rate_rows(net, tax, rates)
    labels = _fit(net, "netto") + _fit(gross, "brutto") + sum(_fit(a, "steuer") for a in tax) / len(tax)
    usual = any(abs(net.value * r / 100 - total) <= CENT for r in USUAL)
    if labels + by_row + (0.6 if usual else 0) < 1.4:
        return None
    score = labels + by_row + (0.7 if usual else 0)
    score += 0.5 if abs(gross.value) == largest else 0
    score += float(abs(gross.value) / (largest or 1)) - 0.05 * len(tax) - 0.6 * abs(float(net.value + total - gross.value) * 100)
    score += 0.01 * gross.page
    return Triple(net, tax, gross, score, "Netto und Steuer ergeben zusammen den Bruttobetrag", rated=usual or by_row > 0)


def _by_rate_rows(net: Amount, tax: tuple[Amount, ...], rates: tuple[RateRow, ...]) -> float:
    """Worth of the proof that each tax is a printed rate of a printed base and the bases add up to the net."""
    bases: dict[Decimal, Decimal] = {}
    for a in tax:
        row = next((r for r in rates if r.tax.value == a.value), None)
        if row is None:
            return 2.0 if len(tax) == 1 and _sum_of_rows(net, a, rates) else 0.0
        bases[a.value] = row.base.value
    return 1.2 * len(tax) if abs(sum(bases.values(), Decimal(0)) - net.value) <= CENT else 0.0


def _sum_of_rows(net: Amount, tax: Amount, rates: Iterable[RateRow]) -> bool:
    """One printed sum of taxes over the rows of several rates."""
    unique = {(r.rate, r.base.value): r for r in rates}.values()
    return (
        len(unique) > 1
        and abs(sum((r.tax.value for r in unique), Decimal(0)) - tax.value) <= CENT
        and abs(sum((r.base.value for r in unique), Decimal(0)) - net.value) <= CENT
    )


def _fit(a: Amount, role: str) -> float:
    if a.role == role:
        return a.strength
    return -0.6 * a.strength if a.role in ("netto", "steuer", "brutto") else (-0.8 * a.strength if a.role else 0.0)


def one_of_rates(triple: Triple, rates: tuple[RateRow, ...]) -> bool:
    """Whether these are the sums of one of several rates."""
    unique = {(r.rate, r.base.value) for r in rates if r.tax.value}
    return len(unique) > 1 and len(triple.tax) == 1 and any(r.base.value == triple.net.value for r in rates)
