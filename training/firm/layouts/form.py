"""A printed form filled in by hand, as craftsmen use it: printed lines and labels, written values."""

from __future__ import annotations

from training.firm.draw import A4, MM, Face, Sheet
from training.firm.layouts.feet import grouped_iban
from training.firm.paper import Paper, Row
from training.firm.wording import day, money, quantity

PRINT = Face("serif", 10, "#33261a")
HAND = Face("hand", 15, "#1b2f7a")
LEFT, RIGHT = 20 * MM, 190 * MM
EDGES = (LEFT, 42 * MM, 132 * MM, 160 * MM, RIGHT)


def form(paper: Paper) -> list[Sheet]:
    """One page."""
    sheet = Sheet(A4)
    _head(sheet, paper)
    y = _fields(sheet, paper)
    y = _grid(sheet, paper, y)
    _foot(sheet, paper, y)
    sheet.text((A4[0] / 2, A4[1] - 4.5 * MM), "Musterdaten – alle Angaben frei erfunden", Face("sans", 5.5, "#777777", "centre"))
    return [sheet]


def _head(sheet: Sheet, paper: Paper) -> None:
    firm, middle = paper.sender, A4[0] / 2
    sheet.text((middle, 20 * MM), firm.name, Face("serif-bold", 20, "#33261a", "centre"))
    sheet.text((middle, 26 * MM), paper.supplier.claim, PRINT.to("centre"))
    sheet.text((middle, 31 * MM), f"{firm.street} · {firm.place} · Telefon {firm.phone}", PRINT.sized(9).to("centre"))
    sheet.rule((LEFT, 34 * MM), (RIGHT, 34 * MM), 1.2, "#33261a")
    sheet.text((LEFT, 47 * MM), f"{paper.title} Nr.", Face("serif-bold", 16, "#33261a"))
    sheet.text((LEFT + 46 * MM, 47 * MM), paper.number, Face("mono", 16, "#b3261e"), paper.number_field)


def _fields(sheet: Sheet, paper: Paper) -> float:
    values = [("Datum", day(paper.day, "kurz"), paper.day_field), ("An Firma", paper.receiver.name, ""), ("Ort", paper.receiver.place, "")]
    values += [
        (ref.label, ref.value, ref.field) for ref in paper.refs if ref.field in {"auftragsnummer", "bestellnummer", "lieferscheinnummer"}
    ]
    y = 60 * MM
    for label, value, field in values:
        sheet.text((LEFT, y), label, PRINT)
        sheet.rule((LEFT + 32 * MM, y + 2), (LEFT + 120 * MM, y + 2), 0.4, "#33261a")
        sheet.text((LEFT + 34 * MM, y - 1), value, HAND, field)
        y += 9.5 * MM
    return y + 4 * MM


def _grid(sheet: Sheet, paper: Paper, top: float) -> float:
    step, rows = 9.5 * MM, 9
    for label, edge in zip(("Menge", "Bezeichnung", "Preis", "Betrag €"), EDGES, strict=False):
        sheet.text((edge + 4, top + 6 * MM), label, PRINT.bold())
    for line in range(rows + 2):
        sheet.rule((LEFT, top + line * step), (RIGHT, top + line * step), 0.5, "#33261a")
    bottom = top + (rows + 1) * step
    for edge in EDGES:
        sheet.rule((edge, top), (edge, bottom), 0.5, "#33261a")
    y = top + step
    for row in paper.rows:
        y = _written(sheet, row, y, step)
    return bottom


def _written(sheet: Sheet, row: Row, y: float, step: float) -> float:
    sheet.text((EDGES[0] + 5, y + 6.5 * MM), f"{quantity(row.quantity)} {row.unit}", HAND)
    first, _, rest = row.text.partition(" ") if len(row.text) < 34 else (row.text[: row.text.rfind(" ", 0, 34)], "", "")
    lines = [row.text] if len(row.text) < 34 else [first, row.text[len(first) + 1 :]]
    for place, text in enumerate(lines if not rest else [row.text]):
        sheet.text((EDGES[1] + 5, y + 6.5 * MM + place * step), text, HAND)
    if row.price is not None and row.total is not None:
        sheet.text((EDGES[3] - 5, y + 6.5 * MM), money(row.price), HAND.to("right"))
        sheet.text((EDGES[4] - 5, y + 6.5 * MM), money(row.total), HAND.to("right"))
    return y + step * len(lines)


def _foot(sheet: Sheet, paper: Paper, y: float) -> None:
    if paper.sums:
        sums = paper.sums
        entries = (("Netto", sums.net, "netto"), (f"+ {quantity(sums.rate)} % MwSt.", sums.tax, "steuer"), ("Summe", sums.gross, "brutto"))
        for label, value, field in entries:
            y += 9 * MM
            sheet.text((EDGES[2] + 4, y), label, PRINT.bold())
            sheet.text((RIGHT - 5, y - 1), money(value), HAND.to("right"), field)
            sheet.rule((EDGES[2], y + 3), (RIGHT, y + 3), 0.5, "#33261a")
    y += 16 * MM
    sheet.text((LEFT + 4 * MM, y - 3), paper.sender.management.split(maxsplit=1)[-1], HAND.sized(19))
    sheet.rule((LEFT, y), (LEFT + 60 * MM, y), 0.4, "#33261a")
    sheet.text((LEFT, y + 10), "Unterschrift", PRINT.sized(8))
    bank = f"{paper.sender.bank} · IBAN {grouped_iban(paper.sender.iban)} · Steuernummer {paper.sender.tax_number}"
    sheet.text((A4[0] / 2, 283 * MM), bank, PRINT.sized(8.5).to("centre"))
