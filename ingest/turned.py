"""One page read the way a person turned it: the body of a bounded child. No detector has a say; a text layer is not believed either."""

from __future__ import annotations

from typing import Any

from archive.reading_json import page_to_json
from archive.scan import Page
from ingest import orient, picture, render
from ingest.media import MEDIA_TYPES
from ingest.ocr import Engine
from ingest.pages import rounded
from ingest.sheet import Sheet


def read_turned(path: str, media: str, number: int, rotation: int, engine: Engine) -> dict[str, Any]:
    """The page as JSON. ``rotation`` is the clockwise turn from the original page to what the person wants to see."""
    sheet = _sheet(path, media, number)
    seen = orient.read_as(sheet, rotation, engine)
    return page_to_json(rounded(Page(number, seen.width, seen.height, rotation, seen.words, "ocr", seen.skew, flat=sheet.flat)))


def _sheet(path: str, media: str, number: int) -> Sheet:
    if MEDIA_TYPES[media] == "image":
        return picture.grey(path, number)
    with render.opened(path) as document:
        return render.grey(document[number - 1])
