"""Page images in colour to grey ones that read well: stamps and pen marks over print taken away, shadows and faint print evened out.

Colour is dropped only where something coloured and as large as a stamp lies over black print; coloured headings and whole
pages in blue carbon stay. Knows nothing of files, words and engines.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

_CELLS = 8
"""Dots across and down in which the light of the paper is measured."""
_CELL = 3.0
"""Points: the grid in which coloured ink is looked at. Letters of one word touch in it, lines of writing do not."""
_INK = 165
_COLOURED = 60
_LEAST, _MOST = (12, 8), (85, 60)
"""Cells across and down: smaller things are coloured words, larger ones coloured print, and both are meant to be read."""
_OVER = (0.03, 0.7)
"""Cells with black print in them to cells with colour: less is no print below, more is black print with coloured fringes."""

_SOLID = 0.6
"""Filled more than that it is a printed area, perhaps with white writing in it."""

_BAND = 256
_WHITE = 0.95
"""Of the paper's brightness: what is lighter is grain. Spread out it keeps an engine busy for minutes on pages with little print."""
LARGEST = 20_000_000
"""Pixels: larger pages are drawings and are looked at in grey from the start."""


def grey(image: Image.Image, dpi: float) -> Image.Image:
    """The page in grey, ready for reading."""
    if image.mode != "RGB":
        return evened(image)
    plain = image.convert("L")
    paper = _paper(image)
    for mask, box in _stamps(image, dpi, paper):
        spot = _without_colour(np.asarray(image.crop(box), dtype=np.float32), paper)
        plain.paste(Image.fromarray(spot), box[:2], mask)
    return evened(plain)


def evened(plain: Image.Image) -> Image.Image:
    """Paper white and print black all over the page. A page that is so already is returned as it is, at next to no cost."""
    if min(plain.size) < 200:
        return plain
    small = plain.reduce(_CELLS)
    light = Image.fromarray(_lightest(np.asarray(small))).filter(ImageFilter.GaussianBlur(5))
    ground = np.asarray(light, dtype=np.float32)
    low, high = np.quantile(ground, (0.03, 0.9))
    shadowed = bool(low < 0.8 * high)
    print_level = _print_level(plain, ground)
    if not shadowed and high > 200 and print_level < 0.6:
        return plain
    # Not all the way: thin strokes are paler than thick ones.
    black = 0.7 * min(print_level, 0.75)
    if not shadowed:
        return plain.point([min(max(round((value / high - black) * 255 / (_WHITE - black)), 0), 255) for value in range(256)])
    return _divided(plain, light.resize(plain.size, Image.Resampling.BILINEAR), black)


def _divided(plain: Image.Image, around: Image.Image, black: float) -> Image.Image:
    """The page against its surroundings, band by band: whole pages of floating numbers would take four times the memory."""
    out = Image.new("L", plain.size)
    for top in range(0, plain.height, _BAND):
        box = (0, top, plain.width, min(top + _BAND, plain.height))
        share = np.asarray(plain.crop(box), dtype=np.float32) / np.maximum(np.asarray(around.crop(box), dtype=np.float32), 40)
        out.paste(Image.fromarray(np.clip((share - black) * (255 / (_WHITE - black)), 0, 255).astype(np.uint8)), box[:2])
    return out


def _lightest(values: Bytes) -> Bytes:
    """The lightest within three cells around each; Pillow's filter for it takes thirty times as long."""
    for _ in range(2):
        padded = np.pad(values, ((3, 3), (0, 0)), "edge")
        pairs = np.maximum(padded[:-1], padded[1:])
        fours = np.maximum(pairs[:-2], pairs[2:])
        values = np.maximum(fours[:-3], fours[3:]).T
    return values


def _print_level(plain: Image.Image, ground: Floats) -> float:
    """How dark the print is against its paper: 0.0 is black. The darker half of what is no paper counts."""
    some = plain.resize(ground.shape[::-1], Image.Resampling.NEAREST)
    share = np.asarray(some) / np.maximum(ground, 40)
    dark = share[share < 0.85]
    return float(np.quantile(dark, 0.15)) if dark.size > 50 else 0.0


