"""Barcodes and QR codes onto pages that are drawn. What a code says is the caller's business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import zxingcpp
from zxingcpp import BarcodeFormat

from export.pdf import Sheet, Writer

NARROW, WIDE = 0.08 * 72, 0.2 * 72
_PATCH_T = (NARROW, WIDE, NARROW, WIDE)


def qr(page: tuple[Writer, Sheet], corner: tuple[float, float], side: float, text: str) -> None:
    """A QR code that stands a quarter of its area being lost; ``side`` in points, without the quiet zone."""
    image = np.asarray(zxingcpp.create_barcode(text, BarcodeFormat.QRCode, ec_level="Q").to_image(scale=1, add_quiet_zones=False))
    step = side / len(image)
    for y, row in enumerate(image):
        _draw(page, row, (corner[0], corner[1] + y * step), (step, step))


def code128(page: tuple[Writer, Sheet], corner: tuple[float, float], size: tuple[float, float], text: str) -> None:
    """A Code 128, ``size`` wide and high."""
    image = np.asarray(zxingcpp.create_barcode(text, BarcodeFormat.Code128).to_image(scale=1, add_quiet_zones=False))
    row = image[len(image) // 2]
    _draw(page, row, corner, (size[0] / len(row), size[1]))


def patch_t(page: tuple[Writer, Sheet], corner: tuple[float, float], width: float) -> None:
    """The four bars by which document scanners themselves tell a separator sheet."""
    writer, sheet = page
    top = corner[1]
    for bar in _PATCH_T:
        writer.box(sheet, (corner[0], top, corner[0] + width, top + bar))
        top += bar + NARROW


def _draw(page: tuple[Writer, Sheet], row: Iterable[int], corner: tuple[float, float], step: tuple[float, float]) -> None:
    writer, sheet = page
    for start, end in _runs(row):
        writer.box(sheet, (corner[0] + start * step[0], corner[1], corner[0] + end * step[0], corner[1] + step[1]))


def _runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Dark neighbours become one box: no hair lines between them, and a small file."""
    start = None
    for place, dark in enumerate([*(value < 128 for value in row), False]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place
            start = None
