"""Barcodes and QR codes on page images. The only module that reads them; what a code means is not its business.

Runs in a bounded child, like everything that looks at foreign pictures. A page costs about 0.03 s of CPU (benchmarks/reading.md).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import zxingcpp
from PIL import Image
from zxingcpp import BarcodeFormat as Kind
from zxingcpp import BarcodeFormats

from archive.scan import Box, Code
from ingest import patches
from ingest.sheet import Sheet

_KINDS = BarcodeFormats([Kind.QRCode, Kind.Code128, Kind.Code39, Kind.EAN13, Kind.DataMatrix])
"""What invoices, delivery notes and separator sheets carry. Without check digits (ITF) the rulings of a table read as codes."""
_LARGEST = 20_000_000
"""Pixels. A drawing beyond that is looked at in smaller."""
_LONGEST = 4000
_MOST = 20
_COARSE = 3


def find(sheet: Sheet, page: int) -> tuple[Code, ...]:
    """The codes on a sheet, in reading order, with boxes in points of the sheet as it lies."""
    image = sheet.image
    while image.width * image.height > _LARGEST:
        image = image.reduce(2)
    # Where nothing is to be seen, a ninth of the pixels is looked at again: that swallows the noise between the modules of large codes,
    # such as those on our own sheets, and costs a ninth.
    found = _seen(sheet, image, page) or (_seen(sheet, image.reduce(_COARSE), page) if min(image.size) > _COARSE else [])
    found += patches.find(sheet, page)
    return tuple(sorted(found, key=lambda code: (code.box[1], code.box[0])))[:_MOST]


def _seen(sheet: Sheet, image: Image.Image, page: int) -> list[Code]:
    points = sheet.width / image.width, sheet.height / image.height
    # One size and dark on light: the further tries of the reader take three times as long and find nothing more on paper.
    seen = zxingcpp.read_barcodes(np.asarray(image), formats=_KINDS, try_downscale=False, try_invert=False)
    return [Code(code.text, str(code.format), page, _box(code.position, points)) for code in _sound(seen)]


def _sound(seen: list[zxingcpp.Barcode]) -> Iterator[zxingcpp.Barcode]:
    """Codes that are text. Three digits between bars may be anything."""
    for code in seen:
        text = code.text
        if code.valid and 4 <= len(text) <= _LONGEST and all(letter.isprintable() or letter in "\r\n\t" for letter in text):
            yield code


def _box(position: zxingcpp.Position, points: tuple[float, float]) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_left, position.bottom_right)
    across, down = [corner.x * points[0] for corner in corners], [corner.y * points[1] for corner in corners]
    return min(across), min(down), max(across), max(down)
