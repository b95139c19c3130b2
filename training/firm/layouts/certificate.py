"""Inspection certificate 3.1 after EN 10204: material, heat, chemical analysis, mechanical values."""

from __future__ import annotations

from training.firm.draw import A4, MM, Face, Sheet
from training.firm.paper import Paper
from training.firm.wording import day, quantity

BODY = Face("sans", 9)
LEFT, RIGHT = 20 * MM, 190 * MM


def certificate(paper: Paper) -> list[Sheet]:
    """One page."""
    sheet = Sheet(A4)
    sheet.text((LEFT, 20 * MM), paper.sender.name, BODY.bold().sized(13).inked(paper.supplier.colour))
    sheet.text((LEFT, 25 * MM), f"{paper.sender.street}, {paper.sender.place}", BODY)
    sheet.box((LEFT, 32 * MM), (RIGHT, 46 * MM), outline="#222222")
    below = "Inspection certificate / Certificat de réception" if paper.extra["kind"] == "3.1" else "Test report / Relevé de contrôle"
    sheet.text((LEFT + 5, 38 * MM), f"{paper.title} nach DIN EN 10204:2005-01", BODY.bold().sized(13))
    sheet.text((LEFT + 5, 43.5 * MM), below, BODY.sized(8))
    y = _refs(sheet, paper, 54 * MM)
    y = _materials(sheet, paper, y + 6)
    y = _values(sheet, paper, y + 16)
    texts = [
        "Die Lieferung entspricht den Anforderungen der Bestellung.",
        "Dieses Zeugnis wurde maschinell erstellt und ist ohne Unterschrift gültig.",
    ]
    y = sheet.lines((LEFT, y + 12), texts, BODY)
    sheet.text((LEFT, y + 22), f"Abnahmebeauftragter: {paper.sender.management.split(',')[0]}", BODY)
    sheet.text((A4[0] / 2, A4[1] - 5 * MM), "Musterdaten – alle Angaben frei erfunden", BODY.sized(5.5).to("centre"))
    return [sheet]


def _refs(sheet: Sheet, paper: Paper, y: float) -> float:
    pairs = [("Zeugnis-Nr.", paper.number, paper.number_field), ("Datum", day(paper.day, "de"), paper.day_field)]
    pairs += [("Besteller", f"{paper.receiver.name}, {paper.receiver.city}", "")]
    pairs += [(ref.label, ref.value, ref.field) for ref in paper.refs]
    for label, value, field in pairs:
        sheet.text((LEFT, y), label, BODY.sized(8))
        sheet.text((LEFT + 42 * MM, y), value, BODY.bold(), field)
        y += 14
    return y


def _materials(sheet: Sheet, paper: Paper, y: float) -> float:
    for row in paper.rows:
        sheet.box((LEFT, y - 11), (RIGHT, y + 20), outline="#555555")
        sheet.text((LEFT + 4, y), f"Pos. {row.position}   {row.text}", BODY)
        sheet.text((LEFT + 4, y + 14), f"{row.remark}   Menge {quantity(row.quantity)} {row.unit}   Zustand: wie geliefert", BODY)
        y += 36
    return y


def _values(sheet: Sheet, paper: Paper, y: float) -> float:
    """Two tables of one row each: melt analysis and tensile test."""
    names = [name for name in paper.extra if name != "kind"]
    for title, part, units in (("Schmelzenanalyse (Massen-%)", names[:7], ""), ("Zugversuch", names[7:], "MPa / %")):
        sheet.text((LEFT, y), f"{title} {units}".strip(), BODY.bold())
        step = 24 * MM
        for place, name in enumerate(part):
            x = LEFT + place * step
            sheet.box((x, y + 6), (x + step, y + 20), fill="#e8e8e8", outline="#555555")
            sheet.box((x, y + 20), (x + step, y + 35), outline="#555555")
            sheet.text((x + step / 2, y + 16), name, BODY.to("centre"))
            sheet.text((x + step / 2, y + 30), paper.extra[name], BODY.to("centre"))
        y += 60
    return y
