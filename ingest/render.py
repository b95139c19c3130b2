"""PDF pages to images, the only module that knows pypdfium2. Decides nothing about what is on a page.

Runs in a bounded child only: PDFium is not safe for threads, and a hostile page can take any amount of memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO

import pypdfium2 as pdfium
from PIL import Image, ImageStat
from pypdfium2 import raw

from archive.problems import Unreadable
from ingest import bilevel, mend, tone
from ingest.sheet import OCR_DPI, Sheet, scale_within, turn, view_scale

PdfiumError = pdfium.PdfiumError
PdfPage = pdfium.PdfPage

_ATTACHMENT = 64 << 20
_CODE_DPI = 200.0
_GLANCE = 0.3
"""Dots a point: enough to see how bright a page is."""
_SAME_LIGHT = 25.0


@contextmanager
def opened(path: str) -> Iterator[pdfium.PdfDocument]:
    """The document, without its end as far as it goes; encrypted and more damaged ones end in a German sentence."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise Unreadable(
                "Dieses PDF ist mit einem Kennwort geschützt. Bitte geben Sie es ohne Kennwortschutz ab.",
                cause=str(error),
                code="kennwort",
            ) from error
        document = _mended(path, error)
    try:
        yield document
    finally:
        document.close()


def is_whole(path: str) -> bool:
    """Whether the file opens without being mended."""
    try:
        pdfium.PdfDocument(path).close()
    except pdfium.PdfiumError:
        return False
    return True


def _mended(path: str, damage: pdfium.PdfiumError) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(mend.mended(path) or b"")
        if len(document):
            return document
        document.close()
    except (pdfium.PdfiumError, ValueError) as error:
        damage = pdfium.PdfiumError(f"{damage}; mended: {error}")
    raise Unreadable(
        "Dieses PDF ist beschädigt oder nicht vollständig und lässt sich nicht öffnen. Bitte lassen Sie es sich noch einmal schicken.",
        cause=str(damage),
    )