def _paper(image: Image.Image) -> Floats:
    """The colour of the paper: the middle of the brighter half."""
    small = np.asarray(image.reduce(16) if min(image.size) > 200 else image, dtype=np.float32).reshape(-1, 3)
    bright = small.sum(axis=1)
    colour: Floats = np.maximum(np.median(small[bright >= np.median(bright)], axis=0), 80).astype(np.float32)
    return colour


def _stamps(image: Image.Image, dpi: float, paper: Floats) -> Iterator[tuple[Image.Image, tuple[int, int, int, int]]]:
    """For each coloured thing over print where it is (an image of its shape) and the box of that in pixels."""
    factor = max(round(dpi / 100), 1)
    brightest, darkest = _extremes(image.reduce(factor), paper)
    ink = darkest < _INK
    vivid = brightest - darkest > _COLOURED
    size = max(round(_CELL * dpi / 72 / factor), 1)
    coloured, black = _cells(ink & vivid, size), _cells(ink & ~vivid & (brightest < _INK), size)
    # Screen fonts have coloured fringes: ink is coloured where colour prevails.
    inked = (coloured >= 0.1) & (coloured > 0.5 * black)
    if inked.sum() < _LEAST[0] * _LEAST[1] / 3:
        return
    for shape in _pieces(_grown(inked)):
        rows, columns = np.nonzero(shape)
        if not _is_stamp(shape, inked & shape, (black >= 0.1) & shape):
            continue
        pixels = size * factor
        box = (columns.min() * pixels, rows.min() * pixels, (columns.max() + 1) * pixels, (rows.max() + 1) * pixels)
        left, top, right, bottom = (int(min(edge, limit)) for edge, limit in zip(box, image.size * 2, strict=True))
        part = shape[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        mask = Image.fromarray(part.astype(np.uint8) * 255).resize((right - left, bottom - top), Image.Resampling.NEAREST)
        yield mask, (left, top, right, bottom)


def _extremes(image: Image.Image, paper: Floats) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """The brightest and the darkest colour of each point, the paper seen as white. Bytes: floating numbers take five times as long."""
    table = [min(round(value * 255 / float(share)), 255) for share in paper for value in range(256)]
    red, green, blue = (np.asarray(band) for band in image.point(table).split())
    return np.maximum(np.maximum(red, green), blue), np.minimum(np.minimum(red, green), blue)


def _is_stamp(shape: Mask, inked: Mask, black: Mask) -> bool:
    """Is a coloured thing of the size of a stamp, open as its writing is, and does it lie over black print?"""
    rows, columns = np.nonzero(shape)
    sized = all(least <= np.ptp(at) + 1 <= most for at, least, most in zip((columns, rows), _LEAST, _MOST, strict=True))
    filled, over = int(inked.sum()), int(black.sum())
    return sized and filled <= _SOLID * shape.sum() and max(4, _OVER[0] * filled) <= over <= _OVER[1] * filled


def _cells(mask: Mask, size: int) -> Floats:
    """The share of ink in each cell."""
    rows, columns = mask.shape[0] // size, mask.shape[1] // size
    blocks = mask[: rows * size, : columns * size].reshape(rows, size, columns, size)
    return np.asarray(blocks.mean(axis=(1, 3)), dtype=np.float32)


def _grown(mask: Mask) -> Mask:
    """The mask and the cells around it."""
    padded = np.pad(mask, 1)
    rows = padded[:-2] | padded[1:-1] | padded[2:]
    return np.asarray(rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:])


def _pieces(mask: Mask) -> Iterator[Mask]:
    """The connected parts of a mask."""
    left = {(int(row), int(column)) for row, column in np.argwhere(mask)}
    while left:
        edge = [left.pop()]
        piece = np.zeros_like(mask)
        while edge:
            row, column = edge.pop()
            piece[row, column] = True
            near = {(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)} & left
            left -= near
            edge += near
        yield piece


def _without_colour(spot: Floats, paper: Floats) -> npt.NDArray[np.uint8]:
    """Grey in which a colour is the lighter the stronger it is; black print under it stays black."""
    seen = spot * (255 / paper)
    brightest = seen.max(axis=2)
    plain: npt.NDArray[np.uint8] = np.clip(2 * brightest - seen.min(axis=2), 0, 255).astype(np.uint8)
    return plain
