"""A place of a page alone on white, larger or smaller than it was read at first: what a second look is given to read."""

from __future__ import annotations

from PIL import Image, ImageFilter

from archive.scan import Box
from ingest.sheet import OCR_DPI, Sheet

LOOKS = ((0.65, 0.0), (0.8, 0.0), (1.0, 1.2))
"""Size against 300 dpi, and blur in dots: small print of needles and faxes closes to strokes in different ones of them."""
_MARGIN, _WHITE = 0.4, 12


def view(sheet: Sheet, box: Box, size: float, blur: float) -> Sheet:
    """The place alone on white, enlarged or reduced, blurred."""
    dots, high = sheet.image.width / sheet.width, box[3] - box[1]
    edges = (box[0] - _MARGIN * high, box[1] - _MARGIN * high, box[2] + _MARGIN * high, box[3] + _MARGIN * high)
    spot = sheet.image.crop(tuple(round(edge * dots) for edge in edges))  # type: ignore[arg-type] # four of them
    factor = size * OCR_DPI / sheet.dpi
    spot = spot.resize((max(round(spot.width * factor), 8), max(round(spot.height * factor), 8)), Image.Resampling.BICUBIC)
    image = Image.new("L", (spot.width + 2 * _WHITE, spot.height + 2 * _WHITE), 255)
    image.paste(spot, (_WHITE, _WHITE))
    image = image.filter(ImageFilter.GaussianBlur(blur)) if blur else image
    return Sheet(image, image.width * 72 / OCR_DPI, image.height * 72 / OCR_DPI)
