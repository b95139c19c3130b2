"""A till slip on thermal paper, laid on the scanner's glass: narrow, no address of the buyer, gross prices, tax in a line below."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from training.firm.draw import MM, Face, Sheet, wrap
from training.firm.layouts.feet import grouped_iban
from training.firm.paper import Paper, Row
from training.firm.wording import day, money, quantity

BODY = Face("mono", 8.2, "#2b2b2b")
WIDE = 80 * MM
LEFT, RIGHT, MIDDLE = 5 * MM, 75 * MM, 40 * MM


def slip(paper: Paper) -> list[Sheet]:
    """One strip, as long as its rows need."""
    sheet = Sheet((WIDE, 96 * MM + sum(24 + 11 * (len(row.text) // 34) for row in paper.rows)))
    firm = paper.sender
    sheet.text((MIDDLE, 11 * MM), paper.supplier.short.upper(), Face("slab-bold", 13, "#2b2b2b", "centre"))
    y = 16 * MM
    for line in (firm.name, firm.street, firm.place, f"Tel. {firm.phone}", *_tax(paper)):
        sheet.text((MIDDLE, y), line, BODY.sized(7.4).to("centre"))
        y += 10
    y = _head(sheet, paper, y + 8)
    for row in gross_rows(paper):
        for text in wrap(row.text, BODY, RIGHT - LEFT):
            sheet.text((LEFT, y), text, BODY)
            y += 10.5
        sheet.text((LEFT + 8, y), f"{quantity(row.quantity)} {row.unit} x {money(row.price or Decimal(0))}", BODY)
        sheet.text((RIGHT, y), money(row.total or Decimal(0)), BODY.to("right"))
        y += 13
    y = _sums(sheet, paper, y)
    sheet.text((MIDDLE, y + 12), "Vielen Dank für Ihren Einkauf!", BODY.to("centre"))
    sheet.text((MIDDLE, y + 24), "Musterdaten - alle Angaben frei erfunden", BODY.sized(6).to("centre"))
    return [sheet]


def gross_rows(paper: Paper) -> list[Row]:
    """The rows as a till prints them: prices with tax."""
    rate = Decimal(paper.sums.rate if paper.sums else 0) / 100 + 1
    gross = [(row, (row.total or Decimal(0)) * rate) for row in paper.rows]
    return [replace(row, price=round(total / row.quantity, 2), total=round(total, 2)) for row, total in gross]


def _tax(paper: Paper) -> list[str]:
    firm = paper.sender
    return [f"USt-IdNr. {firm.vat_id}" if firm.vat_id else f"Steuernummer {firm.tax_number}"]


def _head(sheet: Sheet, paper: Paper, y: float) -> float:
    _dashes(sheet, y)
    wide = sheet.text((LEFT, y + 12), "Rechnung/Beleg Nr. ", BODY)
    sheet.text((LEFT + wide, y + 12), paper.number, BODY, paper.number_field)
    wide = sheet.text((LEFT, y + 23), "Datum ", BODY)
    sheet.text((LEFT + wide, y + 23), day(paper.day, "de"), BODY, paper.day_field)
    sheet.text((RIGHT, y + 23), "Kasse 2", BODY.to("right"))
    y += 34
    for ref in paper.refs:
        if ref.field in {"bestellnummer", "auftragsnummer"}:
            wide = sheet.text((LEFT, y), f"{ref.label}: ", BODY)
            sheet.text((LEFT + wide, y), ref.value, BODY, ref.field)
            y += 11
    _dashes(sheet, y - 4)
    return y + 9


def _sums(sheet: Sheet, paper: Paper, y: float) -> float:
    sums = paper.sums
    if sums is None:
        return y
    _dashes(sheet, y - 6)
    bold = Face("slab-bold", 12, "#2b2b2b")
    sheet.text((LEFT, y + 10), "SUMME EUR", bold)
    sheet.text((RIGHT, y + 10), money(sums.gross), bold.to("right"), "brutto")
    y += 24
    for label, value, field in ((f"inkl. {quantity(sums.rate)} % MwSt.", sums.tax, "steuer"), ("Nettobetrag", sums.net, "netto")):
        sheet.text((LEFT, y), label, BODY)
        sheet.text((RIGHT, y), money(value), BODY.to("right"), field)
        y += 11
    sheet.text((LEFT, y + 2), "girocard kontaktlos", BODY)
    sheet.text((RIGHT, y + 2), money(sums.gross), BODY.to("right"))
    sheet.text((LEFT, y + 13), f"IBAN {grouped_iban(paper.receiver.iban)[:9]} **** ****", BODY.sized(7))
    return y + 20


def _dashes(sheet: Sheet, y: float) -> None:
    sheet.text((LEFT, y), "-" * 40, BODY)
