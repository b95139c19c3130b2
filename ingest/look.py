"""What a page looks like in 768 bits: where its ink lies, whatever the scanner, the paper's colour or a small shift made of it."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from archive.looks import BITS

_COLUMNS, _ROWS = 24, 32
_SIZE, _COARSE = (480, 680), (24, 34)
_FAINT, _STRONG = 12, 60  # how much darker than the paper around it print is at least, and what counts as black


def look_of(image: bytes) -> str:
    """The bits in hexadecimal digits: for each of 24 × 32 fields whether the one to its right holds more ink. "" for an empty page."""
    with Image.open(io.BytesIO(image)) as opened:
        gray = opened.convert("L").resize(_SIZE, Image.Resampling.BOX)
    paper = gray.resize(_COARSE, Image.Resampling.BOX).resize(_SIZE, Image.Resampling.BILINEAR)
    ink = np.clip(_numbers(paper) - _numbers(gray) - _FAINT, 0, _STRONG)
    if not ink.any():
        return ""
    (top, bottom), (left, right) = _span(ink.sum(axis=1)), _span(ink.sum(axis=0))
    print_ = Image.fromarray((ink[top:bottom, left:right] * 4).astype(np.uint8))
    fields = _numbers(print_.resize((_COLUMNS + 1, _ROWS), Image.Resampling.BOX))
    bits = (fields[:, 1:] > fields[:, :-1]).flatten()
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):0{BITS // 4}x}"


def _numbers(image: Image.Image) -> NDArray[np.float32]:
    return np.asarray(image, dtype=np.float32)


def _span(sums: NDArray[np.float32]) -> tuple[int, int]:
    """Where 98 of 100 parts of the ink lie: a speck at the edge moves nothing."""
    whole = np.cumsum(sums)
    first, last = np.searchsorted(whole, [0.01 * whole[-1], 0.99 * whole[-1]])
    return int(first), max(int(last) + 1, int(first) + 1)
