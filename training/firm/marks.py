"""What people and machines leave on paper after printing: stamps, pen notes, holes, folds, coffee, the printed back shining through."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from training.firm import fonts

BLUE, RED, VIOLET = (35, 55, 150), (176, 28, 38), (92, 40, 130)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the marks need to know: pixels per point, the day for date stamps, the words of a pen note."""

    scale: float
    day: str
    note: str


def _press(image: Image.Image, layer: Image.Image, at: tuple[int, int]) -> Image.Image:
    """Lay ink on paper: it darkens what is there and never covers it."""
    full = Image.new("RGB", image.size, "white")
    full.paste(layer, at, layer.getchannel("A"))
    return ImageChops.multiply(image, full)


def _uneven(layer: Image.Image, rng: random.Random) -> Image.Image:
    """Ink is never even: thin it out in soft patches."""
    noise = np.random.default_rng(rng.getrandbits(63)).random((max(2, layer.height // 24), max(2, layer.width // 24)))
    patches = Image.fromarray((130 + noise * 125).astype(np.uint8)).resize(layer.size, Image.Resampling.BICUBIC)
    layer.putalpha(ImageChops.multiply(layer.getchannel("A"), patches))
    return layer


def _stamp(lines: list[str], ink: tuple[int, int, int], desk: Desk, rng: random.Random) -> Image.Image:
    unit = desk.scale
    fit = [fonts.font("sans-bold", (15 if place == 0 else 12) * unit) for place in range(len(lines))]
    wide = int(max(font.getlength(text) for font, text in zip(fit, lines, strict=True)) + 22 * unit)
    high = int(len(lines) * 18 * unit + 12 * unit)
    layer = Image.new("RGBA", (wide, high), (*ink, 0))
    pen = ImageDraw.Draw(layer)
    pen.rectangle([unit, unit, wide - unit, high - unit], outline=(*ink, 230), width=round(1.8 * unit))
    for place, (font, text) in enumerate(zip(fit, lines, strict=True)):
        pen.text((wide / 2, (18 + place * 18) * unit), text, (*ink, 225), font, anchor="ms")
    return _uneven(layer, rng).rotate(rng.uniform(-7, 7), Image.Resampling.BICUBIC, expand=True, fillcolor=(*ink, 0))


def received(image: Image.Image, desk: Desk, rng: random.Random) -> Image.Image:
    """A date stamp across the block with the numbers."""
    layer = _stamp(["EINGEGANGEN", desk.day, "Musterwerk"], RED, desk, rng)
    at = (int(image.width * rng.uniform(0.56, 0.66)), int(image.height * rng.uniform(0.13, 0.17)))
    return _press(image, layer, at)


def checked(image: Image.Image, desk: Desk, rng: random.Random) -> Image.Image:
    """Found factually correct, with initials."""
    layer = _stamp(["sachlich geprüft", "______________"], BLUE, desk, rng)
    at = (int(image.width * rng.uniform(0.5, 0.6)), int(image.height * rng.uniform(0.16, 0.24)))
    stamped = _press(image, layer, at)
    return _write(stamped, rng.choice(["Kö", "Ra", "mb"]), (at[0] + layer.width // 3, at[1] + int(layer.height * 0.2)), desk)


def booked(image: Image.Image, desk: Desk, rng: random.Random) -> Image.Image:
    """The bookkeeper's stamp."""
    layer = _stamp(["GEBUCHT", f"am {desk.day}"], VIOLET, desk, rng)
    at = (int(image.width * rng.uniform(0.3, 0.55)), int(image.height * rng.uniform(0.2, 0.5)))
    return _press(image, layer, at)


def _write(image: Image.Image, text: str, at: tuple[int, int], desk: Desk) -> Image.Image:
    font = fonts.font("hand", 26 * desk.scale)
    layer = Image.new("RGBA", (int(font.getlength(text) + 20 * desk.scale), int(46 * desk.scale)), (*BLUE, 0))
    ImageDraw.Draw(layer).text((6 * desk.scale, 32 * desk.scale), text, (*BLUE, 235), font, anchor="ls")
    return _press(image, layer.rotate(4, Image.Resampling.BICUBIC, expand=True, fillcolor=(*BLUE, 0)), at)


def handwriting(image: Image.Image, desk: Desk, rng: random.Random) -> Image.Image:
    """A pen note in free space, with a tick."""
    at = (int(image.width * rng.uniform(0.12, 0.5)), int(image.height * rng.uniform(0.62, 0.72)))
    return _write(image, desk.note or "i. O.", at, desk)


def punched(image: Image.Image, desk: Desk, rng: random.Random) -> Image.Image:
    """Two holes at the left edge; the scanner's lid shows dark through them."""
    pen = ImageDraw.Draw(image)
    radius, x = 7.5 * desk.scale, 30 * desk.scale + rng.uniform(-4, 4) * desk.scale
    for offset in (-113, 113):
        y = image.height / 2 + offset * desk.scale
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=(58, 58, 60), outline=(150, 150, 150), width=2)
    return image


def folded(image: Image.Image, desk: Desk, rng: random.Random) -> Image.Image:
    """Two creases from the envelope: a dark line with a soft shadow on one side."""
    shade = np.ones(image.height, dtype=np.float32)
    rows = np.arange(image.height)
    for third in (1 / 3, 2 / 3):
        middle = image.height * (third + rng.uniform(-0.01, 0.01))
        distance = (rows - middle) / desk.scale
        shade -= 0.16 * np.exp(-((distance / 1.1) ** 2)) + 0.09 * np.exp(-np.abs(distance) / 11) * (distance > 0)
    return Image.fromarray((np.asarray(image) * shade[:, None, None]).clip(0, 255).astype(np.uint8))


def stapled(image: Image.Image, desk: Desk, rng: random.Random) -> Image.Image:
    """The two holes and the shadow of a staple, and the corner folded over once."""
    pen, unit = ImageDraw.Draw(image), desk.scale
    x, y = rng.uniform(16, 28) * unit, rng.uniform(16, 26) * unit
    for shift in (0.0, 11 * unit):
        pen.ellipse([x + shift - unit, y + shift * 0.4 - unit, x + shift + unit, y + shift * 0.4 + unit], fill=(70, 70, 70))
    pen.line([0, 62 * unit, 62 * unit, 0], fill=(196, 196, 196), width=max(1, round(1.2 * unit)))
    return image


def coffee(image: Image.Image, desk: Desk, rng: random.Random) -> Image.Image:
    """The ring of a cup."""
    size = int(230 * desk.scale)
    layer = Image.new("RGBA", (size, size), (150, 105, 60, 0))
    pen = ImageDraw.Draw(layer)
    pen.ellipse([4, 4, size - 4, size - 4], outline=(150, 105, 60, 150), width=int(5 * desk.scale))
    pen.ellipse([16, 14, size - 12, size - 10], outline=(160, 118, 70, 90), width=int(9 * desk.scale))
    soft = _uneven(layer.filter(ImageFilter.GaussianBlur(1.5 * desk.scale)), rng)
    return _press(image, soft, (int(image.width * rng.uniform(0.25, 0.5)), int(image.height * rng.uniform(0.45, 0.6))))


def shining(image: Image.Image, desk: Desk, rng: random.Random) -> Image.Image:
    """The mirrored print of a back side, faint and soft."""
    back = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(1.2 * desk.scale))
    pale = back.convert("L").point([round(255 - (255 - v) * 0.13) for v in range(256)]).convert("RGB")
    moved = ImageChops.offset(pale, int(rng.uniform(-6, 6) * desk.scale), int(rng.uniform(12, 40) * desk.scale))
    return ImageChops.multiply(image, moved)


def _tinted(image: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    return ImageChops.multiply(image, Image.new("RGB", image.size, colour))


def yellow(image: Image.Image, _desk: Desk, _rng: random.Random) -> Image.Image:
    return _tinted(image, (250, 236, 160))


def pink(image: Image.Image, _desk: Desk, _rng: random.Random) -> Image.Image:
    return _tinted(image, (248, 200, 208))


def carbon(image: Image.Image, desk: Desk, rng: random.Random) -> Image.Image:
    """The second sheet under the pen: blue, soft, smeared here and there."""
    ink = image.convert("L").filter(ImageFilter.GaussianBlur(0.32 * desk.scale))
    smears = np.random.default_rng(rng.getrandbits(63)).random((ink.height // 240 + 2, ink.width // 240 + 2))
    cloud = Image.fromarray((238 + smears * 17).astype(np.uint8)).resize(ink.size, Image.Resampling.BICUBIC)
    grey = np.asarray(ink, dtype=np.float32) / 255
    paper = np.stack([95 + 150 * grey, 105 + 142 * grey, 160 + 85 * grey], axis=2)
    return ImageChops.multiply(Image.fromarray(paper.clip(0, 255).astype(np.uint8)), cloud.convert("RGB"))


def faint(image: Image.Image, _desk: Desk, _rng: random.Random) -> Image.Image:
    """An empty toner or an old thermal print."""
    return image.point([round(128 + v * 0.44) for v in range(256)] * 3)


MARKS: dict[str, Callable[[Image.Image, Desk, random.Random], Image.Image]] = {
    "durchschlag": carbon,
    "kontrast_schwach": faint,
    "durchscheinend": shining,
    "gelbes_papier": yellow,
    "rosa_papier": pink,
    "stempel_eingang": received,
    "stempel_geprueft": checked,
    "stempel_gebucht": booked,
    "handschrift": handwriting,
    "kaffee": coffee,
    "gefaltet": folded,
    "geheftet": stapled,
    "gelocht": punched,
}
"""In the order in which they happen to a sheet."""
FIRST_PAGE_ONLY = {"stempel_eingang", "stempel_geprueft", "stempel_gebucht", "handschrift", "kaffee"}
COLOURED = {*FIRST_PAGE_ONLY, "gelbes_papier", "rosa_papier", "durchschlag"}
