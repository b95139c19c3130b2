"""Rows of goods of invoices and delivery notes: reads the rows below a heading by columns, over page breaks with their Übertrag.

Where the columns leave a doubt, quantity × price = total decides; without any heading only rows that add up so are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from archive.document import Evidence, Line
from archive.kinds import quantity
from archive.scan import Word
from ingest.columns import Column, cells, heading
from ingest.layout import Row, around, height, simple, text_of
from ingest.line_arithmetic import Read, settled
from ingest.paper import Paper, PrintedPage

_STOP = {"netto", "steuer", "brutto"}
_GROUP = {"lieferscheinnummer", "bestellnummer", "auftragsnummer", "kommission", "_betrag_sonst", "zeichen"}
_UNIT_WORDS = (
    "Stk St Stck Stück PCE PCS Pc C62 H87 kg KGM t TNE g m MTR mm cm m² m2 qm MTK lfm m³ Std Stunde Stunden h HUR Paar PAA PR Satz Set VPE "
    "Pkg Pck Pak Packung Rolle Rollen Dose Karton L ltr Liter Units Unit Einheit Einheiten pauschal psch Fl Flasche Sack Tag Tage "
    "Monat Bund Stuk st pièce pièces pce stuks each EA one LS DAY MON HL XPP 5tk Slk"
)
_UNITS = {simple(u) for u in _UNIT_WORDS.split()}
_GLUED = re.compile(r"([\d.,]+)[.]?([^\W\d_]+[²³2]?)\.?")
_BASE = re.compile(r"(?:/|per|je|pro|p\.)\s*(\d{1,4})\b", re.IGNORECASE)
_SLIVER = re.compile(r"^[|()\[\]/\\!ı]+(?=\w)|(?<=\d)\|+(?=\w)|(?<=\d)[|()\[\]/\\!ı]+(?=[^\W\d_]|$)")
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*%")
_LONGEST_TEXT = 300


def table(paper: Paper) -> tuple[Line, ...]:
    """All rows of goods of the paper in reading order; empty when this type has no table or none was found."""
    if not paper.doctype.table:
        return ()
    columns: tuple[Column, ...] = ()
    found: list[Line] = []
    ended = True
    for sheet in paper.sheets:
        start = 0
        title = next(((n, c) for n in range(len(sheet.rows)) if (c := _heading(sheet, n))), None)
        if title:
            start, columns = title[0] + 1, title[1]
        if title or not ended:
            end = next((n for n in range(start, len(sheet.rows)) if _ends(paper, sheet, n)), len(sheet.rows))
            ended = end < len(sheet.rows)
            found.extend(_rows(sheet, range(start, end), columns))
    if not columns:
        found = [line for sheet in paper.sheets for row in sheet.rows if (line := _by_arithmetic(sheet, row) or _by_place(sheet, row))]
    return tuple(found)


def _heading(sheet: PrintedPage, number: int) -> tuple[Column, ...]:
    """The columns of a heading in this row, and in the row close above it."""
    row, above = sheet.rows[number], sheet.rows[number - 1] if number else ()
    near = bool(above) and row[0].box[1] - above[0].box[3] < 0.8 * height(row[0])
    return heading(row, above if near else ())


def _rows(sheet: PrintedPage, numbers: range, columns: Sequence[Column]) -> Iterator[Line]:
    current: Line | None = None
    for number in numbers:
        row = sheet.rows[number]
        line = _line(sheet, row, columns)
        if line:
            if current:
                yield current
            current = line
        elif current and not _apart(sheet, number, current):
            box = around((*row, Word("", current.evidence.box or row[0].box, 1.0)))
            current = replace(current, text=f"{current.text} {text_of(row)}".strip(), evidence=replace(current.evidence, box=box))
    if current:
        yield current


def _apart(sheet: PrintedPage, number: int, current: Line) -> bool:
    """Not the line's text going on: too far below, too long already, or the heading of a group of lines."""
    row = sheet.rows[number]
    bottom = current.evidence.box[3] if current.evidence.box else 0.0
    group = any(a.number == number and a.start == 0 and any(m.field.key in _GROUP for m in a.meanings) for a in sheet.anchors)
    return group or row[0].box[1] - bottom > 3.5 * height(row[0]) or len(current.text) > _LONGEST_TEXT


def _ends(paper: Paper, sheet: PrintedPage, number: int) -> bool:
    """The sums begin: a label of totals is the first print of the row."""
    for anchor in sheet.anchors:
        if anchor.number == number and anchor.start <= 1:
            meaning = anchor.meaning(own=paper.own)
            if meaning and meaning.field.key in _STOP and meaning.strong:
                return True
    return False


