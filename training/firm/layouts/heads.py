"""Letterheads: bars, logos, plain type. Each draws the top of a first page."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from training.firm.draw import MM, Face
from training.firm.layouts.desk import Desk


def _name(desk: Desk) -> tuple[str, str]:
    own = desk.paper.sender.number == ""
    return ("Musterwerk", "Maschinenbau · Aachen") if own else (desk.paper.supplier.short, desk.paper.supplier.claim)


def bar(desk: Desk) -> None:
    """A solid bar across the top with the name in white."""
    name, claim = _name(desk)
    wide = desk.plan.size[0]
    desk.sheet.box((0, 0), (wide, 19 * MM), fill=desk.colour)
    desk.sheet.text((desk.left, 12.5 * MM), name, Face("slab-bold", 21, "#ffffff"))
    desk.sheet.text((desk.right, 12.5 * MM), claim, Face("sans", 9, "#ffffff", "right"))
    desk.sheet.box((0, 19 * MM), (wide, 20 * MM), fill="#c9c9c9")


def frame(desk: Desk) -> None:
    """Name between double rules, centred."""
    name, claim = _name(desk)
    middle = desk.plan.size[0] / 2
    desk.sheet.rule((desk.left, 12 * MM), (desk.right, 12 * MM), 1.6, desk.colour)
    desk.sheet.text((middle, 20 * MM), name.upper(), Face("serif-bold", 19, desk.colour, "centre"))
    desk.sheet.text((middle, 25.5 * MM), claim, Face("serif", 9.5, desk.colour, "centre"))
    desk.sheet.rule((desk.left, 29 * MM), (desk.right, 29 * MM), 0.5, desk.colour)
    desk.sheet.rule((desk.left, 30 * MM), (desk.right, 30 * MM), 1.6, desk.colour)


def band(desk: Desk) -> None:
    """A coloured strip down the left edge and the name at the right."""
    name, claim = _name(desk)
    height = desk.plan.size[1]
    desk.sheet.box((0, 0), (7 * MM, height), fill=desk.colour)
    desk.sheet.box((7 * MM, 0), (8.2 * MM, height), fill="#d8d8d8")
    desk.sheet.text((desk.right, 19 * MM), name, Face("cabin-bold", 24, desk.colour, "right"))
    desk.sheet.text((desk.right, 24.5 * MM), claim, Face("cabin", 9, "#555555", "right"))


def slant(desk: Desk) -> None:
    """Slanted blocks in the corner."""
    name, claim = _name(desk)
    wide = desk.plan.size[0]
    desk.sheet.polygon([(wide - 70 * MM, 0), (wide, 0), (wide, 22 * MM), (wide - 48 * MM, 22 * MM)], fill=desk.colour)
    desk.sheet.polygon([(wide - 78 * MM, 0), (wide - 73 * MM, 0), (wide - 51 * MM, 22 * MM), (wide - 56 * MM, 22 * MM)], fill="#b0b0b0")
    desk.sheet.text((desk.left, 17 * MM), name, Face("cabin-bold", 25, desk.colour))
    desk.sheet.text((desk.left, 22.5 * MM), claim, Face("cabin", 9, "#444444"))


def plain(desk: Desk) -> None:
    """Only type, in the face of the letter itself."""
    firm = desk.paper.sender
    face = desk.face.bold().sized(desk.plan.points + 4).inked(desk.colour)
    _, claim = _name(desk)
    desk.sheet.text((desk.left, 16 * MM), firm.name, face)
    small = desk.face.inked(desk.colour)
    desk.sheet.lines((desk.left, 21.5 * MM), [claim, f"{firm.street}, {firm.place}, Tel. {firm.phone}"], small)


def fanfold(desk: Desk) -> None:
    """Type only, on endless paper with its tractor holes."""
    plain(desk)
    wide, high = desk.plan.size
    y = 6 * MM
    while y < high:
        for x in (5 * MM, wide - 5 * MM):
            desk.sheet.ellipse((x - 2 * MM, y - 2 * MM), (x + 2 * MM, y + 2 * MM), fill="#8d8d8d", outline="#6d6d6d")
        y += 12.7 * MM
    for x in (10 * MM, wide - 10 * MM):
        desk.sheet.rule((x, 0), (x, high), 0.3, "#bdbdbd")


def _beside(desk: Desk, points: list[tuple[float, float]]) -> None:
    name, claim = _name(desk)
    desk.sheet.polygon(points, fill=desk.colour)
    desk.sheet.text((desk.left + 21 * MM, 18.5 * MM), name, Face("sans-bold", 19, desk.colour))
    desk.sheet.text((desk.left + 21 * MM, 24 * MM), claim, Face("sans", 9, "#555555"))
    desk.sheet.rule((desk.left, 31 * MM), (desk.right, 31 * MM), 0.8, desk.colour)


def hexagon(desk: Desk) -> None:
    """A nut as logo."""
    x, y, r = desk.left + 8 * MM, 19 * MM, 8 * MM
    _beside(desk, [(x + r * cos(pi / 3 * k), y + r * sin(pi / 3 * k)) for k in range(6)])
    desk.sheet.ellipse((x - r / 2, y - r / 2), (x + r / 2, y + r / 2), fill="#ffffff")


def ring(desk: Desk) -> None:
    """A ring of balls as logo, at the right."""
    name, claim = _name(desk)
    x, y = desk.right - 9 * MM, 19 * MM
    for turn in range(9):
        angle = turn * 2 * pi / 9
        cx, cy = x + 7 * MM * cos(angle), y + 7 * MM * sin(angle)
        desk.sheet.ellipse((cx - 1.7 * MM, cy - 1.7 * MM), (cx + 1.7 * MM, cy + 1.7 * MM), fill=desk.colour)
    desk.sheet.text((desk.right - 22 * MM, 19 * MM), name, Face("sans-bold", 17, desk.colour, "right"))
    desk.sheet.text((desk.right - 22 * MM, 24 * MM), claim, Face("sans", 8.5, "#555555", "right"))


def disc(desk: Desk) -> None:
    """Initials on a disc, name below each other at the left."""
    name, claim = _name(desk)
    x, y, r = desk.left + 8 * MM, 18 * MM, 8 * MM
    desk.sheet.ellipse((x - r, y - r), (x + r, y + r), fill=desk.colour)
    initials = "".join(part[0] for part in name.replace("-", " ").split())[:2].upper()
    desk.sheet.text((x, y + 7), initials, Face("slab-bold", 19, "#ffffff", "centre"))
    desk.sheet.text((desk.left + 20 * MM, 17 * MM), name, Face("slab-bold", 16, "#222222"))
    desk.sheet.text((desk.left + 20 * MM, 22.5 * MM), claim, Face("sans", 8.5, desk.colour))


def own(desk: Desk) -> None:
    """Our own letterhead: a gear and the name."""
    x, y, r = desk.right - 9 * MM, 18 * MM, 8 * MM
    teeth = [(r if step % 4 < 2 else r * 0.78, step * 2 * pi / 40) for step in range(40)]
    desk.sheet.polygon([(x + q * cos(a), y + q * sin(a)) for q, a in teeth], fill=desk.colour)
    desk.sheet.ellipse((x - r * 0.35, y - r * 0.35), (x + r * 0.35, y + r * 0.35), fill="#ffffff")
    desk.sheet.text((desk.right - 21 * MM, 19 * MM), "Musterwerk", Face("slab-bold", 20, desk.colour, "right"))
    desk.sheet.text((desk.right - 21 * MM, 24 * MM), "Maschinenbau GmbH", Face("sans", 9, "#444444", "right"))


def letter(desk: Desk) -> None:
    """What a word processor's first template makes: name centred and underlined, address below."""
    firm, middle = desk.paper.sender, desk.plan.size[0] / 2
    _, claim = _name(desk)
    face = Face(desk.face.font, 20, desk.colour, "centre").bold()
    wide = desk.sheet.text((middle, 20 * MM), firm.name, face.sized(17))
    desk.sheet.rule((middle - wide / 2, 21.3 * MM), (middle + wide / 2, 21.3 * MM), 0.8, desk.colour)
    desk.sheet.text((middle, 26 * MM), claim, desk.face.to("centre"))
    desk.sheet.text((middle, 31 * MM), f"{firm.street}, {firm.place}, Tel. {firm.phone}", desk.face.sized(9).to("centre"))


