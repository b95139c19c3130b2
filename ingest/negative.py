"""White writing on dark bars and boxes made dark on white before a page is read: engines lose short words there.

Only fields that are dark all over are turned round; large bold print, barcodes and pictures with much light in them stay. A whole
page in negative is the business of :mod:`ingest.picture`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PIL import Image

from ingest.sheet import Sheet

Mask = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

_CELLS_PER_INCH = 37.5
_DARK = 150
_HOLES = 2
"""Cells of white letters on each side of which the field goes on."""
_LEAST = (12, 4)
"""Cells across and down: less is a thick line or a letter."""
_BARE = 4
"""Cells across and down of dark ground without writing that every field has somewhere; print has none."""
_FILLED, _OPEN = 0.75, 0.5
"""Of the box around a field: what is dark with the writing filled in, and without."""
_WIDE = 1.5
"""Of its height: writing is wider than high, the sign of a firm often is not."""
_MOSTLY = (0.62, 0.985)
"""Share of dark dots: in print and codes there are fewer, in a field without writing all."""
_MOST = 30_000
"""Cells: pages with more of them are pictures."""


def positive(sheet: Sheet) -> Sheet:
    """The sheet with dark writing only; the same one where it has no other."""
    cell = max(round(sheet.dpi / _CELLS_PER_INCH), 1)
    dark = np.asarray(sheet.image.reduce(cell)) < _DARK
    if not _run(_run(dark, _BARE, 0), _BARE, 1).any():
        return sheet
    image = sheet.image
    for box in _fields(dark):
        spot = tuple(int(min(edge * cell, limit)) for edge, limit in zip(box, image.size * 2, strict=True))
        values = np.asarray(image.crop(spot))  # type: ignore[arg-type] # four of them
        if _MOSTLY[0] <= float((values < _DARK).mean()) <= _MOSTLY[1]:
            image = image.copy() if image is sheet.image else image
            image.paste(Image.fromarray(_turned_round(values, cell)), spot[:2])  # type: ignore[arg-type] # two of them
    return sheet if image is sheet.image else replace(sheet, image=image)


def _turned_round(values: Bytes, edge: int) -> Bytes:
    """Writing black and ground white, also where the field was grey; without what lies around the field."""
    low, high = np.quantile(values[::2, ::2], (0.4, 0.98))
    made: Bytes = np.clip((float(high) - values.astype(np.float32)) * (255 / max(float(high - low), 1.0)), 0, 255).astype(np.uint8)
    made[:edge], made[-edge:], made[:, :edge], made[:, -edge:] = 255, 255, 255, 255
    return made


def _closed(dark: Mask) -> Mask:
    """Without the holes that letters make."""
    return ~_grown(~_grown(np.pad(dark, _HOLES), _HOLES), _HOLES)[_HOLES:-_HOLES, _HOLES:-_HOLES]


def _grown(mask: Mask, by: int) -> Mask:
    for _ in range(by):
        mask = mask | np.roll(mask, 1, 0) | np.roll(mask, -1, 0)
        mask = mask | np.roll(mask, 1, 1) | np.roll(mask, -1, 1)
    return mask


def _solid(dark: Mask) -> Mask:
    """Only what belongs to a dark rectangle of the least size."""
    across, down = _LEAST
    kept = _run(_run(dark, down, 0), across, 1)
    return ~_run(_run(~kept, down, 0, back=True), across, 1, back=True)


def _run(mask: Mask, size: int, axis: int, *, back: bool = False) -> Mask:
    """Where a run of ``size`` cells begins (or, ``back``, ends) in which all are set."""
    out = mask
    for by in range(1, size):
        out = out & np.roll(mask, by if back else -by, axis)
    return out


def _fields(dark: Mask) -> Iterator[tuple[int, int, int, int]]:
    """The boxes of connected dark fields that are large and nearly rectangular, in cells."""
    left = {(int(row), int(column)) for row, column in np.argwhere(_solid(_closed(dark)))}
    if len(left) > _MOST:
        return
    while left:
        piece = _piece(left)
        rows, columns = [row for row, _ in piece], [column for _, column in piece]
        box = (min(columns), min(rows), max(columns) + 1, max(rows) + 1)
        filled = len(piece) >= _FILLED * (box[2] - box[0]) * (box[3] - box[1])
        wide = box[2] - box[0] >= _WIDE * (box[3] - box[1])
        if wide and filled and dark[box[1] : box[3], box[0] : box[2]].mean() >= _OPEN:
            yield box


def _piece(left: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """One connected part, taken out of what is left."""
    edge = [left.pop()]
    piece = []
    while edge:
        row, column = edge.pop()
        piece.append((row, column))
        near = {(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)} & left
        left -= near
        edge += near
    return piece