def _line(sheet: PrintedPage, row: Row, columns: Sequence[Column]) -> Line | None:
    by_name = cells(row, columns)
    amount, unit = _quantity((*by_name.get("quantity", ()), *by_name.get("unit", ())))
    prices = by_name.get("unit_price", [])
    price, total = _value(prices), _value(by_name.get("total", [])[-2:])
    text, article, position = (text_of(by_name.get(key, [])) for key in ("text", "article", "position"))
    if (amount is None and (total is None or price is None)) or not (text or article):
        return None
    if total is None and price is None and not _goods(columns, position, unit, amount):
        return None
    base = _base(text_of((*prices, *by_name.get("price_base", ())))) or _value(by_name.get("price_base", [])) or Decimal(1)
    read = settled(Read(amount, price, base, total, _discount(row)), [n for w in row if (n := _number(w.text)) is not None])
    return Line(
        position=position.split(" ")[0],
        article=article,
        text=text,
        quantity=read.quantity,
        unit=unit,
        unit_price=read.price,
        price_base=read.base,
        total=read.total,
        evidence=Evidence(sheet.number, around(row), text_of(row)),
    )


def _goods(columns: Sequence[Column], position: str, unit: str, amount: Decimal | None) -> bool:
    """Without prices a row of goods shows its position or its unit."""
    priced = any(c.name in ("unit_price", "total") for c in columns)
    numbered = bool(re.fullmatch(r"\d{1,4}[.)]?", position))
    return amount is not None and not priced and (numbered or bool(unit) or all(c.name != "position" for c in columns))


def _by_arithmetic(sheet: PrintedPage, row: Row) -> Line | None:
    """A row without columns: its text, and three numbers of which the last is the product of the others."""
    numbers = [(at, n) for at, w in enumerate(row) if (n := _number(w.text)) is not None and n > 0]
    words = [w.text for w in row if sum(c.isalpha() for c in w.text) >= 3]
    if len(numbers) < 3 or not words:
        return None
    amount, price, total = (n for _, n in numbers[-3:])
    if (
        abs(amount * price - total) > Decimal("0.01")
        or total < price
        or not re.search(r"[.,]\d{2}", row[numbers[-2][0]].text)
        or amount == 1
    ):
        return None
    return Line("", "", " ".join(words), amount, "", price, Decimal(1), total, Evidence(sheet.number, around(row), text_of(row)))


def _by_place(sheet: PrintedPage, row: Row) -> Line | None:
    """A row without columns and prices: a position in front, number and unit at the end."""
    amount = _number(row[-2].text) if len(row) >= 5 else None
    if amount is None or simple(row[-1].text) not in _UNITS or not re.fullmatch(r"\d{1,3}", row[0].text):
        return None
    text = text_of(row[1:-2])
    return Line(row[0].text, "", text, amount, row[-1].text, None, Decimal(1), None, Evidence(sheet.number, around(row), text_of(row)))


def _number(text: str) -> Decimal | None:
    parsed = quantity.parse(text.strip(".,;:)]'\"°*"))
    return Decimal(parsed.value) if parsed else None


def _value(words: Sequence[Word]) -> Decimal | None:
    """The number of a cell; "1 234,56" is one."""
    for at in range(len(words)):
        joined = _number("".join(w.text for w in words[at : at + 2])) if re.fullmatch(r"\d{1,3}", words[at].text) else None
        if joined is not None and len(words) > at + 1 and re.match(r"\d{3}(?:[.,]\d+)?$", words[at + 1].text):
            return joined
        if (one := _number(words[at].text.split("/")[0])) is not None:
            return one
    return None


def _quantity(words: Sequence[Word]) -> tuple[Decimal | None, str]:
    """Number and unit, also printed as "8m" or in the order "Stk 8"; what stands behind "3 Stk" is something else."""
    words = [part for word in words for part in _unruled(word)]
    at = next((at for at, w in enumerate(words) if simple(w.text) in _UNITS), len(words))
    both = ((n, m) for n, w in enumerate(words[:at]) if (m := _GLUED.fullmatch(w.text)) and simple(m[2]) in _UNITS)
    first, glued = next(both, (at, None))
    amount = _value(words[:first])
    if amount is None and glued:
        return _number(glued[1].rstrip(".,")), glued[2]
    unit = words[at].text.strip(" .") if at < len(words) else ""
    return (_value(words[at + 1 :]) if amount is None else amount), unit


def _unruled(word: Word) -> Iterator[Word]:
    """The word without the ruled line beside it, which OCR glues to number or unit: "3)m", "ı10/m", "7 ım"."""
    text = _SLIVER.sub(" ", word.text)
    yield from (replace(word, text=part) for part in text.split()) if text != word.text else (word,)


def _base(text: str) -> Decimal | None:
    match = _BASE.search(text)
    return Decimal(match[1]) if match and Decimal(match[1]) > 0 else None


def _discount(row: Row) -> Decimal:
    match = _PERCENT.search(text_of(row))
    return Decimal(match[1].replace(",", ".")) if match else Decimal(0)
