"""Information blocks: where a paper shows its number, date and references."""

from __future__ import annotations

from training.firm.draw import MM
from training.firm.layouts.desk import Desk
from training.firm.paper import Ref


def right_block(desk: Desk) -> None:
    """DIN 5008 form B: label and value below each other at the right of the address."""
    x, y = desk.plan.size[0] - 85 * MM, desk.plan.address * MM + 10
    _pairs(desk, desk.refs(), (x, y), 38 * MM)
    desk.y = y + 14 * len(desk.refs()) + 12


def _pairs(desk: Desk, refs: list[Ref], at: tuple[float, float], indent: float) -> None:
    x, y = at
    for ref in refs:
        desk.sheet.text((x, y), f"{ref.label}:" if desk.face.font != "cabin" else ref.label, desk.face.sized(desk.plan.points - 0.7))
        desk.sheet.text((x + indent, y), ref.value, desk.face, ref.field)
        y += 14


def left_block(desk: Desk) -> None:
    """Below the address, at the left, values in bold."""
    y = (desk.plan.address + 42) * MM
    refs = desk.refs()
    half = (len(refs) + 1) // 2
    for column, part in enumerate((refs[:half], refs[half:])):
        x, row = desk.left + column * 80 * MM, y
        for ref in part:
            desk.sheet.text((x, row), ref.label, desk.face.sized(desk.plan.points - 0.5).inked("#555555"))
            desk.sheet.text((x + 38 * MM, row), ref.value, desk.face.bold(), ref.field)
            row += 13.5
    desk.y = y + 13.5 * half + 22


def line_block(desk: Desk) -> None:
    """DIN 5008 form A: one line of labels with the values below."""
    y = (desk.plan.address + 48) * MM
    refs = desk.refs()
    desk.y = y
    for start in range(0, len(refs), 4):
        part = refs[start : start + 4]
        step = (desk.right - desk.left) / 4
        for place, ref in enumerate(part):
            x = desk.left + place * step
            desk.sheet.text((x, desk.y), ref.label, desk.face.sized(7).inked("#444444"))
            desk.sheet.text((x, desk.y + 11), ref.value, desk.face.sized(min(9.5, desk.plan.points)), ref.field)
        desk.y += 28
    desk.y += 8


def boxed(desk: Desk) -> None:
    """A framed box at the right with a cell for each reference."""
    x, y = desk.plan.size[0] - 92 * MM, desk.plan.address * MM
    right = desk.right
    for ref in desk.refs():
        desk.sheet.box((x, y), (right, y + 16), outline="#333333")
        desk.sheet.box((x, y), (x + 34 * MM, y + 16), fill="#ececec", outline="#333333")
        desk.sheet.text((x + 4, y + 11), ref.label, desk.face.sized(8))
        desk.sheet.text((x + 36 * MM, y + 11), ref.value, desk.face.sized(9.5), ref.field)
        y += 16
    desk.y = y + 26


def printer(desk: Desk) -> None:
    """Line printer: labels in capitals, dots up to the value."""
    x, y = desk.plan.size[0] - 96 * MM, desk.plan.address * MM + 6
    for ref in desk.refs():
        desk.sheet.text((x, y), f"{ref.label.upper():.<16}:", desk.face)
        desk.sheet.text((x + 42 * MM, y), ref.value, desk.face, ref.field)
        y += 13
    desk.y = y + 12


def typed(desk: Desk) -> None:
    """Typewriter: the place and date at the right, references in a plain line."""
    y = (desk.plan.address + 40) * MM
    date = desk.date()
    desk.sheet.text((desk.right - 32 * MM, y), f"{desk.paper.sender.city}, ", desk.face.to("right"))
    desk.sheet.text((desk.right - 31 * MM, y), date, desk.face, desk.paper.day_field)
    y += 24
    for ref in desk.paper.refs:
        wide = desk.sheet.text((desk.left, y), f"{ref.label}: ", desk.face)
        desk.sheet.text((desk.left + wide, y), ref.value, desk.face, ref.field)
        y += 15
    desk.y = y + 16
