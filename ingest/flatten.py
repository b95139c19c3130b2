"""Photographed sheets made flat: the four corners of the paper found against a darker table, and the picture drawn as if seen from above.

Only where the sheet stands out clearly as one bright piece with four straight edges; every other picture stays as it is.
Opens no files. Curled paper stays curled.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Mask = npt.NDArray[np.bool_]
Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Top left, top right, bottom right, bottom left, each as shares of width and height."""

_SIDE = 320
_LEAST, _MOST = 0.3, 0.97
"""Share of the picture: a smaller piece is a note on a table, a larger one the whole picture."""
_FULL, _STRAY = 0.96, 0.03
"""Of the four-sided shape so much is paper, and so little paper lies outside of it."""
_DARKER = 0.7
_A4 = math.sqrt(2)
_NEARLY = 0.08
_LONG = (1.15, 1.7)
"""Long side by short side of sheets as seen from a slant: anything else may be a part of a sheet, cut off by a shadow."""


def corners(image: Image.Image) -> Corners | None:
    """The corners of the one sheet on this picture, ``None`` where none is clearly seen or it fills the picture anyway."""
    small = image.copy()
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=None)
    # Print must not tear the paper apart.
    grey = np.asarray(small.convert("L").filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MedianFilter(5)))
    # Where a shadow lies on the sheet, light and dark part inside it, and the table only among the dark: the larger shape is the sheet.
    upper = _level(grey)
    lower = _level(grey[grey <= upper])
    found = _outline(grey, lower) or _outline(grey, upper)
    return found if found and _LONG[0] < _proportion(found, image.size) < _LONG[1] else None


def _proportion(found: Corners, size: tuple[int, int]) -> float:
    """Long side by short side of the sheet."""
    sides = _sides([(x * size[0], y * size[1]) for x, y in found])
    return max(sides) / min(sides)


def _sides(points: list[Point]) -> tuple[float, float]:
    """Width and height of the sheet in pixels: the nearer of the edges that face each other."""
    width = max(math.dist(points[0], points[1]), math.dist(points[3], points[2]))
    return width, max(math.dist(points[0], points[3]), math.dist(points[1], points[2]))


def _outline(grey: npt.NDArray[np.uint8], level: int) -> Corners | None:
    """The corners of what is brighter than ``level`` around the middle, if it looks like a sheet on a table."""
    sheet = _middle(grey > level)
    if not _LEAST <= float(sheet.mean()) <= _MOST or float(np.median(grey[~sheet])) > _DARKER * float(np.median(grey[sheet])):
        return None
    rows, columns = np.nonzero(sheet)
    spots = [int(f) for f in (np.argmin(columns + rows), np.argmax(columns - rows), np.argmax(columns + rows), np.argmin(columns - rows))]
    quad = [(float(columns[spot]), float(rows[spot])) for spot in spots]
    inside = _inside(quad, sheet.shape)
    if (sheet & inside).sum() < _FULL * max(int(inside.sum()), 1) or (sheet & ~inside).sum() > _STRAY * sheet.sum():
        return None
    height, width = sheet.shape
    first, second, third, fourth = (((x + 0.5) / width, (y + 0.5) / height) for x, y in quad)
    return first, second, third, fourth


def flattened(image: Image.Image, found: Corners, longest: int) -> Image.Image:
    """The sheet seen from above, with the shape of A4 where it is near it, its long side at most ``longest`` pixels."""
    points = [(x * image.width, y * image.height) for x, y in found]
    width, height = _sides(points)
    long, short = max(width, height), min(width, height)
    if abs(long / short / _A4 - 1) < _NEARLY:
        short = long / _A4
    factor = min(longest / long, 1.0)
    long, short = round(long * factor), round(short * factor)
    size = (short, long) if height >= width else (long, short)
    return image.transform(size, Image.Transform.PERSPECTIVE, _way(points, size), Image.Resampling.BICUBIC)


def _way(points: list[Point], size: tuple[int, int]) -> list[float]:
    """The eight numbers that lead from the flat sheet back into the picture."""
    flat = [(0, 0), (size[0], 0), size, (0, size[1])]
    rows, wanted = [], []
    for (x, y), (u, v) in zip(flat, points, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return [float(number) for number in np.linalg.solve(np.array(rows, dtype=float), np.array(wanted))]


def _level(grey: npt.NDArray[np.uint8]) -> int:
    """The brightness that parts light from dark best (Otsu)."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(float)
    below = np.cumsum(counts)
    sums = np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    usable = (below > 0) & (above > 0)
    apart = np.zeros(256)
    apart[usable] = below[usable] * above[usable] * (sums[usable] / below[usable] - (sums[-1] - sums[usable]) / above[usable]) ** 2
    return int(np.argmax(apart))


def _middle(bright: Mask) -> Mask:
    """The bright piece that holds the middle of the picture, grown from there."""
    piece = np.zeros_like(bright)
    rows, columns = bright.shape
    piece[rows // 2 - 2 : rows // 2 + 3, columns // 2 - 2 : columns // 2 + 3] = True
    piece &= bright
    while True:
        # Whole runs along rows and columns at a time: a sheet takes a few rounds, not one for each pixel of its length.
        grown = _filled(_filled(piece, bright).T, bright.T).T
        if (grown == piece).all():
            return piece
        piece = grown


def _filled(seed: Mask, bright: Mask) -> Mask:
    """Every run of bright pixels in a row that touches the seed."""
    edges = np.cumsum(np.diff(bright, axis=1, prepend=False), axis=1) + np.arange(bright.shape[0])[:, None] * (bright.shape[1] + 1)
    touched = np.zeros(int(edges.max()) + 1, dtype=bool)
    touched[edges[seed & bright]] = True
    return np.asarray(touched[edges] & bright)


def _inside(quad: list[Point], shape: tuple[int, ...]) -> Mask:
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]]
    inside = np.ones(shape, dtype=bool)
    for (x, y), (u, v) in zip(quad, [*quad[1:], quad[0]], strict=True):
        inside &= (u - x) * (rows - y) - (v - y) * (columns - x) >= 0
    return inside
