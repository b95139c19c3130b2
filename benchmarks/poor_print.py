"""What happens to papers between printer and archive: the same page as coarse scan, fax, photo, faint copy and so on.

Every way takes a page in colour at 300 dpi and gives the picture a scanner would, with the resolution written into its file.
Chance has a seed: the same page gives the same picture. ``jagged`` turns without smoothing, as cheap scanner software does.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFont

Resampling = Image.Resampling
Picture = tuple[Image.Image, tuple[int, int]]


def at(image: Image.Image, across: int, down: int = 0) -> Image.Image:
    size = (round(image.width * across / 300), round(image.height * (down or across) / 300))
    return image.resize(size, Resampling.LANCZOS)


def squeezed(image: Image.Image, quality: int) -> Image.Image:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(BytesIO(out.getvalue()))


def grained(image: Image.Image, strength: float) -> Image.Image:
    values = np.asarray(image, dtype=np.float32)
    return Image.fromarray(np.clip(values + np.random.default_rng(3).normal(0, strength, values.shape), 0, 255).astype(np.uint8))


def bilevel(image: Image.Image) -> Image.Image:
    return image.convert("L").point(lambda v: 255 * (v > 150)).convert("1")


def askew(image: Image.Image, degrees: float, way: Resampling = Resampling.BICUBIC) -> Image.Image:
    return image.rotate(degrees, way, expand=True, fillcolor=255)


def _bad(dpi: int, way: Resampling = Resampling.BICUBIC) -> Callable[[Image.Image], Picture]:
    return lambda image: (squeezed(askew(at(image.convert("L"), dpi), 3, way), 18), (dpi, dpi))


def _grey(dpi: int, quality: int) -> Callable[[Image.Image], Picture]:
    return lambda image: (squeezed(at(image.convert("L"), dpi), quality), (dpi, dpi))


def _fax(across: int, down: int) -> Callable[[Image.Image], Picture]:
    return lambda image: (bilevel(at(image.convert("L"), across, down)), (across, down))


def dotted(image: Image.Image) -> Image.Image:
    """As nine needles print it: 120 dots an inch across, 72 down."""
    few = np.asarray(image.convert("L").resize((image.width * 120 // 300, image.height * 72 // 300), Resampling.BOX)) < 170
    out = Image.new("L", image.size, 255)
    pen = ImageDraw.Draw(out)
    for row, column in np.argwhere(few):
        y, x = row * 300 / 72 + 2, column * 300 / 120 + 1
        pen.ellipse((x - 1.6, y - 1.6, x + 1.6, y + 1.6), fill=60)
    return out


def photographed(image: Image.Image) -> Image.Image:
    """Slanted on a dark table, half in shadow."""
    width, height = image.size
    across, down = int(width * 0.95), int(height * 0.95)
    table = grained(Image.new("RGB", (across, down), (70, 60, 50)), 8)
    corners = ((0.09 * across, 0.07 * down), (0.93 * across, 0.04 * down), (0.96 * across, 0.97 * down), (0.03 * across, 0.93 * down))
    way = _perspective(corners, ((0, 0), (width, 0), (width, height), (0, height)))
    sheet = image.transform((across, down), Image.Transform.PERSPECTIVE, way, Resampling.BICUBIC)
    mask = Image.new("L", image.size, 255).transform((across, down), Image.Transform.PERSPECTIVE, way, Resampling.BILINEAR)
    table.paste(sheet, (0, 0), mask)
    y, x = np.mgrid[0:down, 0:across]
    shadow = 0.55 + 0.45 / (1 + np.exp(-(x / across * 0.7 + y / down * 0.5 - 0.55) * 14))
    lit = np.asarray(table, dtype=np.float32) * shadow[..., None]
    return grained(Image.fromarray(lit.astype(np.uint8)), 5)


def _perspective(seen: tuple[tuple[float, float], ...], flat: tuple[tuple[float, float], ...]) -> list[float]:
    rows, wanted = [], []
    for (u, v), (x, y) in zip(seen, flat, strict=True):
        rows += [[u, v, 1, 0, 0, 0, -u * x, -v * x], [0, 0, 0, u, v, 1, -u * y, -v * y]]
        wanted += [x, y]
    return [float(value) for value in np.linalg.solve(np.array(rows), np.array(wanted))]


def yellow(image: Image.Image) -> Image.Image:
    return Image.fromarray((np.asarray(image, dtype=np.float32) / 255 * np.array([255, 225, 120])).astype(np.uint8))


def stamped(image: Image.Image) -> Image.Image:
    """A red stamp of receipt over the info block."""
    stamp = Image.new("RGB", image.size, "white")
    pen, font = ImageDraw.Draw(stamp), ImageFont.load_default(70)
    x, y = image.width * 0.55, image.height * 0.22
    pen.rounded_rectangle((x, y, x + 750, y + 330), 30, outline=(200, 30, 40), width=10)
    for down, text in ((50, "EINGEGANGEN"), (190, "12. Nov. 2026")):
        pen.text((x + 60, y + down), text, fill=(200, 30, 40), font=font)
    stamp = stamp.rotate(8, fillcolor="white", center=(x + 300, y + 150))
    return Image.fromarray(np.minimum(np.asarray(image), np.asarray(stamp)))


def faint(image: Image.Image) -> Image.Image:
    values = np.asarray(image.convert("L"), dtype=np.float32)
    return grained(Image.fromarray((215 + values / 255 * 35).clip(0, 255).astype(np.uint8)), 4)


WAYS: dict[str, Callable[[Image.Image], Picture]] = {
    "300": _grey(300, 85),
    "200": _grey(200, 75),
    "150": _grey(150, 75),
    "bad": _bad(150),
    "jagged": _bad(150, Resampling.NEAREST),
    "bad200": _bad(200),
    "fax": _fax(204, 98),
    "fine": _fax(204, 196),
    "dots": lambda image: (dotted(image), (300, 300)),
    "skew12": lambda image: (squeezed(askew(image.convert("L"), -12), 80), (300, 300)),
    "photo": lambda image: (squeezed(photographed(image), 70), (72, 72)),
    "yellow": lambda image: (squeezed(yellow(image), 80), (300, 300)),
    "stamp": lambda image: (squeezed(stamped(image), 80), (300, 300)),
    "faint": lambda image: (squeezed(faint(image), 75), (300, 300)),
    "upside": lambda image: (squeezed(image.convert("L").transpose(Image.Transpose.ROTATE_180), 85), (300, 300)),
}
"""The name of each way, and what it does."""
