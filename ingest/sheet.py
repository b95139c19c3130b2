"""One page as a grey image with its size on paper, and the pixel budget every page image must keep. Opens no files."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PIL import Image

PIXELS = 60_000_000
"""No page image has more pixels: an A0 drawing gets a lower resolution, never a crash."""

OCR_DPI = 300.0
"""At most so many dots are looked at; small codes need them."""
_COARSE, _MIDDLE, _FINE = 180.0, 240.0, 285.0
_READ = (OCR_DPI, 250.0, 270.0)
"""What scans below ``_COARSE``, below ``_MIDDLE`` and above ``_FINE`` are brought to before letters are read: at 150 dpi one word in
twenty more is read, at 200 one in a hundred; at 300 as many with a tenth less CPU (benchmarks/reading.md)."""
_SAME = 0.04
VIEW_SIDE = 1240
"""Length of the short side of the image a person sees; enough to read 6 pt text of an A4 page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page ready for reading. ``image`` is grey (mode L); ``width`` and ``height`` are points on paper.

    ``flat`` tells that it is the sheet on a photo, made flat.
    """

    image: Image.Image
    width: float
    height: float
    flat: bool = False

    @property
    def dpi(self) -> float:
        return self.image.width / self.width * 72

    def for_reading(self) -> Sheet:
        """The sheet with the dots that letters are read best with, within the pixel budget; one that has them is returned as it is."""
        dpi = self.dpi
        wanted = _READ[0] if dpi < _COARSE else _READ[1] if dpi < _MIDDLE else _READ[2] if dpi > _FINE else dpi
        factor = scale_within(self.width, self.height, wanted / 72) * 72 / dpi
        if abs(factor - 1) < _SAME:
            return self
        size = (round(self.image.width * factor), round(self.image.height * factor))
        way = Image.Resampling.BICUBIC if factor > 1 else Image.Resampling.HAMMING  # which takes two thirds of the time
        return replace(self, image=self.image.resize(size, way))

    def turned(self, rotation: int) -> Sheet:
        """The sheet turned clockwise by 0, 90, 180 or 270 degrees."""
        if rotation == 0:
            return self
        width, height = (self.width, self.height) if rotation == 180 else (self.height, self.width)
        return replace(self, image=turn(self.image, rotation), width=width, height=height)


def turn(image: Image.Image, rotation: int) -> Image.Image:
    """The image turned clockwise by a multiple of 90 degrees, without loss."""
    ways = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    return image.transpose(ways[rotation]) if rotation else image


def scale_within(width: float, height: float, scale: float) -> float:
    """``scale`` for a page of this size, lowered where the result would break the pixel budget."""
    pixels = max(width, 1.0) * max(height, 1.0) * scale * scale
    return scale if pixels <= PIXELS else scale * (PIXELS / pixels) ** 0.5


def view_scale(width: float, height: float) -> float:
    """The factor from a page's size to the image a person sees: short side ``VIEW_SIDE``, long side at most four times that."""
    short, long = sorted((max(width, 1.0), max(height, 1.0)))
    return min(VIEW_SIDE / short, 4 * VIEW_SIDE / long)
