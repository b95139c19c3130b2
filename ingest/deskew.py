"""How far a page lies askew, by projection profile, and words back from the straightened page to the page as shown.

Small angles only, up to fifteen degrees; quarter turns are the business of ``orient``.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PIL import Image

from archive.scan import Box

MOST = 15.0
_USUAL = 6.0
_CLEARLY = 1.15
_COARSE, _FINE = 8_000, 30_000
"""Points of ink looked at."""
LEAST = 0.25
"""Degrees. Below this straightening costs more than it brings."""

_SIDE = 1000


def ink(image: Image.Image, side: int = _SIDE) -> npt.NDArray[np.bool_]:
    """Where the page is dark, on a reduced copy whose long side is about ``side`` pixels. Large dark areas do not count."""
    factor = max(max(image.size) // side, 1)
    small = np.asarray(image.reduce(factor) if factor > 1 else image, dtype=np.int16)
    # Against the surroundings, so that grey or coloured paper and shadows are no ink.
    around = np.asarray(
        Image.fromarray(small.astype(np.uint8)).reduce(16).resize(small.shape[::-1], Image.Resampling.BILINEAR), dtype=np.int16
    )
    return small < around - 24


def angle(image: Image.Image) -> float:
    """Degrees the writing rises to the right (counter-clockwise positive); 0.0 when it is straight or there is nothing to measure."""
    return slant(ink(image))


def slant(dark: npt.NDArray[np.bool_]) -> float:
    """The same for ink that was looked for before."""
    rows, columns = np.nonzero(dark)
    if len(rows) < 500:
        return 0.0
    chance = np.random.default_rng(0).permutation(len(rows))
    few, many = chance[:_COARSE], chance[:_FINE]
    coarse = _coarse(rows[few], columns[few])
    fine = _best(rows[many], columns[many], np.arange(coarse - 0.5, coarse + 0.51, 0.1))
    return float(fine) if abs(fine) >= LEAST and abs(coarse) < MOST else 0.0


def _coarse(rows: npt.NDArray[np.int_], columns: npt.NDArray[np.int_]) -> float:
    """To half a degree. Beyond the usual angles lines have to stand out clearly: drawings and pictures are sharp in any direction."""
    every = {float(degrees): sharpness(rows, columns, degrees) for degrees in np.arange(-MOST, MOST + 0.01, 0.5)}
    best = max(every, key=every.__getitem__)
    usual = max((degrees for degrees in every if abs(degrees) <= _USUAL), key=every.__getitem__)
    return best if every[best] > _CLEARLY * every[usual] else usual


def _best(rows: npt.NDArray[np.int_], columns: npt.NDArray[np.int_], angles: npt.NDArray[np.float64]) -> float:
    return float(max(angles, key=lambda degrees: sharpness(rows, columns, degrees)))


def sharpness(rows: npt.NDArray[np.int_], columns: npt.NDArray[np.int_], degrees: float) -> float:
    """How clearly lines of writing stand apart when looked along ``degrees``: the energy of the profile's steps."""
    along = rows + columns * math.tan(math.radians(degrees))
    profile = np.bincount((along - along.min()).astype(np.int64))
    return float(np.square(np.diff(profile)).sum())


def straightened(image: Image.Image, degrees: float) -> Image.Image:
    """The image turned about its centre so that the writing is level; size unchanged, corners white."""
    if not degrees:
        return image
    return image.rotate(-degrees, Image.Resampling.BILINEAR, fillcolor=255)


def tilted(box: Box, degrees: float, width: float, height: float) -> Box:
    """A box of the straightened page on the page as shown: its centre moved, its size kept."""
    if not degrees:
        return box
    # Counter-clockwise writing was turned clockwise to read it; this turns it back (y points down).
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = (box[0] + box[2]) / 2 - width / 2, (box[1] + box[3]) / 2 - height / 2
    across, down = x * cos + y * sin + width / 2, -x * sin + y * cos + height / 2
    half = ((box[2] - box[0]) / 2, (box[3] - box[1]) / 2)
    return across - half[0], down - half[1], across + half[0], down + half[1]
