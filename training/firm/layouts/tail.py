"""What follows the table: totals of priced papers, the receipt of delivery notes, the closing sentences."""

from __future__ import annotations

from training.firm.draw import MM
from training.firm.layouts.desk import Desk
from training.firm.paper import Sums
from training.firm.sums import SMALL
from training.firm.wording import money, quantity


def tail(desk: Desk) -> None:
    """Draw everything below the table."""
    sums = desk.paper.sums
    if sums:
        desk.room(75)
        {"rechts": _right, "spalten": _columns, "kasten": _boxed}[desk.plan.totals](desk, _entries(desk, sums))
        desk.y += 14
    if desk.paper.doctype == "lieferschein":
        _receipt(desk)
    for text in desk.paper.closing:
        desk.paragraph(text)
        desk.y += 3
    if desk.plan.greeting:
        desk.y += 10
        desk.paragraph("Mit freundlichen Grüßen")
        desk.paragraph(desk.paper.sender.name)


def _entries(desk: Desk, sums: Sums) -> list[tuple[str, str, str]]:
    language = desk.paper.language
    gross = {
        "auftragsbestaetigung": "Auftragswert",
        "angebot": "Angebotssumme",
        "bestellung": "Bestellwert",
        "gutschrift": "Gutschriftsbetrag",
    }
    payable = (gross.get(desk.paper.doctype, desk.word("gross")), money(sums.gross, language), "brutto")
    if sums.note == SMALL:
        return [payable]
    return [
        (desk.word("net"), money(sums.net, language), "netto"),
        (desk.word("vat").format(rate=quantity(sums.rate, language)), money(sums.tax, language), "steuer"),
        payable,
    ]


def _right(desk: Desk, entries: list[tuple[str, str, str]]) -> None:
    x = desk.right - 78 * MM
    for place, (label, value, field) in enumerate(entries):
        last = place == len(entries) - 1
        face = desk.face.bold() if last else desk.face
        if last:
            desk.sheet.rule((x, desk.y - 10), (desk.right, desk.y - 10), 0.6)
        desk.sheet.text((x, desk.y), label, face)
        desk.sheet.text((desk.right - 24 * MM, desk.y), "EUR", face.to("right"))
        desk.sheet.text((desk.right - 3, desk.y), value, face.to("right"), field)
        desk.y += 14.5
    if desk.plan.grid == "linien":
        desk.sheet.rule((x, desk.y - 9), (desk.right, desk.y - 9), 0.4)
        desk.sheet.rule((x, desk.y - 7.4), (desk.right, desk.y - 7.4), 0.4)


def _columns(desk: Desk, entries: list[tuple[str, str, str]]) -> None:
    """Totals beside each other, labels on top."""
    step = (desk.right - desk.left) / len(entries)
    for place, (label, value, field) in enumerate(entries):
        x = desk.left + place * step
        desk.sheet.box((x, desk.y - 10), (x + step, desk.y + 6), fill="#e9eef2", outline="#555555")
        desk.sheet.box((x, desk.y + 6), (x + step, desk.y + 24), outline="#555555")
        desk.sheet.text((x + step / 2, desk.y + 1), label, desk.face.sized(8.5).to("centre"))
        desk.sheet.text((x + step / 2, desk.y + 19), f"{value} EUR", desk.face.bold().to("centre"), field)
    desk.y += 36


def _boxed(desk: Desk, entries: list[tuple[str, str, str]]) -> None:
    x = desk.right - 82 * MM
    for place, (label, value, field) in enumerate(entries):
        fill = "#e4e4e4" if place == len(entries) - 1 else ""
        desk.sheet.box((x, desk.y - 11), (desk.right, desk.y + 5), fill=fill, outline="#333333")
        desk.sheet.text((x + 4, desk.y), label, desk.face.bold() if fill else desk.face)
        desk.sheet.text((desk.right - 4, desk.y), f"{value} €", (desk.face.bold() if fill else desk.face).to("right"), field)
        desk.y += 16


def _receipt(desk: Desk) -> None:
    """Weight, packages, and a line to sign."""
    desk.room(50)
    extra = desk.paper.extra
    text = f"{desk.word('weight')}: {extra['weight']}     {desk.word('packages')}: {extra['packages']}"
    desk.paragraph(text)
    if any(row.rest for row in desk.paper.rows):
        desk.paragraph("Teillieferung – der Rückstand wird nachgeliefert.")
    desk.y += 26
    desk.room(12)
    desk.sheet.rule((desk.left, desk.y), (desk.left + 62 * MM, desk.y), 0.4)
    small = desk.face.sized(7.5)
    desk.sheet.text((desk.left, desk.y + 9), f"{desk.word('received')} ({desk.word('date')})", small)
    desk.y += 24
