"""Amounts on a page: finds them as printed, with the row they stand in and the label before or above them. Adds nothing up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise, permutations

from archive.kinds import amount
from archive.scan import Box, Word
from ingest.columns import heading
from ingest.labels import Anchor
from ingest.layout import Row, around, gap, height, overlap_x, worst
from ingest.lexicon import Meaning
from ingest.paper import Paper, PrintedPage
from ingest.row_numbers import products

_PLACES = re.compile(
    r"[(\-–−—+]?\s*(?:EUR|€|\$|£|US\$)?\s*[-–−—]?\s*\d[\d.,' ]*[.,]\s?\d{2}\s*[)\-–−—]?\s*(?:€|EUR|\$|£)?[*]?", re.IGNORECASE
)
_WHOLE = re.compile(
    r"(?:EUR|€|\$|£|US\$|USD|CHF|SFr\.?|Rs\.?)\s*\d{1,3}(?:[.,' ]?\d{3})*(?:[.,][-–—]{1,2})?"
    r"|\d{1,3}(?:[.,' ]?\d{3})*(?:[.,][-–—]{1,2})?\s*(?:€|EUR|Euro|\$|£|USD|CHF)",
    re.IGNORECASE,
)
"""Without cents: a currency has to stand beside it, and the label of a sum before it."""
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*%")
_THOUSANDS = 1.2
"""Heights of print that may lie between the thousands and what follows."""
_NEXT_LINE = 2.2
"""Heights of print from one line of a heading to the next."""
_DISCOUNT = re.compile(r"skonto", re.IGNORECASE)
_MONEY = {"netto", "steuer", "brutto", "_betrag_sonst"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount. ``label`` is the nearest money label left of it in the row, or the column heading above it."""

    value: Decimal
    words: Row
    page: int
    row: int
    label: Anchor | None = None
    meaning: Meaning | None = None
    heading: bool = False
    nearest: bool = True

    @property
    def role(self) -> str:
        """netto, steuer, brutto, another key, or "" for an amount without a label."""
        return self.meaning.field.key if self.meaning else ""

    @property
    def strength(self) -> float:
        """How much the label says, from 0 to 1."""
        if not self.meaning or not self.label:
            return 0.0
        base = 1.0 if self.meaning.strong else 0.6
        return base * (0.85 if self.heading else 1.0) * (1.0 if self.label.exact else 0.9) * (1.0 if self.nearest else 0.5)

    @property
    def confidence(self) -> float:
        """That of the worst word."""
        return worst(self.words)


@dataclass(frozen=True, slots=True)
class RateRow:
    """A row that says "base × rate = tax": found by arithmetic, in any language."""

    rate: Decimal
    base: Amount
    tax: Amount


def amounts(paper: Paper) -> tuple[Amount, ...]:
    """All amounts with two decimal places, in reading order."""
    return tuple(a for sheet in paper.sheets for number, row in enumerate(sheet.rows) for a in _in_row(paper, sheet, number, row))


def commaless(paper: Paper) -> tuple[Amount, ...]:
    """Bare digits at the end of a row behind a money label: amounts whose comma OCR lost, if arithmetic says so."""
    return tuple(a for sheet in paper.sheets for number, row in enumerate(sheet.rows) if (a := _lost_comma(paper, sheet, number, row)))


def _lost_comma(paper: Paper, sheet: PrintedPage, number: int, row: Row) -> Amount | None:
    label = next((a for a in sheet.anchors if a.number == number and a.end < len(row) and _money(paper, a)), None)
    if label is None or not re.fullmatch(r"\d{3,9}", row[-1].text) or any(c.isdigit() for w in row[label.end : -1] for c in w.text):
        return None
    return Amount(Decimal(row[-1].text) / 100, row[-1:], sheet.number, number, label, label.meaning(own=paper.own))


def _in_row(paper: Paper, sheet: PrintedPage, number: int, row: Row) -> Iterator[Amount]:
    labels = [a for a in sheet.anchors if a.number == number and _money(paper, a)]
    found = list(_printed(row)) or (list(_whole(row)) if labels else [])
    discounted = next((at for at, word in enumerate(row) if _DISCOUNT.search(word.text)), len(row))
    for at, (start, end, value) in enumerate(found):
        # "Rechnungsbetrag EUR" is a label, and its EUR the amount's as well
        label = next((a for a in reversed(labels) if a.start < start and a.end < end), None)
        if label and label.start > discounted:
            yield Amount(value, row[start:end], sheet.number, number)  # what is left to pay after a discount is no sum of the paper
            continue
        # the last amount of a row is what its label means; those before it are bases, rates, prices
        nearest = at + 1 == len(found) or (label is not None and any(a.start >= end for a in labels))
        heading = None if label else _heading(paper, sheet, number, row[start:end])
        chosen = label or heading
        meaning = chosen.meaning(own=paper.own) if chosen else None
        yield Amount(value, row[start:end], sheet.number, number, chosen, meaning, heading is not None, nearest or heading is not None)


def _money(paper: Paper, anchor: Anchor) -> bool:
    meaning = anchor.meaning(own=paper.own)
    return meaning is not None and meaning.field.key in _MONEY


def _heading(paper: Paper, sheet: PrintedPage, number: int, words: Row) -> Anchor | None:
    """The money label above, as in a totals table whose first row holds "Netto | MwSt | Gesamt"."""
    box, size = around(words), height(words[0])
    # "Gesamt EUR" above the rows of goods means their totals
    above = [a for a in sheet.anchors if a.number < number and a.box[3] >= box[1] - 9 * size and a.number not in table_headings(sheet)]
    money = [a for a in above if _money(paper, a)]
    touching = (a for a in reversed(money) if overlap_x(a.box, box) > 0 or abs(a.box[2] - box[2]) < size)
    return next(touching, None) or _in_column(money, above, box, size)


