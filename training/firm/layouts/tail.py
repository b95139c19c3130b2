"""What follows the table: totals of priced papers, the receipt of delivery notes, the closing sentences."""

from __future__ import annotations

from training.firm.draw import MM
from training.firm.layouts import codes
from training.firm.layouts.desk import Desk
from training.firm.paper import Sums
from training.firm.sums import SMALL
from training.firm.wording import money, quantity


def tail(desk: Desk) -> None:
    """Draw everything below the table."""
    sums = desk.paper.sums
    if sums:
        desk.room(75)
        entries = _entries(desk, sums)
        if desk.plan.totals == "tabelle":
            ledger(desk, entries)
        else:
            {"rechts": _right, "spalten": _columns, "kasten": _boxed}[desk.plan.totals](desk, entries)
        desk.y += 14
    if desk.paper.doctype == "lieferschein":
        _receipt(desk)
    if sums and desk.plan.code == "giro" and desk.paper.doctype == "rechnung":
        _pay_code(desk, sums)
    if desk.plan.code == "strich":
        codes.bars(desk.sheet, (desk.right - 60 * MM, desk.bottom - 12 * MM), desk.paper.number)
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
    entries = [
        (desk.word("net"), money(sums.net, language), "netto"),
        (desk.word("vat").format(rate=quantity(sums.rate, language)), money(sums.tax, language), "steuer"),
        payable,
    ]
    if sums.prepaid:
        entries.append((desk.word("prepaid"), f"-{money(sums.prepaid, language)}", ""))
        entries.append((desk.word("rest_due"), money(sums.gross - sums.prepaid, language), ""))
    return entries


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


def ledger(desk: Desk, entries: list[tuple[str, str, str]]) -> None:
    """Totals as further lines of the list, dashed off, as ERP programs print them."""
    for place, (label, value, field) in enumerate(entries):
        last = place == len(entries) - 1
        face = desk.face.bold() if last else desk.face
        desk.sheet.text((desk.left + 58 * MM, desk.y), label, face)
        desk.sheet.text((desk.right - 26 * MM, desk.y), "EUR", face.to("right"))
        desk.sheet.text((desk.right - 3, desk.y), value, face.to("right"), field)
        desk.y += desk.face.size * 1.45
    desk.sheet.rule((desk.left + 58 * MM, desk.y - 8), (desk.right, desk.y - 8), 0.8)


def _pay_code(desk: Desk, sums: Sums) -> None:
    """The code for banking apps with its frame and caption."""
    side = 27 * MM
    desk.room(side + 24)
    desk.sheet.text((desk.left, desk.y), "Bequem zahlen: Code mit der Banking-App scannen", desk.face.sized(7.5))
    codes.qr(desk.sheet, (desk.left, desk.y + 6), side, codes.girocode(desk.paper, sums.gross - sums.prepaid))
    desk.y += side + 20


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
