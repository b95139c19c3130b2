"""Image files (JPEG, PNG, TIFF, WebP, HEIC) to page images: right way up by EXIF, grey, at a resolution that makes sense.

Runs in a bounded child only: decoding foreign images can take any amount of memory. Knows nothing of PDF and of text.
"""

from __future__ import annotations

import numpy as np
from PIL import Image
from pillow_heif import register_heif_opener

from archive.problems import TooHeavy, Unreadable
from ingest import bilevel, flatten, tone
from ingest.sheet import OCR_DPI, Sheet, scale_within, turn, view_scale

register_heif_opener()
# Our own check below replaces Pillow's: a 600 dpi A3 scan is no bomb, and reading happens under a hard memory bound.
Image.MAX_IMAGE_PIXELS = None
Image.init()

_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "HEIF")
_DECODED = 640 << 20
_FOUR_BYTES = ("RGB", "RGBA", "CMYK", "YCbCr", "LAB", "HSV", "RGBX", "I", "F", "LA", "PA")
_A4 = 842.0
_A3 = 1191.0
_LARGEST = 3500.0
"""Points; a little more than the long side of A0."""
_SCREEN_DPI = (72, 96)
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def count(path: str) -> int:
    """How many pages an image file has: one, or for TIFF as many as it has frames."""
    with _open(path) as image:
        return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def extent(path: str) -> list[float]:
    """Width and height of the upright picture in points."""
    with _open(path) as image:
        width, height = paper(image)
        return [height, width] if _orientation(image) >= 5 else [width, height]


def grey(path: str, number: int) -> Sheet:
    """Page ``number`` (from 1) for reading."""
    with _open(path) as image:
        _seek(image, number)
        orientation = _orientation(image)
        width, height = paper(image)
        dots = (image.width / width * 72, image.height / height * 72)
        scale = scale_within(width, height, (bilevel.FAX_DPI if bilevel.flat(*dots) else min(OCR_DPI, max(dots))) / 72)
        # A fax has other dots across than down; reading needs square ones.
        target = (max(round(width * scale), 1), max(round(height * scale), 1))
        hard = image.mode == "1" or bilevel.flat(*dots)
        mode = "RGB" if _coloured(image) and target[0] * target[1] <= tone.LARGEST else "L"
        decoded = _level(_decoded(image, mode, target))
        seen = _resized(bilevel.softened(decoded, *dots) if hard else decoded, target)
        found = flatten.corners(seen) if _photographed(image) else None
    if found:
        seen = flatten.flattened(seen, found, max(seen.size))
        scale = max(seen.size) / _A4
        width, height = seen.width / scale, seen.height / scale
    upright = _applied(tone.grey(seen, scale * 72), orientation)
    return Sheet(upright, *((height, width) if orientation >= 5 else (width, height)), flat=found is not None)


def _photographed(image: Image.Image) -> bool:
    """Does the file say nothing of its resolution, or what cameras say? Scanners know theirs."""
    return image.format in ("JPEG", "HEIF", "WEBP") and _coloured(image) and _dots(image)[0] in (1.0, *_SCREEN_DPI)


def _coloured(image: Image.Image) -> bool:
    """Was it stored with colours? Whether there is anything coloured on it shows later."""
    return image.mode not in ("1", "L", "LA") and not image.mode.startswith(("I", "F"))


def view(path: str, number: int, rotation: int, *, flat: bool = False) -> Image.Image:
    """Page ``number`` as a person sees it: colour, upright, at the size of the viewer and never larger than the original.

    ``flat`` tells that it was made flat for reading, so that words lie where they are shown.
    """
    with _open(path) as image:
        _seek(image, number)
        orientation = _orientation(image)
        width, height = paper(image)
        native = max(image.width / width, image.height / height)
        scale = min(view_scale(width, height), native)
        target = (max(round(width * scale), 1), max(round(height * scale), 1))
        shown = _resized(_decoded(image, "RGB", target), target)
    found = flatten.corners(shown) if flat else None
    shown = flatten.flattened(shown, found, max(shown.size)) if found else shown
    return turn(_applied(shown, orientation), rotation)


