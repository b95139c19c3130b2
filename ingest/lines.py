"""Rows of goods of invoices and delivery notes: finds the heading of the table and reads the rows below it by columns.

A first cut: one heading per table, rows that start with an amount or a quantity, texts that run on below. No arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from archive.document import Evidence, Line
from archive.kinds import quantity
from archive.scan import Word
from ingest.layout import Row, around, height, simple, text_of
from ingest.paper import Paper, PrintedPage

_COLUMNS = {
    "position": "pos position nr lfdnr posnr item",
    "article": "artikel artikelnr artikelnummer artnr artikelno article materialnr material matnr sachnr artnrlief artnrlieferant code",
    "text": "bezeichnung beschreibung artikelbezeichnung artikelbeschreibung text produkt leistung description omschrijving designation "
    "désignation benennung",
    "quantity": "menge anzahl qty quantity aantal quantité hoeveelheid amount geliefert liefermenge nombre",
    "unit": "einheit me eh unit mengeneinheit eenheid",
    "unit_price": "einzelpreis preis epreis stückpreis price unitprice prijs prixunitaire pu puht nettopreis ep vkpreis",
    "price_base": "pe preiseinheit",
    "total": "gesamt gesamtpreis betrag summe gpreis total amounteur bedrag montant montantht nettobetrag zeilenbetrag gesamtbetrag wert "
    "entgelt gp prijsinclbtw",
}
_NAMES = {simple(word): column for column, words in _COLUMNS.items() for word in words.split()}
_STOP = {"netto", "steuer", "brutto", "_betrag_sonst"}
_UNITS = {
    simple(u)
    for u in [
        "Stk",
        "St",
        "Stck",
        "Stück",
        "PCE",
        "PCS",
        "C62",
        "H87",
        "kg",
        "KGM",
        "t",
        "m",
        "MTR",
        "m²",
        "m2",
        "qm",
        "lfm",
        "Std",
        "h",
        "HUR",
        "Paar",
        "PAA",
        "Satz",
        "Set",
        "VPE",
        "Pkg",
        "Pck",
        "Rolle",
        "Dose",
        "Karton",
        "L",
        "ltr",
        "Units",
        "pauschal",
    ]
}


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    left: float
    right: float


def table(paper: Paper) -> tuple[Line, ...]:
    """All rows of goods of the paper in reading order; empty when this type has no table or none was found."""
    if not paper.doctype.table:
        return ()
    columns: tuple[_Column, ...] = ()
    found: list[Line] = []
    for sheet in paper.sheets:
        start = 0
        heading = next(((n, c) for n, row in enumerate(sheet.rows) if (c := _heading(row))), None)
        if heading:
            start, columns = heading[0] + 1, heading[1]
        if columns:
            found.extend(_rows(sheet, start, columns))
    return tuple(found)


def _heading(row: Row) -> tuple[_Column, ...]:
    """The columns, when at least three words of the row name one, quantity or total among them."""
    named: list[tuple[str, Word]] = []
    for word in row:
        column = _NAMES.get(simple(word.text))
        if column and all(column != other for other, _ in named):
            named.append((column, word))
    names = {name for name, _ in named}
    if len(named) < 3 or not names & {"quantity", "total", "unit_price"} or not names & {"text", "article", "position"}:
        return ()
    return tuple(_Column(name, word.box[0], word.box[2]) for name, word in named)


def _rows(sheet: PrintedPage, start: int, columns: Sequence[_Column]) -> Iterator[Line]:
    current: Line | None = None
    for number in range(start, len(sheet.rows)):
        row = sheet.rows[number]
        if _ends(sheet, number):
            break
        line = _line(sheet, row, columns)
        if line:
            if current:
                yield current
            current = line
        elif current and row[0].box[1] - _bottom(current) < 3.5 * height(row[0]) and len(current.text) < 300:
            box = around((*row, Word("", current.evidence.box or row[0].box, 1.0)))
            current = replace(current, text=f"{current.text} {text_of(row)}".strip(), evidence=replace(current.evidence, box=box))
    if current:
        yield current


def _bottom(line: Line) -> float:
    return line.evidence.box[3] if line.evidence.box else 0.0


def _ends(sheet: PrintedPage, number: int) -> bool:
    """The sums begin: a label of totals at the start of a column of this row."""
    return any(
        a.number == number and any(m.field.key in _STOP and m.strong for m in a.meanings) and a.end - a.start >= 1 for a in sheet.anchors
    )


def _line(sheet: PrintedPage, row: Row, columns: Sequence[_Column]) -> Line | None:
    cells: dict[str, list[Word]] = {}
    for word in row:
        cells.setdefault(_column(word, columns), []).append(word)
    amount, unit = _quantity(cells.get("quantity", []))
    total, price = _value(cells.get("total", [])), _value(cells.get("unit_price", []))
    if amount is None or (total is None and not cells.get("text") and not cells.get("article")):
        return None
    return Line(
        position=text_of(cells.get("position", [])),
        article=text_of(cells.get("article", [])),
        text=text_of(cells.get("text", [])),
        quantity=amount,
        unit=unit or text_of(cells.get("unit", [])[:1]),
        unit_price=price,
        price_base=_value(cells.get("price_base", [])) or Decimal(1),
        total=total,
        evidence=Evidence(sheet.number, around(row), text_of(row)),
    )


def _column(word: Word, columns: Sequence[_Column]) -> str:
    """The column whose heading lies nearest; headings of numbers stand right, those of texts left."""
    middle = (word.box[0] + word.box[2]) / 2
    texts = [c for c in columns if c.name in ("text", "article", "position")]
    left = [c for c in texts if c.left <= word.box[0] + 3]
    if any(ch.isalpha() for ch in word.text) and simple(word.text) not in _UNITS and left:
        return max(left, key=lambda c: c.left).name
    return min(columns, key=lambda c: max(c.left - middle, middle - c.right, 0.0)).name


def _value(words: Sequence[Word]) -> Decimal | None:
    for word in words:
        parsed = quantity.parse(word.text)
        if parsed:
            return Decimal(parsed.value)
    return None


def _quantity(words: Sequence[Word]) -> tuple[Decimal | None, str]:
    unit = next((w.text for w in words if simple(w.text) in _UNITS), "")
    return _value([w for w in words if w.text != unit]), unit
