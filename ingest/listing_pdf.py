"""The readable view of an e-invoice as a PDF: real text, embedded font, page numbers, and on every page that it is no original.

Drawn with the library that reads PDFs. Runs in a bounded child; decides nothing about what is said (``listing_blocks``).
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from archive import codec
from archive.scan import EInvoice, Page
from ingest import bounded, listing
from ingest.listing_words import HEIGHT, SIZES, WIDTH, size_of, wrapped

_FONTS = Path(__file__).parent / "fonts"
_LEFT, _FOOT = 56.0, 797.0
_NUMBERED = 480.0
"""Where the foot ends and the number of the page stands."""
_ASCENT = 0.905
"""Of Liberation Sans: how far its base line stands below the top of a line, in sizes."""


def readable_pdf(invoice: EInvoice, foot: str) -> bytes:
    """The view with ``foot`` on every page, which says what the original is. Raises a ``Problem`` when there is none to be had."""
    made: bytes = bounded.run(_made, codec.encode(invoice), foot)
    return made


def _made(encoded: Any, foot: str) -> bytes:
    pages = listing.pages(codec.decode(EInvoice, encoded))
    document = pypdfium2.PdfDocument.new()
    fonts = {weight: _font(document, weight) for weight in ("Regular", "Bold")}
    for page in pages:
        drawn = document.new_page(WIDTH, HEIGHT)
        for text, left, top, size in (*_words(page), *_footer(page.number, len(pages), foot)):
            item = pdfium.FPDFPageObj_CreateTextObj(document.raw, fonts["Bold" if size > SIZES["text"] else "Regular"], size)
            pdfium.FPDFText_SetText(item, _utf16(text))
            pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, left, HEIGHT - top - size * _ASCENT)
            pdfium.FPDFPage_InsertObject(drawn.raw, item)
        drawn.gen_content()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _words(page: Page) -> Iterator[tuple[str, float, float, float]]:
    # The blank belongs to the word before it, so that what is copied has words and not one long one.
    return ((f"{word.text} ", word.box[0], word.box[1], size_of(word)) for word in page.words)


def _footer(number: int, count: int, foot: str) -> Iterator[tuple[str, float, float, float]]:
    size = SIZES["fine"]
    yield f"Seite {number} von {count}", _NUMBERED, _FOOT, size
    for row, text in enumerate(wrapped(foot, _NUMBERED - _LEFT - 20, size)[:2]):
        yield text, _LEFT, _FOOT + row * size * 1.3, size


def _font(document: pypdfium2.PdfDocument, weight: str) -> Any:
    data = _font_data(weight)
    array = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    return pdfium.FPDFText_LoadFont(document.raw, array, len(data), pdfium.FPDF_FONT_TRUETYPE, True)


@functools.cache
def _font_data(weight: str) -> bytes:
    return (_FONTS / f"LiberationSans-{weight}.ttf").read_bytes()


def _utf16(text: str) -> Any:
    return ctypes.cast(ctypes.create_string_buffer(f"{text}\0".encode("utf-16-le", "replace")), ctypes.POINTER(ctypes.c_ushort))
