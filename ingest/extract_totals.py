"""Net, tax and gross by arithmetic: of all printed amounts, the three that fit each other and their labels. Changes no value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from archive.document import Finding
from archive.policy import SURE, quoted
from ingest.amounts import Amount, RateRow, amounts, bare_rates, commaless, rate_rows, table_headings
from ingest.layout import around, text_of
from ingest.mended_totals import Mended, mended
from ingest.paper import Paper
from ingest.supposed_totals import supposed
from ingest.triples import USUAL, Triple, best_triple, one_of_rates, triples, worth

_CENT = Decimal("0.01")
_LEGIBLE = 0.85
_LEAST_TAX = 5
"""Percent; lower ones are discounts."""
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*%")
_SUMMED = 0.95
_NET_ALONE = SURE - 0.1
"""A net sum without tax or gross is all that an offer may state."""
PROPOSED = SURE - 0.2
"""How far a sum that was worked out is believed, until a person confirms it."""
_UNTAXED = re.compile(
    r"steuerfrei|reverse.?charge|steuerschuldnerschaft|§\s*19|§\s*4\b|kleinunternehmer|innergemeinschaftlich|0[,.]?0*\s*%"
    r"|19\s*(?:Abs\.?\s*1\s*)?UStG|keine\s+(?:Umsatz|Mehrwert)steuer|keine\s+(?:USt|MwSt)|13\s?b\s+(?:Abs|UStG)"
    r"|verlegd|vrijgesteld|vat exempt|exonér|autoliquidation|ohne umsatzsteuer|nicht steuerbar",
    re.IGNORECASE,
)


def totals(paper: Paper) -> list[Finding]:
    """Findings for netto, steuer and brutto, as many as can be had."""
    found = amounts(paper)
    if not found:
        return []
    rates = rate_rows(paper, found)
    best = best_triple(list(triples(worth(found), rates)), rates)
    if (best is None or _only_a_part(best, found, rates)) and (summed := list(_of_rates(found, rates))):
        return summed
    if best:
        doubtful = _only_a_part(best, found, rates) or _nothing_added(best) or not (best.rated or best.gross.role == "brutto")
        return list(_proved(best, doubtful=doubtful))
    every = (*found, *commaless(paper))
    fitting = (t for t in triples(worth(every), rates) if t.exact) if len(every) > len(found) else iter(())
    commas = max(fitting, key=lambda t: t.score, default=None)
    if commas:
        return list(_proved(commas, doubtful=True))
    printed = _printed_rates(paper, every)
    worked_out = mended(every, printed) or supposed(every, printed, rates)
    return list(_mended(worked_out, printed) if worked_out else _alone(paper, found))


def _printed_rates(paper: Paper, found: Sequence[Amount]) -> list[Decimal]:
    """The usual rates of VAT among the printed percentages, and among the bare numbers between the label of a tax and its amount."""
    text = "\n".join(page.text for page in paper.reading.pages)
    printed = {Decimal(p.replace(",", ".")) for p in _PERCENT.findall(text)}
    printed |= {rate for a in found if a.role == "steuer" and a.label for rate in bare_rates(a.label.row[a.label.end :])}
    return [rate for rate in USUAL if rate in printed]


def _mended(made: Mended, rates: Sequence[Decimal]) -> Iterator[Finding]:
    """What was read and fits is nearly proved where two of the three do; what was changed or worked out waits for a person.

    Two sums prove nothing where the third one, made of several rates, may be anything between them.
    """
    anywhere = next(a for _, _, a in made.parts() if a)
    kept = sum(read is not None and read.value == value for _, value, read in made.parts())
    only_signs = all(read is not None and abs(read.value) == abs(value) for _, value, read in made.parts())
    net, tax, _ = made.values
    told = only_signs or any(abs((net * rate / 100).quantize(_CENT, ROUND_HALF_UP) - tax) <= _CENT for rate in rates)
    sure = 0.9 if kept > 1 and told else PROPOSED
    for key, value, read in made.parts():
        if read and read.value == value:
            yield _finding(key, (read,), sure, "passt mit dem Steuersatz zu den anderen Summen")
            continue
        was = f"gelesen ist {quoted(text_of(read.words))}" if read else "nicht gelesen"
        found = _finding(key, (read or anywhere,), PROPOSED, "")
        yield replace(found, value=f"{value:.2f}", rule=f"{was}; aus Steuersatz und den anderen Summen errechnet")


def _only_a_part(best: Triple, found: tuple[Amount, ...], rates: tuple[RateRow, ...]) -> bool:
    """A larger amount is labelled as gross, or the sums are those of one tax rate of several: the true total was misread."""
    if any(a.role == "brutto" and a.strength >= 0.5 and abs(a.value) > abs(best.gross.value) for a in found):
        return True
    return one_of_rates(best, rates)


def _of_rates(found: tuple[Amount, ...], rates: tuple[RateRow, ...]) -> Iterator[Finding]:
    """Base and tax of each rate, and what they make together: a net sum of all rates need not be printed."""
    each = list({row.rate: row for row in rates}.values())
    bases, taxes = tuple(row.base for row in each), tuple(row.tax for row in each)
    whole = sum((a.value for a in (*bases, *taxes)), Decimal(0))
    gross = max((a for a in found if a.role == "brutto" and a.value == whole), key=lambda a: a.strength, default=None)
    if len(each) > 1 and gross:
        for key, parts in (("netto", bases), ("steuer", taxes), ("brutto", (gross,))):
            yield _finding(key, parts, _SUMMED, "Summe der Beträge je Steuersatz")


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
    behind = f"hinter {quoted(labels[0])}" if labels else ""
    because = "; ".join(dict.fromkeys(part for part in (behind, rule) if part))
    # what adds up was read right, so a doubtful picture of a digit hardly counts any more
    weak = min(a.confidence for a in parts)
    return Finding(key, value, raw, parts[0].page, around(words), round(min(confidence, confidence * (0.9 + 0.1 * weak)), 3), because)


def _alone(paper: Paper, found: tuple[Amount, ...]) -> Iterator[Finding]:
    """No three amounts fit: the labelled ones stand alone, with less confidence."""
    gross = _best(found, "brutto")
    if gross is None:
        net = _best(found, "netto")
        if net and net.label and net.meaning and net.meaning.strong:
            yield _finding("netto", (net,), _NET_ALONE * net.strength, f"hinter {quoted(net.label.text)}")
        return
    text = "\n".join(page.text for page in paper.reading.pages)
    net, tax = _best(found, "netto"), _best(found, "steuer")
    if net and tax and not tax.value and net.meaning and not net.meaning.strong:
        net = None  # the sum of the goods, to which freight comes
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
    if net is None and tax is None and _priced_without_tax(paper, found):
        for key, value in (("netto", gross.value), ("steuer", Decimal(0))):
            likely = _finding(key, (gross,), PROPOSED, "")
            yield replace(likely, value=f"{value:.2f}", rule="die Preise stehen ohne Steuer da, und keine kommt dazu")


def _priced_without_tax(paper: Paper, found: tuple[Amount, ...]) -> bool:
    """``Betrag ohne MwSt.`` above the goods, and nowhere else a rate or a label of tax."""
    meant = {
        (m.field.key, anchor.number in table_headings(sheet))
        for sheet, anchor in paper.anchors()
        for m in anchor.meanings
        if m.strong or m.field.key == "steuer"
    }
    rates = any(rate >= _LEAST_TAX for rate in _printed_rates(paper, found))
    return ("netto", True) in meant and ("steuer", False) not in meant and not rates


def _best(found: tuple[Amount, ...], role: str) -> Amount | None:
    """The best labelled amount; among equals the larger, for sums stand above their parts."""
    mine = [a for a in found if a.role == role]
    return max(mine, key=lambda a: (round(a.strength, 1), abs(a.value), a.page), default=None)
