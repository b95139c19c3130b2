"""Codes for machines on paper: the payment code of invoices (GiroCode), bar codes of delivery notes and separator sheets."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import numpy as np
import zxingcpp

from training.firm.draw import MM, Sheet
from training.firm.paper import Paper

INK = "#111111"


def girocode(paper: Paper, amount: Decimal) -> str:
    """What a banking app reads from the paper (EPC069-12, version 002)."""
    firm = paper.sender
    return "\n".join(("BCD", "002", "1", "SCT", "", firm.name[:70], firm.iban, f"EUR{amount:.2f}", "", "", paper.number[:35]))


@cache
def _modules(text: str) -> tuple[tuple[bool, ...], ...]:
    image = np.asarray(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(scale=1, add_quiet_zones=False))
    return tuple(tuple(bool(value < 128) for value in row) for row in image)


def qr(sheet: Sheet, corner: tuple[float, float], side: float, text: str) -> None:
    """A QR code; ``side`` in points, without the quiet zone."""
    rows = _modules(text)
    step = side / len(rows)
    for y, row in enumerate(rows):
        _runs(sheet, row, (corner[0], corner[1] + y * step), (step, step))


@cache
def _bars(text: str) -> tuple[bool, ...]:
    image = np.asarray(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_image(scale=1, add_quiet_zones=False))
    return tuple(bool(value < 128) for value in image[image.shape[0] // 2])


def bars(sheet: Sheet, corner: tuple[float, float], text: str, size: tuple[float, float] = (0.32 * MM, 10 * MM)) -> float:
    """A Code 128 with bars of ``size`` (finest width, height); its whole width is returned."""
    modules = _bars(text)
    _runs(sheet, modules, corner, size)
    return len(modules) * size[0]


def _runs(sheet: Sheet, row: tuple[bool, ...], corner: tuple[float, float], step: tuple[float, float]) -> None:
    """Dark neighbours become one box, which keeps files small."""
    start = None
    for place, dark in enumerate((*row, False)):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            left, right = corner[0] + start * step[0], corner[0] + place * step[0]
            sheet.box((left, corner[1]), (right, corner[1] + step[1]), fill=INK)
            start = None
