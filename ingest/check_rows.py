"""Checks of the rows of goods: each fits itself, all together make the net amount, and their numbers are well read (K1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from archive.document import Doubt, Line
from archive.kinds import quantity
from archive.scan import Word
from ingest.confusions import alike
from ingest.facts import Facts, money
from ingest.line_arithmetic import Read, adds_up
from ingest.row_numbers import discount, numbers

_ROUNDED = Decimal("0.01")
_MOST_CHARGES, _MOST_PRICES = 8, 8
_WHOLE = 100
"""Percent."""
_PART = re.compile(r"(?<![\d.,])\d{1,2}[.,]\d{1,2}(?![\d.,])")
_TWO_DIGITS = re.compile(r"\d{2,}")
_LEGIBLE = 0.85
"""Below this confidence of a word, a number that nothing proves may be misread: measured on delivery notes."""
_POOR, _LEGIBLE_IN_POOR = 0.85, 0.92
"""A page whose words are read with less than the first on average is printed by needles or copied: its zeros become sixes and eights."""
_MAY_BE_ZERO = frozenset("68")


def rows(facts: Facts) -> Iterator[Doubt]:
    """K1: each row of goods fits itself; a quantity that was worked out is said to be so."""
    before: Decimal | None = None
    for line in facts.lines if not facts.told else ():
        name = f"In Zeile {line.position}" if line.position else "In einer Zeile"
        surcharge, before = not line.position and line.quantity == before, line.quantity
        if line.quantity is None or line.unit_price is None or line.total is None:
            continue
        read = Read(line.quantity, line.unit_price, line.price_base, line.total, discount(line.evidence.raw))
        if not adds_up(read) and not _discounted(line):
            wanted = line.quantity * line.unit_price / line.price_base
            guess = f" Stimmt {money(wanted)}?" if alike(f"{line.total:.2f}", f"{wanted:.2f}") else " Welche Zahl stimmt?"
            yield Doubt("zeilen", f"{name} ergeben {_product(line)} nicht {money(line.total)}.", guess.strip())
        elif abs(line.quantity) not in _printed(line) and not surcharge:
            worked_out = f"{name} ist die Menge nicht zu lesen. Aus Preis und Betrag errechnet: {quantity.show(f'{line.quantity:f}')}."
            yield Doubt("zeilen", worked_out, "Stimmt die Menge?")
        elif abs(line.total) not in _printed(line):
            worked_out = f"{name} ist der Betrag nicht zu lesen. Aus Menge und Preis errechnet: {money(line.total)}."
            yield Doubt("zeilen", worked_out, "Stimmt der Betrag?")


def _product(line: Line) -> str:
    """``4 × 61,40``, and for a price per hundred ``500 × 11,40 / 100``."""
    price = line.unit_price or Decimal(0)
    shown = money(price) if price == price.quantize(_ROUNDED) else quantity.show(f"{price:f}")
    per = f" / {line.price_base:f}" if line.price_base != 1 else ""
    return f"{quantity.show(f'{line.quantity:f}')} × {shown}{per}"


def _discounted(line: Line) -> bool:
    """A number of the row without a sign is the discount of its column ("Rab. 5,0") when the total fits to the cent."""
    if line.quantity is None or line.unit_price is None or line.total is None:
        return False
    parts = {Decimal(part.replace(",", ".")) for part in _PART.findall(line.evidence.raw)}
    if any(adds_up(Read(line.quantity, line.unit_price, line.price_base, line.total, part)) for part in parts):
        return True
    # Beside the price less its discount, which is rounded, the one before may stand, and the discount without places.
    printed = _printed(line)
    before = sorted(p for p in printed if p > line.unit_price)[:_MOST_PRICES]
    parts |= {n for n in printed if 0 < n < _WHOLE and n == n.to_integral_value()}
    return any(adds_up(Read(line.quantity, price, line.price_base, line.total, part)) for part in parts for price in before)


def _printed(line: Line) -> set[Decimal]:
    """The numbers of the row, "1.000" in both of its meanings."""
    found = {Decimal(p.value) for part in re.findall(r"\d[\d.,]*", line.evidence.raw) if (p := quantity.parse(part.rstrip(".,")))}
    return found | {n * 1000 for n in found} | {n / 1000 for n in found}


def rows_make_net(facts: Facts) -> Iterator[Doubt]:
    """K1: the rows and the charges make the net amount."""
    net, totals = facts.number("netto"), [line.total for line in facts.lines if line.total is not None]
    if net is None or facts.told or not totals or len(totals) != len(facts.lines):
        return
    total, slack = sum(totals, Decimal(0)), _ROUNDED * len(totals)
    if any(abs(total + extra - aim) <= slack for extra in _charges(facts) for aim in (net, facts.number("brutto") or net)):
        return
    reason = f"Die Zeilen ergeben zusammen {money(total)}, der Nettobetrag ist {money(net)}."
    yield Doubt("zeilen", reason, "Fehlt eine Zeile, oder ist eine falsch gelesen?")


def _charges(facts: Facts) -> Iterator[Decimal]:
    """Nothing, and all sums of up to three printed charges and discounts; an amount without quantity and price is one as well."""
    pages = {sheet.number: sheet for sheet in facts.paper.sheets}
    alone = (a for a in facts.amounts if not a.role and len(numbers(pages[a.page].rows[a.row])) == 1)
    named = (a for a in facts.amounts if a.role == "_betrag_sonst")
    printed = list(dict.fromkeys(abs(a.value) for a in (*named, *alone) if a.value))[:_MOST_CHARGES]
    signed = [sign for value in printed for sign in (value, -value)]
    for size in range(4):
        yield from (sum(some, Decimal(0)) for some in combinations(signed, size))


def rows_legible(facts: Facts) -> Iterator[Doubt]:
    """K1 can not be checked without prices: then a number that OCR doubts is worth a look, and so is a total with odd places."""
    for line in facts.lines if not facts.told else ():
        name = f"In Zeile {line.position}" if line.position else "In einer Zeile"
        if line.total is not None and line.total != line.total.quantize(_ROUNDED):
            yield Doubt("zeilen", f"{name} hat der Betrag {line.total:f} mehr als zwei Stellen.", "Welcher Betrag stimmt?")
        if line.quantity is not None and line.unit_price is not None and line.total is not None:
            continue
        if line.quantity is not None and f"{line.quantity:f}" in _TWO_DIGITS.findall(f"{line.article} {line.text}"):
            reason = f"{name} steht {line.quantity:f} auch in Artikelnummer oder Bezeichnung; die Menge kann fehlen."
            yield Doubt("zeilen", reason, "Stimmt die Menge?")
            continue
        if line.quantity == 0:
            yield Doubt("zeilen", f"{name} ist die Menge 0.", "Wurde nichts geliefert, oder ist die Menge falsch gelesen?")
            continue
        poor = _poor(facts, line.evidence.page)
        shown = [w for w in _words(facts, line) if _is(w, (line.quantity, line.total))]
        weak = next(
            (w for w in shown if w.confidence < (_LEGIBLE_IN_POOR if poor else _LEGIBLE) or (poor and _MAY_BE_ZERO & set(w.text))), None
        )
        if weak:
            yield Doubt("zeilen", f"{name} ist {weak.text} nicht sicher gelesen.", "Stimmt die Zahl?")


def _poor(facts: Facts, number: int) -> bool:
    seen = [word.confidence for page in facts.paper.reading.pages if page.number == number for word in page.words]
    return bool(seen) and sum(seen) / len(seen) < _POOR


def _words(facts: Facts, line: Line) -> Iterator[Word]:
    box = line.evidence.box
    for page in facts.paper.reading.pages:
        if box and page.number == line.evidence.page:
            yield from (w for w in page.words if box[1] - 2 <= w.box[1] and w.box[3] <= box[3] + 2)


def _is(word: Word, numbers: tuple[Decimal | None, ...]) -> bool:
    parsed = quantity.parse(word.text.strip(".,;:)]|"))
    return parsed is not None and Decimal(parsed.value) in numbers
