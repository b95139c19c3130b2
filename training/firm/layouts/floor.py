"""Papers of the workshop: one sheet with a title bar, a box of references, a ruled table and a place to sign; and a drawing."""

from __future__ import annotations

from training.firm.draw import A4, MM, Face, Sheet
from training.firm.paper import Paper
from training.firm.wording import day

BODY = Face("sans", 9.5)
HAND = Face("hand", 15, "#1b2f7a")
LEFT, RIGHT = 18 * MM, 192 * MM
SAMPLE = "Musterdaten – alle Angaben frei erfunden"


def work_sheet(paper: Paper) -> list[Sheet]:
    """One page; what is filled in at the gate is written by hand."""
    sheet = Sheet(A4)
    sheet.box((LEFT, 12 * MM), (RIGHT, 26 * MM), fill="#e6e9ec", outline="#333333")
    sheet.text((LEFT + 8, 21.5 * MM), paper.title, BODY.bold().sized(17))
    sheet.text((RIGHT - 8, 19 * MM), paper.sender.name, BODY.bold().to("right"))
    sheet.text((RIGHT - 8, 23.5 * MM), f"{paper.sender.street}, {paper.sender.place}", BODY.sized(7.5).to("right"))
    y = _refs(sheet, paper, 36 * MM)
    y = _table(sheet, paper, y + 8 * MM)
    sheet.rule((LEFT, y + 26 * MM), (LEFT + 70 * MM, y + 26 * MM))
    sheet.text((LEFT, y + 30 * MM), paper.extra["sign"], BODY.sized(7.5))
    sheet.text((LEFT + 3 * MM, y + 25 * MM), f"{day(paper.day, 'kurz')}  Th.", HAND.sized(19))
    sheet.text((A4[0] / 2, A4[1] - 5 * MM), SAMPLE, BODY.sized(5.5).to("centre"))
    return [sheet]


def _refs(sheet: Sheet, paper: Paper, y: float) -> float:
    pairs = [("Nr.", paper.number, paper.number_field), ("Datum", day(paper.day, "de"), paper.day_field)]
    pairs += [(ref.label, ref.value, ref.field) for ref in paper.refs]
    for label, value, field in pairs:
        sheet.text((LEFT + 2, y), label, BODY.sized(8.5).inked("#444444"))
        sheet.text((LEFT + 42 * MM, y), value, BODY.bold(), field)
        sheet.rule((LEFT, y + 4), (RIGHT, y + 4), 0.3, "#999999")
        y += 16
    return y


def _table(sheet: Sheet, paper: Paper, top: float) -> float:
    head, *rows = paper.table
    wide = [max(8, len(name), *(len(row[place]) for row in rows)) for place, name in enumerate(head)]
    edges = [LEFT + (RIGHT - LEFT) * sum(wide[:place]) / sum(wide) for place in range(len(wide) + 1)]
    step = 8 * MM if paper.extra.get("hand") else 6.2 * MM
    sheet.box((LEFT, top), (RIGHT, top + step), fill="#f0f0f0", outline="#333333")
    for name, edge in zip(head, edges, strict=False):
        sheet.text((edge + 3, top + step - 6), name, BODY.sized(8).bold())
    for number, row in enumerate(rows, 1):
        y = top + number * step
        for place, (value, edge) in enumerate(zip(row, edges, strict=False)):
            written = paper.extra.get("hand") and place > 2
            sheet.text((edge + 3, y + step - 6), value, HAND if written else BODY)
        sheet.rule((LEFT, y + step), (RIGHT, y + step), 0.4, "#555555")
    bottom = top + (len(rows) + 1) * step
    for edge in edges:
        sheet.rule((edge, top), (edge, bottom), 0.4, "#555555")
    return bottom


def drawing(paper: Paper) -> list[Sheet]:
    """A turned part in two views with a title block, A4 across."""
    size = (A4[1], A4[0])
    sheet = Sheet(size)
    sheet.box((10 * MM, 10 * MM), (size[0] - 10 * MM, size[1] - 10 * MM), outline="#222222")
    _shaft(sheet)
    _title_block(sheet, paper, size)
    sheet.text((size[0] / 2, size[1] - 4 * MM), SAMPLE, BODY.sized(5.5).to("centre"))
    return [sheet]


def _shaft(sheet: Sheet) -> None:
    middle, x = 80 * MM, 30 * MM
    for length, radius in ((26, 15), (44, 22), (58, 27), (30, 18)):
        sheet.box((x, middle - radius * MM), (x + length * MM, middle + radius * MM), outline="#111111")
        sheet.rule((x, middle + 40 * MM), (x + length * MM, middle + 40 * MM), 0.3)
        sheet.text((x + length * MM / 2, middle + 38.5 * MM), str(length * 2), BODY.sized(8).to("centre"))
        sheet.text((x + length * MM / 2, middle - (radius + 1.5) * MM), f"Ø {radius * 4} h6", BODY.sized(7.5).to("centre"))
        x += length * MM
    sheet.rule((22 * MM, middle), (x + 8 * MM, middle), 0.3, "#888888")
    for radius in (27, 22, 15):
        centre = 236 * MM
        sheet.ellipse((centre - radius * MM, middle - radius * MM), (centre + radius * MM, middle + radius * MM), outline="#111111")
    sheet.text((206 * MM, 124 * MM), "Rz 6,3 (Rz 1,6)   Freistiche DIN 509-E0,6x0,3", BODY.sized(8))


def _title_block(sheet: Sheet, paper: Paper, size: tuple[float, float]) -> None:
    left, top = size[0] - 150 * MM, size[1] - 58 * MM
    right, bottom = size[0] - 10 * MM, size[1] - 10 * MM
    sheet.box((left, top), (right, bottom), outline="#222222")
    cells = [
        *((ref.label, ref.value, ref.field) for ref in paper.refs),
        ("Gez.", "K. Radermacher", ""),
        ("Datum", day(paper.day, "de"), paper.day_field),
    ]
    cells += [(label, value, "") for label, value in zip(*paper.table, strict=True)]
    step, wide = 9.6 * MM, 70 * MM
    for place, (label, value, field) in enumerate(cells):
        x, y = left + place % 2 * wide, top + place // 2 * step
        sheet.box((x, y), (x + wide, y + step), outline="#555555")
        sheet.text((x + 3, y + 8), label, BODY.sized(6))
        sheet.text((x + 3, y + 21), value[:38], BODY.sized(9), field)
    sheet.text((14 * MM, size[1] - 14 * MM), f"{paper.sender.name}   Technische Zeichnung", BODY.bold().sized(10))
