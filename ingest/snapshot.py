"""The codes on a picture from a phone, read while somebody waits. Runs in a bounded child; keeps nothing."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from archive.problems import Unreadable
from ingest.codes import find
from ingest.sheet import Sheet

_LARGEST = 20_000_000


def codes_of(data: bytes) -> list[str]:
    """What the codes say, in reading order. Raises ``Unreadable``."""
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as image:
            if image.width * image.height > _LARGEST:
                raise Unreadable("Dieses Bild ist zu groß. Bitte gehen Sie weiter weg.", cause=f"{image.size}")
            shown = ImageOps.exif_transpose(image).convert("L")
    except (OSError, SyntaxError, ValueError) as error:
        raise Unreadable("Dieses Bild lässt sich nicht öffnen. Bitte nehmen Sie es noch einmal auf.", cause=repr(error)) from error
    return [code.text for code in find(Sheet(shown, shown.width, shown.height), 1)]
