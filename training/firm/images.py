"""Encodes page pictures as scanners, fax machines and phones do. The same picture gives the same bytes: no dates, no serial numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pillow_heif
from PIL import Image, ImageChops, TiffImagePlugin

from training.firm.pdf import Picture

ORIENTATION = 0x0112


def jpeg(image: Image.Image, dpi: int, quality: int) -> bytes:
    """A JPEG with its resolution."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    return out.getvalue()


def phone_jpeg(image: Image.Image) -> bytes:
    """As phones store upright pictures: lying on the side, with a note how to turn them."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    out = io.BytesIO()
    image.transpose(Image.Transpose.ROTATE_90).save(out, "JPEG", quality=82, exif=exif)
    return out.getvalue()


def heic(image: Image.Image) -> bytes:
    """HEIC, the other way phones store pictures."""
    out = io.BytesIO()
    pillow_heif.from_pillow(image.convert("RGB")).save(out, quality=55, enc_params={"preset": "ultrafast"})
    return out.getvalue()


def png(image: Image.Image, dpi: int) -> bytes:
    """A PNG in sixteen greys, which keeps noisy pages small."""
    out = io.BytesIO()
    image.convert("L").quantize(16).save(out, "PNG", dpi=(dpi, dpi), optimize=False)
    return out.getvalue()


def webp(image: Image.Image) -> bytes:
    """A WebP as messengers send it."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=72)
    return out.getvalue()


def tiff(images: Sequence[Image.Image], dpi: int) -> bytes:
    """A multi-page TIFF, one bit, fax coding: the usual archive setting of office scanners."""
    bits = [image.convert("L").point([255 if v > 150 else 0 for v in range(256)]).convert("1") for image in images]
    out = io.BytesIO()
    bits[0].save(out, "TIFF", compression="group4", save_all=True, append_images=bits[1:], dpi=(dpi, dpi))
    return out.getvalue()


def colour_tiff(image: Image.Image, dpi: int) -> bytes:
    """A TIFF in colour at 600 dots per inch, as photo scanners store it: many pixels for little print."""
    factor = 600 / dpi
    large = image.convert("RGB").resize((round(image.width * factor), round(image.height * factor)), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    large.save(out, "TIFF", compression="jpeg", quality=70, dpi=(600, 600))
    return out.getvalue()


def scanned(image: Image.Image, dpi: int, quality: int) -> Picture:
    """A page for a scanner's PDF, coded as JPEG."""
    size = (image.width * 72 / dpi, image.height * 72 / dpi)
    return Picture(jpeg(image, dpi, quality), "DCTDecode", image.size, size, grey=image.mode == "L")


def faxed(image: Image.Image, size: tuple[float, float]) -> Picture:
    """A page of one bit for a fax server's PDF, coded as G4; ``size`` in points, for its dots are not square."""
    out = io.BytesIO()
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[TiffImagePlugin.ROWSPERSTRIP] = image.height
    # TIFF and PDF disagree on which bit is ink.
    ImageChops.invert(image).save(out, "TIFF", compression="group4", tiffinfo=info)
    strip = TiffImagePlugin.TiffImageFile(io.BytesIO(out.getvalue()))
    start, length = strip.tag_v2[TiffImagePlugin.STRIPOFFSETS][0], strip.tag_v2[TiffImagePlugin.STRIPBYTECOUNTS][0]
    return Picture(out.getvalue()[start : start + length], "CCITTFaxDecode", image.size, size)