def corner(desk: Desk) -> None:
    """Name in a filled box in the right corner, over the edge."""
    name, claim = _name(desk)
    wide = desk.plan.size[0]
    desk.sheet.box((wide - 82 * MM, 0), (wide, 26 * MM), fill=desk.colour)
    desk.sheet.text((wide - 78 * MM, 14 * MM), name, Face("cabin-bold", 17, "#ffffff"))
    desk.sheet.text((wide - 78 * MM, 20.5 * MM), claim, Face("cabin", 8, "#ffffff"))


def waves(desk: Desk) -> None:
    """Three rings linked in a row, name beside, address in the same line at the right."""
    name, claim = _name(desk)
    for place in range(3):
        x = desk.left + (4 + place * 5) * MM
        desk.sheet.ellipse((x - 4 * MM, 12 * MM), (x + 4 * MM, 20 * MM), outline=desk.colour)
    desk.sheet.text((desk.left + 22 * MM, 18 * MM), name, Face("sans-bold", 16, desk.colour))
    desk.sheet.text((desk.left + 22 * MM, 23 * MM), claim, Face("sans", 8.5, "#555555"))
    desk.sheet.lines((desk.right - 52 * MM, 14 * MM), _address(desk), Face("sans", 7.5, "#333333"))


def _address(desk: Desk) -> list[str]:
    firm = desk.paper.sender
    return [firm.name, firm.street, firm.place, f"{desk.word('phone')} {firm.phone}"]


def preprint(desk: Desk) -> None:
    """The stationery of a firm that had its forms printed for ten years: one colour, bars above and below."""
    name, claim = _name(desk)
    ink = "#2b6e57"
    desk.sheet.box((desk.left, 9 * MM), (desk.right, 10.5 * MM), fill=ink)
    desk.sheet.text((desk.left, 19 * MM), name.upper(), Face("slab-bold", 17, ink))
    desk.sheet.text((desk.left, 24.5 * MM), claim, Face("sans", 8.5, ink))
    desk.sheet.lines((desk.right - 52 * MM, 15 * MM), _address(desk), Face("sans", 7.5, ink))
    desk.sheet.box((desk.left, 27 * MM), (desk.right, 27.6 * MM), fill=ink)


HEADS: dict[str, Callable[[Desk], None]] = {
    "balken": bar,
    "rahmen": frame,
    "band": band,
    "schraeg": slant,
    "text": plain,
    "logo_sechskant": hexagon,
    "logo_ring": ring,
    "logo_kreis": disc,
    "ecke": corner,
    "ringe": waves,
    "vordruck": preprint,
}


def of_supplier(desk: Desk) -> None:
    """The supplier's own letterhead, whatever the layout below it."""
    HEADS[desk.paper.supplier.head](desk)
