"""Pages as a person sees them, drawn inside the bounded child: from the original, or from their words where it has no pages.

Each function here is the body of one child and answers bytes. Nothing here is called in a web or worker process but :func:`drawn`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from PIL import Image

from archive.problems import Unreadable
from archive.reading_json import page_from_json
from ingest import listing, picture, render
from ingest.media import MEDIA_TYPES

_VIEW_QUALITY = 60
_WEBP_SIDE = 16_383
DRAWN = frozenset({"einvoice", "file"})
"""Pages that are drawn from their words: the original has none."""


def draw_some(path: str, media: str, shown: Sequence[dict[str, Any]]) -> bytes:
    """Several pages from one child, as :func:`drawn` takes them apart."""
    images = [draw(path, media, page) for page in shown]
    return b"".join(len(image).to_bytes(4, "big") + image for image in images)


def drawn(together: bytes) -> Iterator[bytes]:
    """The images of :func:`draw_some`, in their order. Raises ``Unreadable`` for what a child made up."""
    at = 0
    while at < len(together):
        size = int.from_bytes(together[at : at + 4], "big")
        if not 0 < size <= len(together) - at - 4:
            raise Unreadable("Die Seiten ließen sich nicht zeichnen. Bitte geben Sie die Datei noch einmal ab.", cause="frame of images")
        yield together[at + 4 : at + 4 + size]
        at += 4 + size


def draw(path: str, media: str, page: dict[str, Any]) -> bytes:
    """The page upright as WebP for the viewer."""
    shown = page_from_json(page)
    kind = MEDIA_TYPES[media]
    if shown.how in DRAWN:
        image: Image.Image = listing.draw(shown)
    elif kind == "image":
        image = picture.view(path, shown.number, shown.rotation, flat=shown.flat)
    else:
        with render.opened(path) as document:
            image = render.view(document[shown.number - 1], shown.rotation)
    if max(image.size) > _WEBP_SIDE:
        image.thumbnail((_WEBP_SIDE, _WEBP_SIDE))
    out = BytesIO()
    image.save(out, "WEBP", quality=_VIEW_QUALITY, method=2)
    return out.getvalue()
