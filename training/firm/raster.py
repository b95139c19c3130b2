"""Makes the picture of a drawn page at a resolution. Knows print looks (ink, needles, type bars), but no scanner."""

from __future__ import annotations

import random

from PIL import Image, ImageColor, ImageDraw

from training.firm import fonts
from training.firm.draw import Rule, Shape, Sheet, Text

NEEDLES_PER_INCH = 110
"""Dot pitch of the line printer imitated by the font ``matrix``."""


def rasterise(sheet: Sheet, dpi: int, rng: random.Random) -> Image.Image:
    """The page as an RGB image on white."""
    scale = dpi / 72
    image = Image.new("RGB", (round(sheet.size[0] * scale), round(sheet.size[1] * scale)), "white")
    pen = ImageDraw.Draw(image)
    for mark in sheet.marks:
        if isinstance(mark, Text):
            _text(image, mark, scale, rng)
        elif isinstance(mark, Rule):
            points = [tuple(v * scale for v in mark.start), tuple(v * scale for v in mark.end)]
            pen.line([v for point in points for v in point], fill=mark.colour, width=max(1, round(mark.width * scale)))
        else:
            _shape(pen, mark, scale)
    return image


def _shape(pen: ImageDraw.ImageDraw, mark: Shape, scale: float) -> None:
    points = [(x * scale, y * scale) for x, y in mark.points]
    width = max(1, round(mark.width * scale))
    if mark.round:
        pen.ellipse([*points[0], *points[1]], fill=mark.fill or None, outline=mark.outline or None, width=width)
        return
    if mark.fill:
        pen.polygon(points, fill=mark.fill)
    if mark.outline:
        pen.line([*points, points[0]], fill=mark.outline, width=width)


def _text(image: Image.Image, mark: Text, scale: float, rng: random.Random) -> None:
    kind = mark.face.font.removesuffix("-bold")
    at = (mark.x * scale, mark.y * scale)
    if kind == "matrix":
        _needles(image, mark, scale)
    elif kind == "typewriter":
        _type_bars(image, mark, scale, rng)
    else:
        font = fonts.font(mark.face.font, mark.face.size * scale)
        ImageDraw.Draw(image).text(at, mark.text, mark.face.colour, font, anchor="ls")


def _type_bars(image: Image.Image, mark: Text, scale: float, rng: random.Random) -> None:
    """Every letter sits a little off and is struck a little harder or softer; bold is struck twice."""
    pen = ImageDraw.Draw(image)
    font = fonts.font(mark.face.font, mark.face.size * scale)
    strikes = (0.0, 0.03) if mark.face.font.endswith("-bold") else (0.0,)
    x = mark.x * scale
    for letter in mark.text:
        grey = rng.randrange(15, 75)
        rise = rng.uniform(-0.025, 0.025) * mark.face.size * scale
        for strike in strikes:
            pen.text((x + strike * mark.face.size * scale, mark.y * scale + rise), letter, (grey, grey, grey), font, anchor="ls")
        x += font.getlength(letter)


def _needles(image: Image.Image, mark: Text, scale: float) -> None:
    """Set the text in a coarse grid and strike a round dot for every cell that has ink."""
    cell = scale * 72 / NEEDLES_PER_INCH
    font = fonts.font(mark.face.font, mark.face.size * scale / cell)
    left, top, right, bottom = font.getbbox(mark.text, anchor="ls")
    grid = Image.new("L", (int(right - left) + 3, int(bottom - top) + 3), 0)
    ImageDraw.Draw(grid).text((1 - left, 1 - top), mark.text, 255, font, anchor="ls")
    size = (max(1, round(grid.width * cell)), max(1, round(grid.height * cell)))
    ink = grid.point([255 if v > 95 else 0 for v in range(256)]).resize(size, Image.Resampling.NEAREST)
    dots = Image.new("L", size, 150)
    pen = ImageDraw.Draw(dots)
    for row in range(grid.height):
        for column in range(grid.width):
            x, y = column * cell, row * cell
            pen.ellipse([x, y, x + cell, y + cell], fill=255)
    mask = Image.composite(dots, Image.new("L", size, 0), ink)
    place = (round(mark.x * scale + (left - 1) * cell), round(mark.y * scale + (top - 1) * cell))
    red, green, blue = ImageColor.getrgb(mark.face.colour)[:3]
    image.paste((red, green, blue), place, mask)
