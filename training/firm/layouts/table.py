"""The table of goods, over as many pages as it needs, with carry-over. Grids: ruled, none, boxed, striped, dashed, a printed form."""

from __future__ import annotations

from decimal import Decimal

from training.firm import fonts
from training.firm.draw import Face, wrap
from training.firm.layouts.desk import Column, Desk
from training.firm.paper import Row
from training.firm.wording import money, quantity

PAD = 3.0
FORM_INK, FORM_TINT = "#2b6e57", "#dcebe4"


def table(desk: Desk) -> None:
    """Head, rows and a closing line; ``desk.y`` ends below."""
    _head(desk)
    carried = Decimal(0)
    for number, row in enumerate(desk.paper.rows):
        height = _height(desk, row)
        if desk.room(height + (95 if desk.plan.grid == "formblatt" else 30)):
            _resume(desk, carried)
        _row(desk, row, number)
        carried += row.total or Decimal(0)
    _close(desk)


def columns(desk: Desk) -> list[tuple[Column, float, float]]:
    """The columns in use with left and right edge."""
    rows = desk.paper.rows
    used = {"base": any(r.base != 1 for r in rows), "rest": any(r.rest for r in rows), "discount": any(r.discount for r in rows)}
    drop = {key for key, needed in used.items() if not needed}
    kept = [column for column in desk.plan.columns if column.key not in drop]
    if drop:
        gain = sum(column.share for column in desk.plan.columns if column.key in drop)
        kept = [Column(c.key, c.share + gain, c.right) if c.key == "text" else c for c in kept]
    scale, x, placed = (desk.right - desk.left) / sum(column.share for column in kept), desk.left, []
    for column in kept:
        placed.append((column, x, x + column.share * scale))
        x += column.share * scale
    return placed


def _head(desk: Desk) -> None:
    sheet, top, face = desk.sheet, desk.y, desk.face.sized(desk.plan.points - 1)
    grid, ink = desk.plan.grid, "#1a1a1a"
    if grid in {"kasten", "linien", "zebra", "formblatt"}:
        fill = {"kasten": "#e4e4e4", "linien": "", "zebra": desk.colour, "formblatt": FORM_TINT}[grid]
        if fill:
            sheet.box((desk.left, top - 11), (desk.right, top + 5), fill=fill)
        ink = "#ffffff" if grid == "zebra" else ink
    for column, left, right in columns(desk):
        place = (left, right, column.right)
        _cell(desk, desk.word(column.key), place, Face("sans", 6.5, FORM_INK) if grid == "formblatt" else face.bold().inked(ink))
    if grid == "linien":
        sheet.rule((desk.left, top - 11), (desk.right, top - 11), 0.9)
        sheet.rule((desk.left, top + 5), (desk.right, top + 5), 0.5)
    elif grid == "striche":
        _dashes(desk, top + 5)
    elif grid == "kasten":
        _verticals(desk, top - 11, top + 5)
    elif grid == "formblatt":
        # The columns were printed years before the goods: they reach down whatever stands in them.
        _verticals(desk, top - 11, desk.bottom - 92, FORM_INK)
        sheet.rule((desk.left, top + 5), (desk.right, top + 5), 0.4, FORM_INK)
    desk.y = top + 18


def _cell(desk: Desk, text: str, place: tuple[float, float, bool], face: Face) -> None:
    left, right, flush = place
    if flush:
        desk.sheet.text((right - PAD, desk.y), text, face.to("right"))
    else:
        desk.sheet.text((left + PAD, desk.y), text, face)


def _dashes(desk: Desk, y: float) -> None:
    if desk.face.font in {"matrix", "typewriter"}:
        dash = "-" * int((desk.right - desk.left) / fonts.width("-", desk.face.font, desk.face.size))
        desk.sheet.text((desk.left, y + 4), dash, desk.face)
    else:
        desk.sheet.rule((desk.left, y), (desk.right, y), 0.3, "#888888")


def _verticals(desk: Desk, top: float, bottom: float, ink: str = "#1a1a1a") -> None:
    edges = [left for _, left, _ in columns(desk)] + [desk.right]
    for edge in edges:
        desk.sheet.rule((edge, top), (edge, bottom), 0.4, ink)
    for y in (top, bottom):
        desk.sheet.rule((desk.left, y), (desk.right, y), 0.4, ink)


def _texts(desk: Desk, row: Row) -> list[str]:
    wide = next(right - left for column, left, right in columns(desk) if column.key == "text")
    lines = wrap(row.text, desk.face, wide - 2 * PAD)
    number = [f"{desk.word('article')} {row.article}"] if desk.plan.under and row.article else []
    return [*lines, *number, *([row.remark] if row.remark else [])]


def _height(desk: Desk, row: Row) -> float:
    return desk.face.size * 1.3 * (len(_texts(desk, row)) + (1.6 if row.heading else 0)) + 4


def _values(desk: Desk, row: Row) -> dict[str, str]:
    language = desk.paper.language
    return {
        "pos": row.position,
        "article": row.article,
        "quantity": quantity(row.quantity, language),
        "unit": row.unit,
        "ordered": quantity(row.quantity + (row.rest or 0), language),
        "discount": quantity(row.discount, language) if row.discount else "",
        "price": money(row.price, language) if row.price is not None else "",
        "base": str(row.base),
        "total": money(row.total, language) if row.total is not None else "",
        "rest": quantity(row.rest, language) if row.rest else "0",
    }


def _row(desk: Desk, row: Row, number: int) -> None:
    if row.heading:
        _heading(desk, row)
    top, lines, values = desk.y, _texts(desk, row), _values(desk, row)
    height = desk.face.size * 1.3 * len(lines) + 4
    if desk.plan.grid == "zebra" and number % 2:
        desk.sheet.box((desk.left, top - 11), (desk.right, top - 11 + height), fill="#f1f1f1")
    for column, left, right in columns(desk):
        if column.key == "text":
            desk.sheet.lines((left + PAD, top), lines, desk.face, 1.3)
        else:
            _cell(desk, values[column.key], (left, right, column.right), desk.face)
    if desk.plan.grid == "kasten":
        _verticals(desk, top - 11, top - 11 + height)
    desk.y = top + height + (2 if desk.plan.grid in {"ohne", "striche"} else 0)


def _heading(desk: Desk, row: Row) -> None:
    """The references of a block, each value marked for what it is."""
    x = desk.left + PAD
    face = desk.face.bold()
    desk.y += 2
    for ref in row.heading:
        x += desk.sheet.text((x, desk.y), ref.label, face) + 3.5
        x += desk.sheet.text((x, desk.y), ref.value, face, ref.field) + 9
    desk.y += face.size * 1.5


def _resume(desk: Desk, carried: Decimal) -> None:
    _head(desk)
    if carried:
        _cell(desk, f"{desk.word('carry')}  {money(carried, desk.paper.language)}", (desk.left, desk.right, True), desk.face.bold())
        desk.y += 16


def _close(desk: Desk) -> None:
    if desk.plan.grid == "striche":
        _dashes(desk, desk.y - 7)
    elif desk.plan.grid == "formblatt":
        desk.y = max(desk.y, desk.bottom - 88)
    elif desk.plan.grid in {"linien", "zebra"}:
        desk.sheet.rule((desk.left, desk.y - 6), (desk.right, desk.y - 6), 0.9)
    desk.y += 10
