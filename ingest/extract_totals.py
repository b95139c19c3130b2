"""Net, tax and gross by arithmetic: of all printed amounts, the three that fit each other and their labels. Changes no value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from archive.document import Finding
from archive.policy import SURE, quoted
from ingest.amounts import Amount, RateRow, amounts, bare_rates, commaless, rate_rows
from ingest.layout import around, text_of
from ingest.mended_totals import Mended, mended
from ingest.paper import Paper
from ingest.supposed_totals import supposed

_CENT = Decimal("0.02")
_USUAL = tuple(
    Decimal(r) for r in ["19", "7", "16", "5", "20", "10", "5.5", "21", "9", "6", "12", "8.1", "2.6", "17", "8", "3", "13", "22", "15"]
)
_MANY = 150
_LEGIBLE = 0.85
_PART = 2.0
"""What the sums of one rate of several lose against those of the paper."""
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*%")
PROPOSED = SURE - 0.2
"""How far a sum that was worked out is believed, until a person confirms it."""
_UNTAXED = re.compile(
    r"steuerfrei|reverse.?charge|steuerschuldnerschaft|§\s*19|§\s*4\b|kleinunternehmer|innergemeinschaftlich|0[,.]?0*\s*%"
    r"|19\s*(?:Abs\.?\s*1\s*)?UStG|keine\s+(?:Umsatz|Mehrwert)steuer|keine\s+(?:USt|MwSt)|13\s?b\s+(?:Abs|UStG)"
    r"|btw verlegd|vat exempt|exonér|autoliquidation|ohne umsatzsteuer|nicht steuerbar",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Triple:
    """Three amounts with net + tax = gross. ``tax`` holds several amounts when each rate has its own."""

    net: Amount
    tax: tuple[Amount, ...]
    gross: Amount
    score: float
    rule: str

    @property
    def exact(self) -> bool:
        """To the cent."""
        return self.net.value + sum((a.value for a in self.tax), Decimal(0)) == self.gross.value


def totals(paper: Paper) -> list[Finding]:
    """Findings for netto, steuer and brutto, as many as can be had."""
    found = amounts(paper)
    if not found:
        return []
    rates = rate_rows(paper, found)
    best = max(_triples(_worth(found), rates), key=lambda t: t.score - _PART * _one_of_rates(t, rates), default=None)
    if best:
        return list(_proved(best, doubtful=_only_a_part(best, found, rates) or _nothing_added(best)))
    every = (*found, *commaless(paper))
    fitting = (t for t in _triples(_worth(every), rates) if t.exact) if len(every) > len(found) else iter(())
    commas = max(fitting, key=lambda t: t.score, default=None)
    if commas:
        return list(_proved(commas, doubtful=True))
    printed = _printed_rates(paper, every)
    worked_out = mended(every, printed) or supposed(every, printed, rates)
    return list(_mended(worked_out) if worked_out else _alone(paper, found))


def _printed_rates(paper: Paper, found: Sequence[Amount]) -> list[Decimal]:
    """The usual rates of VAT among the printed percentages, and among the bare numbers between the label of a tax and its amount."""
    text = "\n".join(page.text for page in paper.reading.pages)
    printed = {Decimal(p.replace(",", ".")) for p in _PERCENT.findall(text)}
    printed |= {rate for a in found if a.role == "steuer" and a.label for rate in bare_rates(a.label.row[a.label.end :])}
    return [rate for rate in _USUAL if rate in printed]


def _mended(made: Mended) -> Iterator[Finding]:
    """What was read and fits is nearly proved where two of the three do; what was changed or worked out waits for a person."""
    anywhere = next(a for _, _, a in made.parts() if a)
    sure = 0.9 if sum(read is not None and read.value == value for _, value, read in made.parts()) > 1 else PROPOSED
    for key, value, read in made.parts():
        if read and read.value == value:
            yield _finding(key, (read,), sure, "passt mit dem Steuersatz zu den anderen Summen")
            continue
        was = f"gelesen ist {quoted(text_of(read.words))}" if read else "nicht gelesen"
        found = _finding(key, (read or anywhere,), PROPOSED, "")
        yield replace(found, value=f"{value:.2f}", rule=f"{was}; aus Steuersatz und den anderen Summen errechnet")


def _triples(found: tuple[Amount, ...], rates: tuple[RateRow, ...]) -> Iterator[Triple]:
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


def _worth(found: tuple[Amount, ...]) -> tuple[Amount, ...]:
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
            yield from combinations(group, size)


def _scored(net: Amount, tax: tuple[Amount, ...], gross: Amount, rates: tuple[RateRow, ...], largest: Decimal) -> Triple | None:
    total = sum((a.value for a in tax), Decimal(0))
    if net is gross or any(a is net or a is gross for a in tax) or abs(total) >= abs(net.value) * Decimal("0.31"):
        return None
    if net.value * total < 0 or abs(net.value + total - gross.value) > _CENT:
        return None
    by_row = _by_rate_rows(net, tax, rates)
    labels = _fit(net, "netto") + _fit(gross, "brutto") + sum(_fit(a, "steuer") for a in tax) / len(tax)
    usual = any(abs(net.value * r / 100 - total) <= _CENT for r in _USUAL)
    if labels + by_row + (0.6 if usual else 0) < 1.4:
        return None
    score = labels + by_row + (0.7 if usual else 0)
    score += 0.5 if abs(gross.value) == largest else 0
    score += float(abs(gross.value) / (largest or 1)) - 0.05 * len(tax) - 0.6 * abs(float(net.value + total - gross.value) * 100)
    score += 0.01 * gross.page
    return Triple(net, tax, gross, score, "Netto und Steuer ergeben zusammen den Bruttobetrag")


def _by_rate_rows(net: Amount, tax: tuple[Amount, ...], rates: tuple[RateRow, ...]) -> float:
    """Worth of the proof that each tax is a printed rate of a printed base and the bases add up to the net."""
    bases: dict[Decimal, Decimal] = {}
    for a in tax:
        row = next((r for r in rates if r.tax.value == a.value), None)
        if row is None:
            return 2.0 if len(tax) == 1 and _sum_of_rows(net, a, rates) else 0.0
        bases[a.value] = row.base.value
    return 1.2 * len(tax) if abs(sum(bases.values(), Decimal(0)) - net.value) <= _CENT else 0.0


def _sum_of_rows(net: Amount, tax: Amount, rates: Iterable[RateRow]) -> bool:
    """One printed sum of taxes over the rows of several rates."""
    unique = {(r.rate, r.base.value): r for r in rates}.values()
    return (
        len(unique) > 1
        and abs(sum((r.tax.value for r in unique), Decimal(0)) - tax.value) <= _CENT
        and abs(sum((r.base.value for r in unique), Decimal(0)) - net.value) <= _CENT
    )


def _fit(a: Amount, role: str) -> float:
    if a.role == role:
        return a.strength
    return -0.6 * a.strength if a.role in ("netto", "steuer", "brutto") else (-0.8 * a.strength if a.role else 0.0)


def _only_a_part(best: Triple, found: tuple[Amount, ...], rates: tuple[RateRow, ...]) -> bool:
    """A larger amount is labelled as gross, or the sums are those of one tax rate of several: the true total was misread."""
    if any(a.role == "brutto" and a.strength >= 0.5 and abs(a.value) > abs(best.gross.value) for a in found):
        return True
    return _one_of_rates(best, rates)


def _one_of_rates(triple: Triple, rates: tuple[RateRow, ...]) -> bool:
    """Whether these are the sums of one of several rates."""
    unique = {(r.rate, r.base.value) for r in rates if r.tax.value}
    return len(unique) > 1 and len(triple.tax) == 1 and any(r.base.value == triple.net.value for r in rates)


def _nothing_added(best: Triple) -> bool:
    """Without tax one number is only printed twice, and both prints may be misread alike ("$4.11" as 84.11)."""
    return best.net.value == best.gross.value and min(best.net.confidence, best.gross.confidence) < _LEGIBLE


def _proved(best: Triple, *, doubtful: bool) -> Iterator[Finding]:
    confidence = (
        (0.99 if best.score > 3 else 0.95 if best.score > 2 else 0.85) if best.exact and not doubtful else 0.7
    )  # one cent may be one misread digit
    yield _finding("netto", (best.net,), confidence, best.rule)
    rule = best.rule if len(best.tax) == 1 else "Summe der Steuerbeträge je Steuersatz"
    yield _finding("steuer", best.tax, confidence, rule)
    yield _finding("brutto", (best.gross,), confidence, best.rule)


def _finding(key: str, parts: tuple[Amount, ...], confidence: float, rule: str) -> Finding:
    words = [w for a in parts for w in a.words]
    raw = " + ".join(text_of(a.words) for a in parts)
    value = f"{sum((a.value for a in parts), Decimal(0)):.2f}"
    labels = [a.label.text for a in parts if a.label and a.role == key]
    because = f"hinter {quoted(labels[0])}; {rule}" if labels else rule
    # what adds up was read right, so a doubtful picture of a digit hardly counts any more
    weak = min(a.confidence for a in parts)
    return Finding(key, value, raw, parts[0].page, around(words), round(min(confidence, confidence * (0.9 + 0.1 * weak)), 3), because)


def _alone(paper: Paper, found: tuple[Amount, ...]) -> Iterator[Finding]:
    """No three amounts fit: the labelled ones stand alone, with less confidence."""
    gross = _best(found, "brutto")
    if gross is None:
        return
    text = "\n".join(page.text for page in paper.reading.pages)
    net, tax = _best(found, "netto"), _best(found, "steuer")
    largest = max(abs(a.value) for a in found)
    untaxed = bool(_UNTAXED.search(text)) and (tax is None or tax.value == 0) and (net is None or net.value == gross.value)
    repeated = sum(a.value == gross.value for a in found) > 1
    confidence = 0.55 + 0.3 * gross.strength * (abs(gross.value) == largest) + 0.05 * repeated + 0.05 * untaxed
    rule = f"hinter {quoted(gross.label.text)}" if gross.label else ""
    yield _finding("brutto", (gross,), min(confidence, 0.93), rule)
    if untaxed:
        yield _finding("netto", (net or gross,), min(confidence, 0.93), "ohne Umsatzsteuer sind Netto und Brutto gleich")
        rest = _finding("steuer", (gross,), min(confidence, 0.9), "")
        yield replace(rest, value="0.00", rule="das Papier nennt keine Umsatzsteuer")
        return
    for key, part in (("netto", net), ("steuer", tax)):
        if part is not None and part is not gross:
            yield _finding(key, (part,), 0.6 * part.strength + 0.1, f"hinter {quoted(part.label.text)}" if part.label else "")


def _best(found: tuple[Amount, ...], role: str) -> Amount | None:
    """The best labelled amount; among equals the larger, for sums stand above their parts."""
    mine = [a for a in found if a.role == role]
    return max(mine, key=lambda a: (round(a.strength, 1), abs(a.value), a.page), default=None)
