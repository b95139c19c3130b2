"""One printed row as a row of goods: by the columns it stands in, by its numbers where they add up, or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from archive.document import Evidence, Line
from archive.scan import Word
from ingest.columns import Column, cells
from ingest.layout import Row, around, simple, text_of, worst
from ingest.line_arithmetic import Read, adds_up, multiplied, settled
from ingest.row_numbers import Product, amount_at_end, as_number, discount, is_unit, numbers, priced_for, products, value, with_unit

_SUMS = re.compile(
    r"(?:summe|zwischensumme|gesamtsumme|zwischentotal|positionen|positionssumme|warenwert|nettowarenwert|warensumme|gesamt|gesamtbetrag"
    r"|gesamtwert|gesamtnetto|nettobetrag|rechnungsbetrag|rechnungssumme|endbetrag|endsumme|auftragswert|bestellwert|ubertrag|subtotal"
    r"|total|goodstotal|totaal|subtotaal|soustotal|carried|carryover|transport|report)(?:eur|euro|netto|brutto|in)*"
)
_CENT = Decimal("0.01")
_LETTERS = 3
_LEGIBLE = 0.6
_SUM_OF_PIECES = 3
"""Words: "Gesamt 1648,000 Stk"."""
_SMALL = 100


def line_of(page: int, row: Row, columns: Sequence[Column]) -> Line | None:
    """The row by its columns; None when it is none of goods."""
    by_name = cells(row, columns)
    amount, unit = with_unit((*by_name.get("quantity", ()), *by_name.get("unit", ())))
    prices = by_name.get("unit_price", [])
    if not unit and len(prices) > 1 and is_unit(prices[0].text):
        unit, prices = prices[0].text, prices[1:]  # the unit stands close before the price
    price, total = value(prices), amount_at_end(by_name.get("total", [])[-2:])
    position, article, text = _named(*(text_of(by_name.get(key, [])) for key in ("position", "article", "text")))
    first, _, rest = text.partition(" ")
    if amount is not None and not unit and rest and is_unit(first):
        unit, text = first.strip("."), rest
    per = priced_for(text_of((*prices, *by_name.get("price_base", ())))) or value(by_name.get("price_base", [])) or Decimal(1)
    read = _decided(Read(amount, price, per, total, discount(text_of(row))), row)
    read = _signed(read, by_name.get("total", []))
    if not (text or article):
        text = _words(row) if read.price and read.total and adds_up(read) else ""
    if read.quantity is None and (read.total is None or read.price is None or not any(c.isalpha() for c in text + article)):
        return None
    if not (text or article or (unit and read.price and read.total)):
        return None
    if total is None and price is None and read.total is None and not _goods(columns, position, unit, amount):
        return None
    if read.total is None and any(c.name == "total" for c in columns):
        if not (unit or _numbered(position)):
            return None
        read = multiplied(read)
    return Line(
        position=position,
        article=article,
        text=text,
        quantity=read.quantity,
        unit=unit,
        unit_price=read.price,
        price_base=read.base,
        total=read.total,
        evidence=Evidence(page, around(row), text_of(row)),
    )


def _named(position: str, article: str, text: str) -> tuple[str, str, str]:
    """A number of goods has digits, or capitals only: other words in its column are the name, under a heading for both.

    What stands close behind the position, as in print of fixed width, is the number of the goods, or the beginning of their name.
    """
    position, _, beside = position.partition(" ")
    if beside and not article and any(c.isdigit() for c in beside):
        article, beside = beside, ""
    if not any(c.isdigit() for c in article) and article != article.upper():
        article, text = "", f"{article} {text}"
    return position, article, f"{beside} {text}".strip()


def _decided(read: Read, row: Row) -> Read:
    """What the columns say when it adds up; else the numbers of the row that do and agree with the columns most."""
    if None not in (read.quantity, read.price, read.total) and adds_up(read):
        return read
    best = max(products(row, read.base), key=lambda product: product.agrees(read), default=None)
    if best and (best.agrees(read) > 1 or (best.telling and (best.agrees(read) or _ends_row(best, read, row)))):
        return Read(best.quantity.value, best.price.value, read.base, best.total.value, read.discount)
    made = settled(read, [n for w in row if (n := as_number(w.text)) is not None])
    made = _with_places(made, row) if made.base != read.base else made
    return replace(made, total=None) if _no_amount(made, row) else made


def _ends_row(product: Product, read: Read, row: Row) -> bool:
    """The columns say nothing of a total, or another number: then a product of numbers of the row that stands at its end is it."""
    return read.total != product.total.value and product.total.word is numbers(row)[-1].word


def _with_places(read: Read, row: Row) -> Read:
    """A price for a hundred that nothing says and that has no places has lost its comma: "742" is 7,42 for one."""
    if read.base != _SMALL or read.price is None or any(n.value == read.price and n.places for n in numbers(row)):
        return read
    return replace(read, price=read.price / _SMALL, base=Decimal(1))


def _signed(read: Read, printed: Sequence[Word]) -> Read:
    """A total without the minus of its quantity, where the picture of it is hardly legible: then the minus was lost."""
    if read.quantity is None or read.price is None or read.total is None or worst(printed) >= _LEGIBLE:
        return read
    return replace(read, total=-read.total) if read.quantity * read.price * read.total < 0 and adds_up(read) else read


def _no_amount(read: Read, row: Row) -> bool:
    """The total is a small number without places that fits nothing (a rate of tax), or has places no amount has."""
    if read.total is None or any(n.value == read.total and n.amount for n in numbers(row)):
        return False
    whole = read.total == read.total.to_integral_value()
    return (abs(read.total) < _SMALL and not adds_up(read)) if whole else read.total != read.total.quantize(_CENT)


def _words(row: Row) -> str:
    return " ".join(w.text for w in row if sum(c.isalpha() for c in w.text) >= _LETTERS)


def _goods(columns: Sequence[Column], position: str, unit: str, amount: Decimal | None) -> bool:
    """Without prices a row of goods shows its position or its unit."""
    priced = any(c.name in ("unit_price", "total") for c in columns)
    return amount is not None and not priced and (_numbered(position) or bool(unit) or all(c.name != "position" for c in columns))


def _numbered(position: str) -> bool:
    return bool(re.fullmatch(r"\d{1,4}[.)]?", position))


def is_sum(row: Row) -> bool:
    """A line of totals or of what is carried over: it begins with such a word and holds one amount, or one quantity and nothing else."""
    named = any(_SUMS.fullmatch(simple(text_of(row[:size]))) for size in (1, 2))
    counted = any(is_unit(w.text) for w in row) and len(row) > _SUM_OF_PIECES
    return named and sum(n.amount for n in numbers(row)) < 2 and not counted


def alone(page: int, row: Row) -> Line | None:
    """A row of goods on a paper without any column that can be found."""
    return _by_arithmetic(page, row) or _by_place(page, row)


def _by_arithmetic(page: int, row: Row) -> Line | None:
    """Its text, and three numbers of which the last is the product of the others."""
    found = [(at, n) for at, w in enumerate(row) if (n := as_number(w.text)) is not None and n > 0]
    words = _words(row)
    if len(found) < 3 or not words:
        return None
    amount, price, total = (n for _, n in found[-3:])
    priced = re.search(r"[.,]\d{2}", row[found[-2][0]].text)
    if abs(amount * price - total) > _CENT or total < price or not priced or amount == 1:
        return None
    return Line("", "", words, amount, "", price, Decimal(1), total, Evidence(page, around(row), text_of(row)))


def _by_place(page: int, row: Row) -> Line | None:
    """Without prices: a position in front, number and unit at the end."""
    amount = as_number(row[-2].text) if len(row) >= 5 else None
    if amount is None or not is_unit(row[-1].text) or not re.fullmatch(r"\d{1,3}", row[0].text):
        return None
    text = text_of(row[1:-2])
    return Line(row[0].text, "", text, amount, row[-1].text, None, Decimal(1), None, Evidence(page, around(row), text_of(row)))
