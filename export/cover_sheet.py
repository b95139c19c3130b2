"""Cover sheets and separator sheets to print: large enough for a tired scanner, plain enough for people."""

from __future__ import annotations

from datetime import datetime

from archive.cover import SEPARATOR, Cover
from archive.doctypes import doctype
from archive.order import Order
from export import barcode
from export.pdf import A4, MM, Sheet, Writer, wrapped

_LEFT, _WIDE = 25 * MM, 160 * MM
_HOW = (
    "So geht es: Legen Sie dieses Blatt vor die Belege. Scannen Sie alles zusammen, auch mehrere Stapel mit mehreren Blättern. "
    "Die Auftragsmappe trennt an diesem Blatt und legt die Belege dahinter von selbst ab. Das Blatt können Sie wieder verwenden."
)
_APART = (
    "So geht es: Legen Sie dieses Blatt zwischen zwei Belege und scannen Sie alles zusammen. Die Auftragsmappe trennt an diesem "
    "Blatt. Jeder Beleg wird für sich gelesen und abgelegt. Das Blatt können Sie wieder verwenden."
)


def cover_sheet(order: Order, kind: str, made: datetime) -> bytes:
    """The sheet for an order's folder as a PDF; ``kind`` is a document type or ""."""
    writer = Writer(f"Deckblatt {order.number}", made)
    sheet = Sheet()
    writer.text(sheet, (_LEFT, 30 * MM), "DECKBLATT", 22, "Bold")
    top = _lines(writer, sheet, 48 * MM, (order.number, 40))
    top = _lines(writer, sheet, top, (order.customer, 16))
    top = _lines(writer, sheet, top, (order.title, 14))
    _lines(writer, sheet, top + 2 * MM, (f"Für: {doctype(kind).plural}" if kind else "Für: alle Belege", 16))
    _codes(writer, sheet, Cover(order.number, kind, sheet=True))
    _how(writer, sheet, _HOW)
    writer.add(sheet)
    return writer.finish()


def separator_sheet(made: datetime) -> bytes:
    """The sheet that only separates, with the bars of patch T for scanners that part stacks by themselves."""
    writer = Writer("Trennblatt", made)
    sheet = Sheet()
    barcode.patch_t((writer, sheet), ((A4[0] - 100 * MM) / 2, 14 * MM), 100 * MM)
    writer.text(sheet, (_LEFT, 62 * MM), "TRENNBLATT", 40, "Bold")
    _codes(writer, sheet, Cover("", "", sheet=True))
    _how(writer, sheet, _APART)
    writer.add(sheet)
    return writer.finish()


def _codes(writer: Writer, sheet: Sheet, cover: Cover) -> None:
    side = 62 * MM
    barcode.qr((writer, sheet), ((A4[0] - side) / 2, 110 * MM), side, cover.text)
    bare = Cover(cover.order).text
    wide = min(_WIDE, (11 * len(bare) + 35) * 0.6 * MM)
    barcode.code128((writer, sheet), ((A4[0] - wide) / 2, 188 * MM), (wide, 24 * MM), bare)
    writer.text(sheet, (_LEFT, 222 * MM), cover.order or SEPARATOR, 12)


def _how(writer: Writer, sheet: Sheet, text: str) -> None:
    top = 240 * MM
    for line in wrapped(text, 11, _WIDE):
        writer.text(sheet, (_LEFT, top), line, 11)
        top += 15


def _lines(writer: Writer, sheet: Sheet, top: float, said: tuple[str, float]) -> float:
    text, size = said
    for line in wrapped(text, size, _WIDE, "Bold")[:2] if text else ():
        writer.text(sheet, (_LEFT, top), line, size, "Bold")
        top += size * 1.25
    return top
