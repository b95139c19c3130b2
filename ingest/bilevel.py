"""Scans and faxes in pure black and white made soft again, so that their letters have edges a reader of grey pages knows.

A fax of standard resolution has twice as many dots across as down. Which words are on the page is not its business.
"""

from __future__ import annotations

from PIL import Image, ImageFilter

FINE = 250.0
"""Dots an inch from which black and white are read as they are."""
FAX_DPI = 250.0
"""What a fax is brought to: 0.77 of its words are read, at 204 or 300 dpi 0.75 (benchmarks/reading.md)."""
_FLAT = 1.6
"""Dots across to dots down from which it is a fax of standard resolution."""
_SOFT = 0.7
_FAX_SOFT = (0.8, 0.0)


def flat(across: float, down: float) -> bool:
    """Whether these resolutions are those of a fax with lines twice as high as its dots are wide."""
    return across < FINE and across > _FLAT * down


def softened(image: Image.Image, across: float, down: float) -> Image.Image:
    """The page in grey: its steps smoothed where its dots are coarse, along the lines only where those are high already."""
    grey = image.convert("L")
    if across >= FINE:
        return grey
    return grey.filter(ImageFilter.GaussianBlur(_FAX_SOFT if flat(across, down) else _SOFT))