def _in_column(money: list[Anchor], above: list[Anchor], box: Box, size: float) -> Anchor | None:
    """Of several headings side by side close above the one whose column holds the amount, though they do not touch."""
    strip = [a for a in above if money and a.number == money[-1].number and a.box[3] >= box[1] - 3 * size]
    before = [a for a in strip if a.box[0] <= (box[0] + box[2]) / 2]
    side_by_side = sum(a in money for a in strip) > 1
    return before[-1] if side_by_side and before and before[-1] in money else None


@lru_cache(maxsize=8)
def table_headings(sheet: PrintedPage) -> frozenset[int]:
    """The rows that are headings of a table of goods, with words close below that go on with them ("Zeilenbetrag / ohne MwSt.")."""
    found: set[int] = set()
    for number, row in enumerate(sheet.rows):
        above = sheet.rows[number - 1] if number - 1 in found else ()
        close = bool(above) and row[0].box[1] - above[0].box[1] < _NEXT_LINE * height(row[0])
        if heading(row) or (close and not any(c.isdigit() for word in row for c in word.text)):
            found.add(number)
    return frozenset(found)


def _printed(row: Row) -> Iterator[tuple[int, int, Decimal]]:
    """Spans of words that are one amount: "1.234,56", "1 234,56 €", "571 ,04" in pieces of OCR."""
    start = 0
    while start < len(row):
        span = next((e for e in range(min(len(row), start + 4), start, -1) if _is_amount(row, start, e)), None)
        if span is None:
            start += 1
            continue
        parsed = amount.parse("".join(w.text for w in row[start:span]))
        percent = span < len(row) and row[span].text.startswith("%")
        if parsed and not percent:
            yield start, span, Decimal(parsed.value)
        start = span


def _whole(row: Row) -> Iterator[tuple[int, int, Decimal]]:
    """``Rs 1939``, ``1.250,- €``: the last amount of a row that is printed without cents."""
    for start in range(len(row) - 1, -1, -1):
        for end in range(min(len(row), start + 3), start, -1):
            words = row[start:end]
            near = all(gap(a.box, b.box) < _THOUSANDS * height(a) for a, b in pairwise(words))
            if near and _WHOLE.fullmatch(text := " ".join(w.text for w in words)) and (parsed := amount.parse(text)):
                yield start, end, Decimal(parsed.value)
                return


def _is_amount(row: Row, start: int, end: int) -> bool:
    words = row[start:end]
    if any(gap(a.box, b.box) > (_THOUSANDS if _grouped(a, b) else 0.7) * height(a) and not _sign(a, b) for a, b in pairwise(words)):
        return False
    text = "".join(w.text for w in words)
    return bool(_PLACES.fullmatch(text)) and amount.parse(text) is not None and any(c.isdigit() for c in words[-1].text + words[0].text)


def _grouped(left: Word, right: Word) -> bool:
    """``47 319,30``: a blank for the thousands, which typewriter letters make wide."""
    return bool(re.fullmatch(r"\d{1,3}", left.text) and re.fullmatch(r"\d{3}[.,]\d{2}", right.text))


def _sign(left: Word, right: Word) -> bool:
    """A currency or a sign may stand off its amount."""
    marks = {"€", "EUR", "$", "£", "-", "–", "−", "—"}
    size = max(height(left), height(right))  # a dash is flat
    return (left.text.upper() in marks or right.text.upper() in marks) and gap(left.box, right.box) < 3 * size


def rate_rows(paper: Paper, found: tuple[Amount, ...]) -> tuple[RateRow, ...]:
    """All rows where a printed percentage of one amount is another amount of the same row."""
    result: list[RateRow] = []
    for sheet in paper.sheets:
        for number, row in enumerate(sheet.rows):
            mine = [a for a in found if (a.page, a.row) == (sheet.number, number)]
            if len(mine) < 2:
                continue
            goods = next(products(row), None)  # "20  5 Tag  10,50  52,50": the position is no rate
            result.extend(hit for rate in (_percentages(row) if goods else _rates(row)) if (hit := _applies(rate, mine)))
    return tuple(result)


def _rates(row: Row) -> list[Decimal]:
    return list(dict.fromkeys((*_percentages(row), *bare_rates(row))))


def _percentages(row: Row) -> list[Decimal]:
    printed = (Decimal(m.replace(",", ".")) for m in _PERCENT.findall(" ".join(w.text for w in row)))
    return [rate for rate in printed if 0 < rate <= 30]


def bare_rates(row: Row) -> list[Decimal]:
    """Rates of tax as they stand in tables, without the sign for percent."""
    return [Decimal(w.text.rstrip(",.").replace(",", ".")) for w in row if re.fullmatch(r"(?:5|6|7|9|16|19|20|21)(?:[,.]0{1,2})?", w.text)]


def _applies(rate: Decimal, mine: list[Amount]) -> RateRow | None:
    """The pair of base and tax for this rate; of several, the one whose column headings say so."""
    pairs = [
        RateRow(rate, base, tax)
        for base, tax in permutations(mine, 2)
        if tax.value and abs(base.value * rate / 100 - tax.value) <= Decimal("0.02") and abs(base.value) > abs(tax.value)
    ]
    return max(pairs, key=lambda r: _told(r.base, "netto") + _told(r.tax, "steuer"), default=None)


def _told(a: Amount, role: str) -> float:
    return a.strength if a.role == role else 0.0
