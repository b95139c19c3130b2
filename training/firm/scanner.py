"""Turns page pictures into what a scanner, a fax or a phone delivers: skew, turns, noise, one bit, perspective. Makes no files."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from training.firm import marks

FAX = (204, 98)
"""Dots per inch of a fax in normal resolution, across and down."""
Corner = tuple[float, float]


def scan(image: Image.Image, defects: Sequence[str], desk: marks.Desk, rng: random.Random) -> Image.Image:
    """One sheet through the feeder: first what happened to the paper, then how it lay, then the sensor."""
    for name, mark in marks.MARKS.items():
        if name in defects:
            image = mark(image, desk, rng)
    phone = bool({"foto", "foto_leicht"} & set(defects))
    if not phone and not marks.COLOURED & set(defects) and rng.random() < 0.6:
        image = image.convert("L")
    if "schief" in defects:
        image = skewed(image, rng.choice([-1, 1]) * rng.uniform(0.7, 2.8))
    elif not phone:
        image = skewed(image, rng.uniform(-0.25, 0.25))
    if "abgeschnitten" in defects:
        image = image.crop((round(image.width * 0.035), round(image.height * 0.012), image.width, image.height))
    if phone:
        return photo(image, 0.09 if "foto" in defects else 0.035, rng)
    return turned(sensor(image, 7.0 if "rauschen" in defects else 2.0, rng), defects)


def skewed(image: Image.Image, degrees: float) -> Image.Image:
    """Fed in crooked: the lid shows light grey beyond the sheet."""
    return image.rotate(degrees, Image.Resampling.BILINEAR, fillcolor=238 if image.mode == "L" else (238, 238, 236))


def turned(image: Image.Image, defects: Sequence[str]) -> Image.Image:
    """Upside down or sideways."""
    if "kopfueber" in defects:
        return image.transpose(Image.Transpose.ROTATE_180)
    return image.transpose(Image.Transpose.ROTATE_90) if "quer_90" in defects else image


def sensor(image: Image.Image, noise: float, rng: random.Random) -> Image.Image:
    """Slight blur, paper that is not quite white, grain, dust, and a soft fall of light towards one edge."""
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float32)
    random_numbers = np.random.default_rng(rng.getrandbits(63))
    grain = random_numbers.standard_normal(soft.shape[:2], dtype=np.float32) * noise
    fall = np.linspace(0, rng.uniform(3, 9), soft.shape[1], dtype=np.float32)[None, :]
    shade = grain - fall - 3
    out = (soft * 0.975 + (shade if soft.ndim == 2 else shade[:, :, None])).clip(0, 255).astype(np.uint8)
    for _ in range(rng.randrange(4, 14) if noise > 4 else 2):
        y, x, size = rng.randrange(out.shape[0] - 6), rng.randrange(out.shape[1] - 6), rng.randrange(1, 5)
        out[y : y + size, x : x + size] = rng.randrange(30, 130)
    return Image.fromarray(out)


def fax(image: Image.Image, dpi: int, rng: random.Random) -> Image.Image:
    """One bit at 204 by 98 dots per inch, with drop-outs and a streak."""
    size = (round(image.width * FAX[0] / dpi), round(image.height * FAX[1] / dpi))
    grey = np.asarray(image.convert("L").resize(size, Image.Resampling.BOX), dtype=np.float32)
    random_numbers = np.random.default_rng(rng.getrandbits(63))
    bits = grey + random_numbers.normal(0, 14, grey.shape) > 168
    streak = rng.randrange(size[0] // 2, size[0] - 20)
    bits[: size[1] // 2, streak] = False
    for _ in range(5):
        bits[rng.randrange(size[1])] = True
    return Image.fromarray(bits)


def photo(image: Image.Image, tilt: float, rng: random.Random) -> Image.Image:
    """A phone picture: the sheet lies on a bench, seen from an angle, with the shadow of the hand."""
    wide, high = 2000, 2700
    inset = 0.05
    corners = [(inset * wide, inset * high), ((1 - inset) * wide, inset * high)]
    corners += [((1 - inset) * wide, (1 - inset) * high), (inset * wide, (1 - inset) * high)]
    if image.width > image.height:
        wide, high = high, wide
        corners = [(y, x) for x, y in (corners[0], corners[3], corners[2], corners[1])]
    moved = [(x + rng.uniform(-tilt, tilt) * wide * 0.5, y + rng.uniform(-tilt, tilt) * high * 0.4) for x, y in corners]
    factors = _perspective(moved, image.size)
    sheet = image.transform((wide, high), Image.Transform.PERSPECTIVE, factors, Image.Resampling.BICUBIC)
    mask = Image.new("L", image.size, 255).transform((wide, high), Image.Transform.PERSPECTIVE, factors)
    bench = _bench((wide, high), rng)
    shadow = ImageChops.offset(mask, 14, 18).filter(ImageFilter.GaussianBlur(16)).point([255 - v // 2 for v in range(256)])
    bench = ImageChops.multiply(bench, shadow.convert("RGB"))
    bench.paste(sheet, (0, 0), mask)
    lit = ImageChops.multiply(bench, _light((wide, high), rng))
    return sensor(lit.filter(ImageFilter.GaussianBlur(0.5)), 4.0, rng)


def _perspective(corners: Sequence[Corner], size: tuple[int, int]) -> list[float]:
    """The eight factors that take picture points back to the sheet whose corners they show."""
    sheet = [(0, 0), (size[0], 0), size, (0, size[1])]
    rows, wanted = [], []
    for (x, y), (u, v) in zip(corners, sheet, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return [float(factor) for factor in np.linalg.solve(np.array(rows, dtype=np.float64), np.array(wanted, dtype=np.float64))]


def _bench(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """Wood, roughly: long soft grain."""
    random_numbers = np.random.default_rng(rng.getrandbits(63))
    grain = Image.fromarray((random_numbers.random((240, 6)) * 60).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
    tone = np.asarray(grain, dtype=np.float32)[:, :, None]
    return Image.fromarray((np.array([128, 96, 66], dtype=np.float32) + tone * 0.7).clip(0, 255).astype(np.uint8))


def _light(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """Lamp from one corner, a broad shadow from the other."""
    across, down = np.linspace(0, 1, size[0], dtype=np.float32), np.linspace(0, 1, size[1], dtype=np.float32)
    edge = rng.uniform(0.9, 1.3)
    shade = 1 / (1 + np.exp((across[None, :] + down[:, None] - edge) * 9))
    level = (0.66 + 0.31 * shade) * 255
    return Image.fromarray(np.stack([level, level * 0.985, level * 0.955], axis=2).astype(np.uint8))
