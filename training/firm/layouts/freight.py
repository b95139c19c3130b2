"""Consignment note: numbered boxes in the manner of CMR forms."""

from __future__ import annotations

from training.firm.draw import A4, MM, Face, Sheet
from training.firm.paper import Paper
from training.firm.parties import firm
from training.firm.wording import day, quantity

BODY = Face("sans", 9)
RED = "#b3261e"


def freight(paper: Paper) -> list[Sheet]:
    """One page."""
    sheet = Sheet(A4)
    sheet.text((18 * MM, 16 * MM), "FRACHTBRIEF", BODY.bold().sized(18).inked(RED))
    sheet.text((120 * MM, 16 * MM), paper.number, BODY.bold().sized(13), paper.number_field)
    sender = firm()
    _box(sheet, (18, 22, 104, 54), "1  Absender", [sender.name, sender.street, sender.place])
    _box(
        sheet,
        (104, 22, 192, 54),
        "16  Frachtführer",
        [paper.sender.name, paper.sender.street, paper.sender.place, f"Tel. {paper.sender.phone}"],
    )
    _box(sheet, (18, 54, 104, 84), "2  Empfänger", [paper.extra["to"], paper.extra["street"], paper.extra["place"]])
    _box(sheet, (104, 54, 192, 84), "4  Ort und Tag der Übernahme", ["Aachen"])
    sheet.text((126 * MM, 62 * MM + 0), day(paper.day, "de"), BODY, paper.day_field)
    _box(sheet, (18, 84, 192, 112), "5  Bezug", [])
    y = 93 * MM
    for ref in paper.refs:
        wide = sheet.text((22 * MM, y), f"{ref.label}: ", BODY)
        sheet.text((22 * MM + wide, y), ref.value, BODY.bold(), ref.field)
        y += 12
    _box(sheet, (18, 112, 192, 178), "6–12  Kennzeichen, Anzahl, Verpackung, Inhalt, Gewicht", [])
    y = 124 * MM
    for row in paper.rows:
        sheet.text((22 * MM, y), f"{quantity(row.quantity)} x {row.text}", BODY)
        sheet.text((130 * MM, y), row.remark, BODY)
        y += 16
    _box(sheet, (18, 178, 104, 208), "Kennzeichen Fahrzeug", [paper.extra["plate"]])
    _box(sheet, (104, 178, 192, 208), "24  Gut empfangen (Datum, Unterschrift)", [])
    sheet.text((A4[0] / 2, A4[1] - 5 * MM), "Musterdaten – alle Angaben frei erfunden", BODY.sized(5.5).to("centre"))
    return [sheet]


def _box(sheet: Sheet, millimetres: tuple[float, float, float, float], label: str, lines: list[str]) -> None:
    left, top, right, bottom = (value * MM for value in millimetres)
    sheet.box((left, top), (right, bottom), outline=RED)
    sheet.text((left + 3, top + 9), label, BODY.sized(7).inked(RED))
    sheet.lines((left + 8, top + 24), lines, BODY.sized(10))
