"""Barcodes and QR codes on page images. The only module that reads them; what a code means is not its business.

Runs in a bounded child, like everything that looks at foreign pictures. A page costs about 0.02 s of CPU (benchmarks/reading.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

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
_CELLS_PER_INCH = 37.5
_WINDOW, _INKED, _DARK = 6, 0.8, 0.88
"""A window of so many cells across and down of which this share is inked, by at least an eighth of their dots: a code has one, most
print has white between its lines. Of 409 codes of all kinds and sizes on scans of 150 to 300 dpi one was lost (benchmarks/reading.md)."""
_AROUND = 1.0
"""Inches around such windows in which the rest of the code may lie: bars of a large code stand far apart."""
_STRETCH = 4
"""Of so many dots along the bars of a code that lies on its side one is looked at: the bars stay as sharp as they are."""


def find(sheet: Sheet, page: int) -> tuple[Code, ...]:
    """The codes on a sheet, in reading order, with boxes in points of the sheet as it lies."""
    image = sheet.image
    while image.width * image.height > _LARGEST:
        image = image.reduce(2)
    place = _textured(image, image.width / sheet.width * 72)
    found = list(patches.find(sheet, page))
    if place:
        across, down = sheet.width / image.width, sheet.height / image.height
        spot = image if place == (0, 0, *image.size) else image.crop(place)
        part = Sheet(spot, spot.width * across, spot.height * down)
        found += [replace(code, box=_moved(code.box, place[0] * across, place[1] * down)) for code in _in_part(part, page)]
    return tuple(sorted(found, key=lambda code: (code.box[1], code.box[0])))[:_MOST]


def _textured(image: Image.Image, dpi: float) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom in dots of all that may be a code; searching whole pages of print costs five times as much."""
    cell = max(1, int(dpi / _CELLS_PER_INCH))
    dark = np.asarray(image.reduce(cell)) < _DARK * 255
    if min(dark.shape) <= _WINDOW:
        return 0, 0, *image.size
    sums = np.pad(dark.cumsum(0, dtype=np.int32).cumsum(1, dtype=np.int32), ((1, 0), (1, 0)))
    inked = sums[_WINDOW:, _WINDOW:] - sums[:-_WINDOW, _WINDOW:] - sums[_WINDOW:, :-_WINDOW] + sums[:-_WINDOW, :-_WINDOW]
    rows, columns = np.nonzero(inked >= _INKED * _WINDOW**2)
    if not len(rows):
        return None
    edge = round(_AROUND * dpi)
    right, bottom = (int(places.max() + _WINDOW) * cell + edge for places in (columns, rows))
    left, top = (max(int(places.min()) * cell - edge, 0) for places in (columns, rows))
    return left, top, min(right, image.width), min(bottom, image.height)


def _moved(box: Box, across: float, down: float) -> Box:
    return box[0] + across, box[1] + down, box[2] + across, box[3] + down


def _in_part(sheet: Sheet, page: int) -> list[Code]:
    # Where nothing is to be seen, a ninth of the dots is looked at again: that swallows the noise between the modules of large codes,
    # such as those on our own sheets, and costs a ninth.
    small = min(sheet.image.size) <= _COARSE
    return _once(_looks(sheet, page)) or ([] if small else _seen(sheet, sheet.image.reduce(_COARSE), page, _KINDS))


def _looks(sheet: Sheet, page: int) -> Iterator[Code]:
    """What each way of looking shows. On fine scans every format in every turn at full size takes twice as long, for the smallest codes."""
    image = sheet.image
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
