"""The bundled fonts by the short names used in layouts, and how wide a text is. Draws nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

FILES = {
    "sans": "LiberationSans-Regular.ttf",
    "sans-bold": "LiberationSans-Bold.ttf",
    "serif": "LiberationSerif-Regular.ttf",
    "serif-bold": "LiberationSerif-Bold.ttf",
    "mono": "LiberationMono-Regular.ttf",
    "mono-bold": "LiberationMono-Regular.ttf",
    "matrix": "LiberationMono-Regular.ttf",
    "matrix-bold": "LiberationMono-Regular.ttf",
    "typewriter": "GNUTypewriter.ttf",
    "typewriter-bold": "GNUTypewriter.ttf",
    "cabin": "Cabin-Regular.otf",
    "cabin-bold": "Cabin-Bold.otf",
    "slab-bold": "RobotoSlab-Bold.otf",
    "hand": "Breip.ttf",
    "hand-bold": "Breip.ttf",
}
"""Fonts of line and typewriter printers have no bold: theirs is the same face."""


def path(name: str) -> Path:
    """The file of a font."""
    return Path(__file__).with_name(FILES[name])


@cache
def font(name: str, pixels: float) -> ImageFont.FreeTypeFont:
    """A font at a size; the basic layout engine is the one every Pillow has."""
    return ImageFont.truetype(path(name), pixels, layout_engine=ImageFont.Layout.BASIC)


def width(text: str, name: str, size: float) -> float:
    """The width of ``text`` in points at ``size`` points."""
    return float(font(name, 100.0).getlength(text)) * size / 100.0