def paper(image: Image.Image) -> tuple[float, float]:
    """Width and height in points. A missing or impossible resolution is replaced by the guess that the page is as long as A4."""
    across, down = _dots(image)
    width, height = image.width / across * 72, image.height / down * 72
    screen = across in _SCREEN_DPI and max(width, height) > _A3
    if screen or not (100 <= max(width, height) <= _LARGEST) or min(across, down) < 50 or not 0.3 < across / down < 3:
        scale = _A4 / max(image.width, image.height)
        return image.width * scale, image.height * scale
    return width, height


def _dots(image: Image.Image) -> tuple[float, float]:
    try:
        across, down = image.info.get("dpi", (0, 0))
        # TIFF and EXIF write fractions, and some writers put zero below the line.
        return (float(across), float(down)) if across > 0 and down > 0 else (1.0, 1.0)
    except (TypeError, ValueError, ZeroDivisionError):
        return 1.0, 1.0


def _open(path: str) -> Image.Image:
    try:
        image = Image.open(path, formats=_FORMATS)
    except Exception as error:
        raise Unreadable(
            "Dieses Bild ist beschädigt und lässt sich nicht öffnen. Bitte scannen oder fotografieren Sie das Papier noch einmal.",
            cause=repr(error),
        ) from error
    if image.width * image.height == 0:
        raise Unreadable("Dieses Bild hat keine Fläche. Bitte scannen Sie das Papier noch einmal.", cause=f"size {image.size}")
    return image


def _seek(image: Image.Image, number: int) -> None:
    if number > 1:
        image.seek(number - 1)


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation still to be applied. Pillow applies that of TIFF and HEIC by itself."""
    if image.format in ("TIFF", "HEIF"):
        return 1
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 — a broken EXIF block raises many things and only means: no orientation known
        return 1
    return value if value in _TURNS else 1


def _applied(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image


def _decoded(image: Image.Image, mode: str, target: tuple[int, int]) -> Image.Image:
    """The pixels in ``mode``, decoded small where the format can (JPEG)."""
    image.draft(mode, target)
    size = image.width * image.height * (4 if image.mode in _FOUR_BYTES else 2)
    if size > _DECODED:
        raise TooHeavy(
            f"Dieses Bild ist mit {image.width} mal {image.height} Bildpunkten zu groß. Bitte scannen Sie das Papier mit 300 dpi.",
            cause=f"{size} bytes decoded, mode {image.mode}",
        )
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unreadable(
            "Dieses Bild ist beschädigt oder nicht vollständig. Bitte scannen oder fotografieren Sie das Papier noch einmal.",
            cause=repr(error),
        ) from error
    return _on_white(image, mode)


def _on_white(image: Image.Image, mode: str) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        return _narrow(image).convert(mode)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        white.alpha_composite(layer)
        return white.convert(mode)
    return image.convert(mode) if image.mode != mode else image.copy()


def _narrow(image: Image.Image) -> Image.Image:
    """Sixteen bits or more a pixel brought down to eight; Pillow itself would cut off the bright part."""
    values = np.asarray(image)
    if image.mode.startswith("I;16"):
        return Image.fromarray((values >> 8).astype(np.uint8))
    top = max(float(values.max()), 1.0)
    return Image.fromarray(np.clip(values * (255.0 / top), 0, 255).astype(np.uint8))


def _level(image: Image.Image) -> Image.Image:
    """White writing on black paper (a negative) turned round; everything else as it is."""
    few = (max(image.width // 8, 1), max(image.height // 8, 1))
    small = image.resize(few, Image.Resampling.NEAREST).convert("L")
    histogram = small.histogram()
    dark = sum(histogram[:96])
    return image.point(lambda v: 255 - v) if dark > 0.7 * sum(histogram) else image


def _resized(image: Image.Image, target: tuple[int, int]) -> Image.Image:
    if image.size == target:
        return image
    return image.resize(target, Image.Resampling.BICUBIC, reducing_gap=2.0)
