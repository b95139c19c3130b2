"""Information blocks: where a paper shows its number, date and references."""

from __future__ import annotations

from training.firm.draw import MM, Face
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


def columns_block(desk: Desk) -> None:
    """An ERP form: number and date beside the title, the other references below each other with aligned colons."""
    x, y = desk.plan.size[0] - 90 * MM, desk.plan.address * MM + 4
    wide = max(len(ref.label) for ref in desk.refs())
    for ref in desk.refs():
        desk.sheet.text((x, y), f"{ref.label:<{wide}} :", desk.face)
        desk.sheet.text((x + 47 * MM, y), ref.value, desk.face, ref.field)
        y += 12.5
    desk.y = y + 12


def sentence(desk: Desk) -> None:
    """A letter: place and date at the right, the references in one running line in bold, as people type them."""
    y = (desk.plan.address + 42) * MM
    start = desk.sheet.text((desk.right, y), desk.date(), desk.face.to("right"), desk.paper.day_field)
    desk.sheet.text((desk.right - start - 3, y), f"{desk.paper.sender.city}, den", desk.face.to("right"))
    y += 22
    x = desk.left
    for ref in desk.paper.refs:
        wide = desk.sheet_width(f"{ref.label} {ref.value}")
        if x + wide > desk.right:
            x, y = desk.left, y + 14
        x += desk.sheet.text((x, y), ref.label, desk.face) + 0.45 * desk.face.size
        x += desk.sheet.text((x, y), ref.value, desk.face.bold(), ref.field) + 14
    desk.y = y + 28


def form_boxes(desk: Desk) -> None:
    """A printed form: small labels in the colour of the form, typed values below them, in a row of boxes over the whole width."""
    y = (desk.plan.address + 42) * MM
    ink, refs = "#2b6e57", desk.refs()
    per_row = 4
    for start in range(0, len(refs), per_row):
        part = refs[start : start + per_row]
        step = (desk.right - desk.left) / per_row
        for place in range(per_row):
            x = desk.left + place * step
            desk.sheet.box((x, y), (x + step, y + 25), outline=ink)
            if place < len(part):
                desk.sheet.text((x + 3, y + 8), part[place].label, Face("sans", 6.2, ink))
                desk.sheet.text((x + 5, y + 20), part[place].value, desk.face, part[place].field)
        y += 25
    desk.y = y + 24


def strip(desk: Desk) -> None:
    """A grey strip across the page with labels over bold values, as web shops print it."""
    y = (desk.plan.address + 40) * MM
    refs, per_row = desk.refs(), 4
    rows = (len(refs) + per_row - 1) // per_row
    desk.sheet.box((desk.left, y), (desk.right, y + rows * 28 + 4), fill="#eef1f4")
    step = (desk.right - desk.left) / per_row
    for place, ref in enumerate(refs):
        x, row = desk.left + 6 + place % per_row * step, y + 11 + place // per_row * 28
        desk.sheet.text((x, row), ref.label, desk.face.sized(7.5).inked("#5a6570"))
        desk.sheet.text((x, row + 12), ref.value, desk.face.bold(), ref.field)
    desk.y = y + rows * 28 + 30


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
