"""Checks by arithmetic: rates, sums, payments, discount for early payment (K2 to K4, K14 to K16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from archive.document import Doubt
from archive.kinds import amount
from archive.kinds import date as days
from archive.policy import SURE
from ingest.confusions import alike
from ingest.extract_prepaid import PREPAID, labelled, remaining
from ingest.facts import CENT, USUAL, Facts, money

EXEMPT = re.compile(
    r"steuerfrei|reverse.?charge|steuerschuldnerschaft|§\s*19\b|par\.?\s*19|§\s*4\s*nr|§\s*13\s?b|kleinunternehmer|innergemeinschaftlich"
    r"|verlegd|vat exempt|zero.?rated|ausfuhrlieferung|drittlandslieferung|exonér|autoliquidation|ohne umsatzsteuer|keine umsatzsteuer"
    r"|nicht steuerbar|intra.?comm?un|vrijgesteld|differenzbest",
    re.IGNORECASE,
)
_LOWERED = (date(2020, 7, 1), date(2020, 12, 31))
_SKONTO = (
    re.compile(r"#SKONTO#TAGE=(?P<days>\d{1,3})#PROZENT=(?P<percent>\d{1,2}(?:\.\d{1,10})?)"),
    re.compile(
        r"(?P<percent>\d{1,2}(?:[.,]\d+)?)\s*%\s*Skonto(?:(?!netto|ohne|rein)[^%,;\n]){0,40}?"
        r"bis (?:zum )?(?P<until>\d{1,2}\.\d{1,2}\.\d{2,4})(?!\s*(?:netto|ohne|rein))"
    ),
    re.compile(
        r"(?<!netto )(?<!rein )bis (?:zum )?(?P<until>\d{1,2}\.\d{1,2}\.\d{2,4})[^%\n]{0,40}?(?P<percent>\d{1,2}(?:[.,]\d+)?)\s*%\s*Skonto"
        r"(?:[^\d\n]{0,12}(?P<amount>\d[\d.]*,\d{2}))?"
    ),
    re.compile(r"(?P<days>\d{1,3})\s*Tagen?\b(?:(?!netto|rein|ohne)[^%\n]){0,30}?(?P<percent>\d{1,2}(?:[.,]\d+)?)\s*%", re.IGNORECASE),
    re.compile(r"(?P<percent>\d{1,2}(?:[.,]\d+)?)\s*%\s*Skonto[^%\n]{0,30}?(?P<days>\d{1,3})\s*Tage", re.IGNORECASE),
)


def tax_fits_rate(facts: Facts) -> Iterator[Doubt]:
    """K2: the tax is a printed rate of the net amount, or the sum of such taxes."""
    net, tax = facts.number("netto"), facts.number("steuer")
    if net is None or not tax:
        return
    if not facts.rates:
        yield from _no_rate(facts, net, tax)
        return
    if any(abs(net * rate / 100 - tax) <= CENT for rate in facts.rates) or _sum_of_rates(facts, tax):
        return
    low, high = min(facts.rates), max(facts.rates)
    if len(facts.rates) > 1 and low < tax * 100 / net < high:
        return
    rate = max(facts.rates)
    reason = f"{rate:f} % von {money(net)} sind {money(net * rate / 100)}. Als Steuer steht {money(tax)}."
    yield Doubt("steuer", reason, "Welcher Betrag stimmt?")


def _no_rate(facts: Facts, net: Decimal, tax: Decimal) -> Iterator[Doubt]:
    """Where no usual rate can be read: the tax is one all the same, or another percentage that is printed."""
    if facts.told or any(abs(net * rate / 100 - tax) <= CENT for rate in USUAL | facts.percentages):
        return
    share = f"{abs(tax / net) * 100:.1f}".replace(".", ",") if net else "mehr als 100"
    yield Doubt("steuer", f"{money(tax)} Steuer sind {share} % von {money(net)}. Das ist kein Steuersatz.", "Welcher Betrag stimmt?")


def _sum_of_rates(facts: Facts, tax: Decimal) -> bool:
    taxes = list({(r.rate, r.base.value): r.tax.value for r in facts.rate_rows}.values())[:6]
    return any(sum(some, Decimal(0)) == tax for size in range(1, len(taxes) + 1) for some in combinations(taxes, size))


def adds_up_to_gross(facts: Facts) -> Iterator[Doubt]:
    """K3: net plus tax is gross; where another reading of the gross amount would fit, it is proposed."""
    net, tax, gross = facts.number("netto"), facts.number("steuer"), facts.number("brutto")
    if net is None or tax is None or gross is None or abs(net + tax - gross) <= CENT:
        return
    reason = f"Netto {money(net)} und Steuer {money(tax)} ergeben nicht den Bruttobetrag {money(gross)}."
    yield Doubt("brutto", reason, _proposal(net, tax, gross))


def _proposal(net: Decimal, tax: Decimal, gross: Decimal) -> str:
    for name, read, wanted in (("brutto", gross, net + tax), ("netto", net, gross - tax), ("Steuer", tax, gross - net)):
        if wanted > 0 and alike(f"{read:.2f}", f"{wanted:.2f}"):
            return f"Sind es {name} {money(wanted)}?"
    return "Welcher Betrag stimmt?"


def unproved_total(facts: Facts) -> Iterator[Doubt]:
    """K3 can not be checked: a gross amount alone may be misread without anybody noticing."""
    gross = facts.best.get("brutto")
    if gross and gross.confidence >= SURE and gross.confidence < 1.0 and not {"netto", "steuer"} <= set(facts.best):
        yield Doubt("brutto", f"Der Bruttobetrag {money(Decimal(gross.value))} lässt sich nicht nachrechnen.", "Stimmt der Bruttobetrag?")


def gross_from_lines(facts: Facts) -> Iterator[Doubt]:
    """K3: rows and printed rate give a gross amount that was read with a character wrong or lost: proposed."""
    gross, totals = facts.best.get("brutto"), [line.total for line in facts.lines if line.total is not None]
    if gross is None or facts.told or not totals or len(totals) != len(facts.lines) or {"netto", "steuer"} <= set(facts.best):
        return
    for rate in facts.rates:
        wanted = sum(totals, Decimal(0)) * (100 + rate) / 100
        if f"{wanted:.2f}" != gross.value and alike(gross.value, f"{wanted:.2f}"):
            reason = f"Die Zeilen und {rate:f} % Steuer ergeben {money(wanted)}, gelesen wurde {money(Decimal(gross.value))}."
            yield Doubt("brutto", reason, f"Sind es {money(wanted)}?")


def payable(facts: Facts) -> Iterator[Doubt]:
    """K4: gross less what was paid already is what remains to be paid."""
    gross = facts.number("brutto")
    paid = [abs(a.value) for a in labelled(facts.amounts, PREPAID) if a.value]
    open_ = [a.value for a in remaining(facts.amounts)]
    if gross is None or not paid or not open_ or any(abs(gross - p - o) <= CENT for p in (*paid, sum(paid, Decimal(0))) for o in open_):
        return
    reason = f"Brutto {money(gross)} abzüglich {money(sum(paid, Decimal(0)))} ergibt nicht den Zahlbetrag {money(open_[-1])}."
    yield Doubt("brutto", reason, "Welcher Betrag ist zu zahlen?")


def rate_fits_period(facts: Facts) -> Iterator[Doubt]:
    """K14: 16 and 5 % only in the second half of 2020, 19 and 7 % else, in Germany."""
    net, tax, day = facts.number("netto"), facts.number("steuer"), facts.value("lieferdatum") or facts.value("rechnungsdatum")
    if not net or not tax or not day or not facts.value("ust_id").startswith(("DE", "")[not facts.value("ust_id")]):
        return
    lowered = _LOWERED[0] <= date.fromisoformat(day) <= _LOWERED[1]
    wrong = {Decimal(19), Decimal(7)} if lowered else {Decimal(16), Decimal(5)}
    rate = next((r for r in facts.rates & wrong if abs(net * r / 100 - tax) <= CENT), None)
    if rate is not None:
        yield Doubt("steuer", f"Der Steuersatz {rate:f} % passt nicht zum {days.show(day)}.", "Stimmt der Steuersatz?")


def untaxed_with_reason(facts: Facts) -> Iterator[Doubt]:
    """K15: no tax needs a reason on the paper; where we owe it, both VAT ids."""
    tax = facts.number("steuer")
    if tax is None or tax != 0 or not facts.is_invoice or facts.told:
        return
    if not EXEMPT.search(facts.text):
        yield Doubt("steuer", "Das Papier weist keine Umsatzsteuer aus und nennt keinen Grund dafür.", "Warum ist keine Steuer berechnet?")


@dataclass(frozen=True, slots=True)
class Terms:
    """A discount for early payment: percentage, and days or the last day, and the amount if printed."""

    percent: Decimal
    days: int = 0
    until: str = ""
    amount: Decimal | None = None


def skonto_terms(text: str) -> tuple[Terms, ...]:
    """All terms in the print: "2 % Skonto bei Zahlung innerhalb 10 Tagen", "10 Tage 2 %", "#SKONTO#TAGE=10#PROZENT=2.00#"."""
    found = []
    for pattern in _SKONTO:
        for match in pattern.finditer(text):
            part = match.groupdict()
            until = days.parse(part["until"]) if part.get("until") else None
            off = amount.parse(part["amount"]) if part.get("amount") else None
            percent = Decimal(part["percent"].replace(",", "."))
            if 0 < percent <= 10:
                printed = Decimal(off.value) if off else None
                found.append(Terms(percent, int(part.get("days") or 0), until.value if until else "", printed))
    return tuple(found)


def skonto(facts: Facts) -> Iterator[Doubt]:
    """K16: the discount's amount is its percentage of the gross amount, and its day lies before the last day of payment."""
    gross, due = facts.number("brutto"), facts.value("faellig_am")
    for terms in skonto_terms(facts.text) if gross else ():
        if terms.amount is not None and gross and abs(gross * terms.percent / 100 - terms.amount) > CENT:
            reason = f"{terms.percent:f} % Skonto von {money(gross)} sind nicht {money(terms.amount)}."
            yield Doubt("skonto", reason, "Worauf wird Skonto gewährt?")
        if terms.until and due and terms.until > due:
            yield Doubt("skonto", "Die Frist für Skonto endet nach der Fälligkeit.", "Stimmen die Zahlungsbedingungen?")
