"""Pages of papers as a searchable PDF/A: the picture of each page, and its words invisible behind it. Reads no paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import BytesIO

import numpy as np
from PIL import Image

from archive.scan import Page
from export.pdf import Attached, Picture, Sheet, Writer

Pictures = Callable[[int], bytes]
"""The upright image of a page (WebP), by its number."""

_QUALITY = 82
_COLOURLESS = 12
"""How far apart the colours of a pixel may be on a page that counts as grey: what a JPEG leaves of white paper is never quite grey."""


def searchable(title: str, pages: Sequence[Page], pictures: Pictures, made: datetime, attached: Sequence[Attached] = ()) -> bytes:
    """The whole file."""
    writer = Writer(title, made)
    add_pages(writer, pages, pictures)
    for file in attached:
        writer.attach(file)
    return writer.finish()


def add_pages(writer: Writer, pages: Sequence[Page], pictures: Pictures, bookmark: str = "") -> None:
    """The pages of one paper at the end of a file, the first with the bookmark."""
    for sheet in _sheets(writer, pages, pictures):
        writer.add(sheet, bookmark)
        bookmark = ""


def _sheets(writer: Writer, pages: Sequence[Page], pictures: Pictures) -> Iterator[Sheet]:
    for page in pages:
        sheet = Sheet((page.width, page.height), picture=_picture(pictures(page.number), (page.width, page.height)))
        writer.hidden(sheet, page.words)
        yield sheet


def _picture(webp: bytes, size: tuple[float, float]) -> Picture:
    image: Image.Image = Image.open(BytesIO(webp), formats=("WEBP",)).convert("RGB")
    grey = _is_grey(image)
    out = BytesIO()
    (image.convert("L") if grey else image).save(out, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(out.getvalue(), image.size, size, grey)


def _is_grey(image: Image.Image) -> bool:
    small = image.reduce(max(1, min(image.size) // 300)).convert("YCbCr")
    colours = np.asarray(small)[..., 1:].astype(int)
    return bool(np.abs(colours - 128).max() <= _COLOURLESS)
