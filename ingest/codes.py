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

_BARS = BarcodeFormats([Kind.Code128, Kind.Code39, Kind.EAN13])
_LEVEL = BarcodeFormats([Kind.QRCode, Kind.Code128, Kind.Code39, Kind.EAN13])
_KINDS = BarcodeFormats([Kind.QRCode, Kind.Code128, Kind.Code39, Kind.EAN13, Kind.DataMatrix])
"""What invoices, delivery notes and separator sheets carry. Without check digits (ITF) the rulings of a table read as codes."""
_FINE = 280.0
"""Dots an inch above which codes of any kind in any turn are looked for at half the size."""
_LARGEST = 20_000_000
"""Pixels. A drawing beyond that is looked at in smaller."""
_LONGEST = 4000
_MOST = 20
_COARSE = 3
_STRETCH = 4
"""Of so many dots along the bars of a code that lies on its side one is looked at: the bars stay as sharp as they are."""


def find(sheet: Sheet, page: int) -> tuple[Code, ...]:
    """The codes on a sheet, in reading order, with boxes in points of the sheet as it lies."""
    image = sheet.image
    while image.width * image.height > _LARGEST:
        image = image.reduce(2)
    # Where nothing is to be seen, a ninth of the dots is looked at again: that swallows the noise between the modules of large codes,
    # such as those on our own sheets, and costs a ninth.
    found = _once(_looks(sheet, image, page)) or (_seen(sheet, image.reduce(_COARSE), page, _KINDS) if min(image.size) > _COARSE else [])
    found += patches.find(sheet, page)
    return tuple(sorted(found, key=lambda code: (code.box[1], code.box[0])))[:_MOST]


def _looks(sheet: Sheet, image: Image.Image, page: int) -> Iterator[Code]:
    """What each way of looking shows. On fine scans every format in every turn at full size takes twice as long, for the smallest codes."""
    if image.width / sheet.width * 72 > _FINE:
        yield from _seen(sheet, image, page, _LEVEL, turned=False)
        side = image.resize((max(image.width // _STRETCH, 1), image.height), Image.Resampling.NEAREST)
        yield from _seen(sheet, side, page, _BARS)
        image = image.reduce(2)
    yield from _seen(sheet, image, page, _KINDS)


def _once(codes: Iterator[Code]) -> list[Code]:
    """Each code where it was seen first."""
    found: list[Code] = []
    for code in codes:
        if not any(other.text == code.text and _near(other.box, code.box) for other in found):
            found.append(code)
    return found


def _near(one: Box, other: Box) -> bool:
    """Do two boxes touch?"""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _seen(sheet: Sheet, image: Image.Image, page: int, kinds: BarcodeFormats, *, turned: bool = True) -> list[Code]:
    points = sheet.width / image.width, sheet.height / image.height
    # One size and dark on light: the further tries of the reader take three times as long and find nothing more on paper.
    seen = zxingcpp.read_barcodes(np.asarray(image), formats=kinds, try_downscale=False, try_invert=False, try_rotate=turned)
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