def attachments(document: pdfium.PdfDocument) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each embedded XML file."""
    for index in range(document.count_attachments()):
        with suppress(pdfium.PdfiumError):
            attachment = document.get_attachment(index)
            name = attachment.get_name()
            if name.lower().endswith(".xml"):
                data = attachment.get_data()
                if len(data) <= _ATTACHMENT:
                    yield name, bytes(data)


def grey(page: pdfium.PdfPage) -> Sheet:
    """The page for reading, as shown (its /Rotate applied). A page that is one scanned picture gives that picture."""
    width, height = page.get_size()
    picture = _scanned(page)
    if picture is not None:
        return Sheet(tone.grey(picture, picture.width / width * 72), width, height)
    scale = scale_within(width, height, OCR_DPI / 72)
    gray = width * height * scale * scale > tone.LARGEST or not _has_colour(page)
    return Sheet(tone.grey(_drawn(page, scale, gray=gray), scale * 72), width, height)


def small(page: pdfium.PdfPage) -> Sheet:
    """The page in grey as it takes to find barcodes on it."""
    width, height = page.get_size()
    return Sheet(_drawn(page, scale_within(width, height, _CODE_DPI / 72), gray=True), width, height)


def view(page: pdfium.PdfPage, rotation: int) -> Image.Image:
    """The page as a person sees it: colour, upright."""
    return turn(_drawn(page, view_scale(*page.get_size()), gray=False), rotation)


def _drawn(page: pdfium.PdfPage, scale: float, *, gray: bool) -> Image.Image:
    bitmap = page.render(scale=scale, grayscale=gray, no_smoothpath=gray, rev_byteorder=not gray)
    image: Image.Image = bitmap.to_pil()
    return image.convert("L" if gray else "RGB") if image.mode != ("L" if gray else "RGB") else image.copy()


def _scanned(page: pdfium.PdfPage) -> Image.Image | None:
    """The one JPEG or fax that fills the page, for reading; ``None`` when anything else is visible or the picture lies otherwise."""
    objects = list(page.get_objects(max_depth=1))
    pictures = [o for o in objects if o.type == raw.FPDF_PAGEOBJ_IMAGE]
    others = [o for o in objects if o.type != raw.FPDF_PAGEOBJ_IMAGE and not _invisible(o)]
    if len(pictures) != 1 or others or not _fills(page, pictures[0]):
        return None
    if pictures[0].get_metadata().bits_per_pixel == 1:
        return _black_and_white(page, pictures[0])
    if pictures[0].get_filters() != ["DCTDecode"]:
        return None
    data = bytes(pictures[0].get_data(decode_simple=False))
    try:
        image = Image.open(BytesIO(data), formats=("JPEG",))
        width, height = page.get_size()
        if page.get_rotation() in (90, 270):
            width, height = height, width
        wanted = scale_within(width, height, OCR_DPI / 72)
        mode = "L" if image.mode == "L" else "RGB"
        image.draft(mode, (round(width * wanted), round(height * wanted)))
        if image.mode != mode or image.width < width or image.width * image.height > 1.5 * wanted * wanted * width * height:
            return None
        image.load()
    except (OSError, SyntaxError, ValueError):
        return None
    return turn(image, page.get_rotation())


def _black_and_white(page: pdfium.PdfPage, picture: pdfium.PdfObject) -> Image.Image | None:
    """A picture of one bit a dot as it is, softened; ``None`` when its dots are fine enough for it to be drawn like any page."""
    width, height = page.get_size()
    if page.get_rotation() in (90, 270):
        width, height = height, width
    columns, rows = picture.get_px_size()
    across, down = columns / width * 72, rows / height * 72
    if across >= bilevel.FINE or columns * rows > tone.LARGEST:
        return None
    soft = bilevel.softened(picture.get_bitmap().to_pil(), across, down)
    if abs(_brightness(soft) - _brightness(_drawn(page, _GLANCE, gray=True))) > _SAME_LIGHT:
        return None  # a stencil, or black and white the other way round
    dpi = bilevel.FAX_DPI if bilevel.flat(across, down) else across
    return turn(soft.resize((round(width * dpi / 72), round(height * dpi / 72)), Image.Resampling.BICUBIC), page.get_rotation())


def _brightness(image: Image.Image) -> float:
    return float(ImageStat.Stat(image).mean[0])


def _has_colour(page: pdfium.PdfPage) -> bool:
    """Does the page show a picture with colours? Drawing in colour takes twice the time."""
    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    return any(picture.get_metadata().bits_per_pixel >= 24 for picture in pictures)


def _invisible(item: pdfium.PdfObject) -> bool:
    return bool(item.type == raw.FPDF_PAGEOBJ_TEXT and raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _fills(page: pdfium.PdfPage, picture: pdfium.PdfObject) -> bool:
    matrix = picture.get_matrix()
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    upright = abs(matrix.b) < 0.01 * width and abs(matrix.c) < 0.01 * height and matrix.a > 0 and matrix.d > 0
    fits = abs(matrix.a - width) < 0.02 * width and abs(matrix.d - height) < 0.02 * height
    placed = abs(matrix.e - left) < 0.02 * width and abs(matrix.f - bottom) < 0.02 * height
    return bool(upright and fits and placed)


def picture_share(page: pdfium.PdfPage) -> float:
    """How much of the page its largest picture covers, 0.0 to 1.0: near 1 the page is a scan and its text layer an OCR's."""
    left, bottom, right, top = page.get_bbox()
    area = max((right - left) * (top - bottom), 1.0)
    boxes = (item.get_bounds() for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    return max((min((b[2] - b[0]) * (b[3] - b[1]) / area, 1.0) for b in boxes), default=0.0)


def has_text(page: pdfium.PdfPage) -> bool:
    """Is there a text layer at all? Cheap, and most scans have none."""
    return bool(page.get_textpage().count_chars())
