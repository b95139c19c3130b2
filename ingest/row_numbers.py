"""The numbers of a printed row of goods: amounts, quantities with their units, percentages. Knows no columns and no pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from archive.kinds import quantity
from archive.scan import Word
from ingest.layout import Row, simple, text_of
from ingest.line_arithmetic import Read, adds_up

_UNIT_WORDS = (
    "Stk St Stck Stück PCE PCS Pc C62 H87 kg KGM t TNE g m MTR mm cm m² m2 qm MTK lfm m³ Std Stunde Stunden h HUR Paar PAA PR Satz Set VPE "
    "Pkg Pck Pak Packung Rolle Rollen Dose Karton L ltr Liter Units Unit Einheit Einheiten pauschal psch Fl Flasche Sack Tag Tage "
    "Monat Bund Stuk st pièce pièces pce stuks each EA one LS DAY MON HL XPP 5tk Slk "
    "EP Pal Paletten Colli Kolli Kiste Kisten Pakete Gebinde Kanister Kan Eimer Beutel Btl Ds Fahrt Fahrten kWh Min Lizenz "
    "Lizenzen Nutzer User"
)
_UNITS = {simple(u) for u in _UNIT_WORDS.split()}
_GLUED = re.compile(r"([\d.,]+)[.]?([^\W\d_]+[²³2]?)\.?")
_BASE = re.compile(r"(?:/|per|je|pro|p\.)\s*(\d{1,4})\b", re.IGNORECASE)
_SLIVER = re.compile(r"^[|()\[\]/\\!ı]+(?=\w)|(?<=\d)\|+(?=\w)|(?<=\d)[|()\[\]/\\!ı]+(?=[^\W\d_]|$)")
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*%")
_PRICE = re.compile(r"[-–−+]?\d{1,3}(?:[.,']?\d{3})*[.,](\d{2,4})[-–−]?")
_RATES = frozenset({Decimal(7), Decimal(19), Decimal(21)})
"""Rates of tax that stand in rows; as a discount they are as good as never given."""
_CENTS = 2
_MOST = 9


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a row, where it stands, and its decimal places if it has as many as prices do: two to four; 0 for others."""

    value: Decimal
    word: Word
    places: int

    @property
    def amount(self) -> bool:
        """Whether it is printed like an amount of money."""
        return self.places == _CENTS


@dataclass(frozen=True, slots=True)
class Product:
    """Three numbers of a row of which the last is the product of the others, less a discount printed there."""

    quantity: Number
    price: Number
    total: Number

    @property
    def telling(self) -> bool:
        """Whether it says more than that one amount is printed twice."""
        return self.total.value not in (self.price.value, self.quantity.value)

    def agrees(self, read: Read) -> int:
        """How many of its numbers the columns say as well."""
        mine = (self.quantity.value, self.price.value, self.total.value)
        return sum(a == b for a, b in zip(mine, (read.quantity, read.price, read.total), strict=True))


def is_unit(text: str) -> bool:
    return simple(text) in _UNITS


def as_number(text: str) -> Decimal | None:
    """``as_number("1.234,50 ")``; None for what is no number."""
    parsed = quantity.parse(text.strip(".,;:)]'\"°*"))
    return Decimal(parsed.value) if parsed else None


def value(words: Sequence[Word]) -> Decimal | None:
    """The number of a cell; "1 234,56" is one."""
    for at in range(len(words)):
        joined = as_number("".join(w.text for w in words[at : at + 2])) if re.fullmatch(r"\d{1,3}", words[at].text) else None
        if joined is not None and len(words) > at + 1 and re.match(r"\d{3}(?:[.,]\d+)?$", words[at + 1].text):
            return joined
        if (one := as_number(words[at].text.split("/")[0])) is not None:
            return one
    return None


def amount_at_end(words: Sequence[Word]) -> Decimal | None:
    """The number of a cell at the end of a row: what a price is for may stand close before the total, "100 24,80"."""
    last = words[-1].text.strip("€ ") if len(words) > 1 else ""
    before = re.fullmatch(r"1(?:0{1,3})?", words[0].text) if last else None
    return as_number(last) if before and _PRICE.fullmatch(last) and not re.match(r"\d{3}[.,]", last) else value(words)


def with_unit(words: Sequence[Word]) -> tuple[Decimal | None, str]:
    """Number and unit, also printed as "8m" or in the order "Stk 8"; what stands behind "3 Stk" is something else."""
    words = [part for word in words for part in unruled(word)]
    at = next((at for at, w in enumerate(words) if is_unit(w.text)), len(words))
    both = ((n, m) for n, w in enumerate(words[:at]) if (m := _GLUED.fullmatch(w.text)) and is_unit(m[2]))
    first, glued = next(both, (at, None))
    amount = value(words[:first])
    if amount is None and glued:
        return as_number(glued[1].rstrip(".,")), glued[2]
    unit = words[at].text.strip(" .") if at < len(words) else ""
    return (value(words[at + 1 :]) if amount is None else amount), unit


def unruled(word: Word) -> Iterator[Word]:
    """The word without the ruled line beside it, which OCR glues to number or unit: "3)m", "ı10/m", "7 ım"."""
    text = _SLIVER.sub(" ", word.text)
    yield from (replace(word, text=part) for part in text.split()) if text != word.text else (word,)


def priced_for(text: str) -> Decimal | None:
    """What a price is for: 100 in "8,00 per 100"."""
    match = _BASE.search(text)
    return Decimal(match[1]) if match and Decimal(match[1]) > 0 else None


def discount(text: str) -> Decimal:
    """The percentage printed in a row that is no rate of tax, 0 for none."""
    printed = (Decimal(found.replace(",", ".")) for found in _PERCENT.findall(text))
    return next((percent for percent in printed if percent not in _RATES), Decimal(0))


def numbers(row: Row) -> tuple[Number, ...]:
    """The numbers of a row from left to right, the last nine of them; no percentages."""
    found: list[Number] = []
    for at, word in enumerate(row):
        if at + 1 < len(row) and row[at + 1].text.startswith("%"):
            continue
        for part in unruled(word):
            text = part.text.strip("€$*;:'\"‚ ")
            glued = _GLUED.fullmatch(text)
            read = as_number(glued[1].rstrip(".,")) if glued and is_unit(glued[2]) else as_number(text)
            if read is not None and "%" not in text:
                price = _PRICE.fullmatch(text)
                found.append(Number(read, word, len(price[1]) if price else 0))
    return tuple(found[-_MOST:])


def products(row: Row, per: Decimal = Decimal(1)) -> Iterator[Product]:
    """All products printed in a row, those with the rightmost total first. Prices and totals have places, a quantity need not.

    Of two numbers that may be quantity or price the one with a unit comes first as the quantity.
    """
    less = discount(text_of(row))
    found = sorted(numbers(row), key=lambda n: not _has_unit(n.word, row))
    for total in sorted((n for n in found if n.amount and n.value), key=lambda n: -n.word.box[2]):
        before = [n for n in found if n is not total and n.word.box[2] <= total.word.box[0]]
        for amount in (n for n in before if n.value):
            for price in (n for n in before if n is not amount and n.places and n.value):
                if adds_up(Read(amount.value, price.value, per, total.value, less)):
                    yield Product(amount, price, total)


def _has_unit(word: Word, row: Row) -> bool:
    at = row.index(word)
    return bool(_GLUED.fullmatch(word.text)) or (at + 1 < len(row) and is_unit(row[at + 1].text))
