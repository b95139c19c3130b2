"""A folder as one PDF/A: a list of what is in it, then every paper with a bookmark; the data of e-invoices are attached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import accumulate

from archive.order import Order
from archive.problems import TooHeavy
from export.archival import add_pages
from export.parcel import Item, ending, file_names
from export.pdf import A4, Attached, Sheet, Writer, wrapped
from ingest.media import HEAD, media_type

MOST_PAGES = 600
_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, 540.0, 60.0, 780.0
_COLUMNS = (0.0, 30.0, 190.0, 270.0, 430.0)
_HEADS = ("Nr.", "Papier", "Datum", "Von", "Seite")

PageImage = Callable[[str, int], bytes]
"""The image of a page (WebP), by Eingangsnummer and number."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What goes out together: the order, for whom in German, and when it was put together."""

    order: Order
    audience: str
    items: Sequence[Item]
    made: datetime


def folder_pdf(bundle: Bundle, images: PageImage, original: Callable[[Item], bytes]) -> bytes:
    """The whole file; ``original`` gives the bytes of an e-invoice as they came. Raises ``TooHeavy`` beyond ``MOST_PAGES``."""
    count = sum(_pages(item) for item in bundle.items)
    if count > MOST_PAGES:
        raise TooHeavy(
            f"Diese Auswahl hat {count} Seiten, in eine PDF-Datei passen {MOST_PAGES}. "
            "Bitte wählen Sie weniger Papiere aus oder nehmen Sie die ZIP-Datei.",
            cause="folder too large for one pdf",
        )
    writer = Writer(f"Mappe {bundle.order.number}", bundle.made)
    add_list(writer, bundle, numbered=True)
    for name, item in zip(file_names(bundle.items), bundle.items, strict=True):
        if item.reading:
            add_pages(writer, item.reading.pages, partial(images, item.document.eingangsnummer), item.title)
        if item.einvoice and item.whole:
            writer.attach(as_received(name, original(item)))
    return writer.finish()


def as_received(name: str, data: bytes) -> Attached:
    """An e-invoice's original as a file that lies in a PDF."""
    media = media_type(data[:HEAD])
    return Attached(f"{name}.{ending(data)}", data, media or "application/octet-stream", "Source")


def contents_pdf(bundle: Bundle) -> bytes:
    """The list alone."""
    writer = Writer(f"Inhalt der Mappe {bundle.order.number}", bundle.made)
    add_list(writer, bundle, numbered=False)
    return writer.finish()


def add_list(writer: Writer, bundle: Bundle, *, numbered: bool) -> None:
    """The pages of the list. ``numbered`` tells on which page of this file each paper begins."""
    # Laid out twice: how many pages the list has is known only then, and rows are written in the order people read them.
    first = len(_sheets(Writer("", bundle.made), bundle, [0] * len(bundle.items))) + 1
    begins = accumulate((_pages(item) for item in bundle.items), initial=first)
    sheets = _sheets(writer, bundle, list(begins)[:-1] if numbered else [0] * len(bundle.items))
    for number, sheet in enumerate(sheets, 1):
        writer.text(sheet, (_LEFT, A4[1] - 36), f"Mappe {bundle.order.number} · zusammengestellt am {bundle.made:%d.%m.%Y}", 8)
        writer.text(sheet, (_RIGHT - 60, A4[1] - 36), f"Inhalt {number} von {len(sheets)}", 8)
        writer.add(sheet, "Inhalt" if number == 1 else "")


def _sheets(writer: Writer, bundle: Bundle, begins: Sequence[int]) -> list[Sheet]:
    """The sheets of the list; ``begins`` is the page on which each paper begins, 0 for no word about it."""
    sheet, y = Sheet(), _TOP
    for text, size in ((f"Mappe {bundle.order.number}", 20), (bundle.order.customer, 12), (bundle.order.title, 12), (bundle.audience, 11)):
        for line in wrapped(text, size, _RIGHT - _LEFT, "Bold") if text else ():
            y += size * 1.3
            writer.text(sheet, (_LEFT, y), line, size, "Bold")
    y = _heads(writer, sheet, y + 28)
    sheets = [sheet]
    for at, (item, begin) in enumerate(zip(bundle.items, begins, strict=True), 1):
        row = _row(at, item, begin)
        height = max(len(cell) for cell in row) * 12 + 5
        if y + height > _BOTTOM:
            sheet = Sheet()
            y = _heads(writer, sheet, _TOP)
            sheets.append(sheet)
        for left, cell in zip(_COLUMNS, row, strict=True):
            for down, line in enumerate(cell):
                writer.text(sheet, (_LEFT + left, y + 12 * down), line, 9)
        y += height
    return sheets


def _heads(writer: Writer, sheet: Sheet, y: float) -> float:
    for left, head in zip(_COLUMNS, _HEADS, strict=True):
        writer.text(sheet, (_LEFT + left, y), head, 9, "Bold")
    writer.box(sheet, (_LEFT, y + 5, _RIGHT, y + 5.6))
    return y + 20


def _row(at: int, item: Item, begin: int) -> list[Sequence[str]]:
    waiting = " (noch nicht geprüft)" if item.document.state == "waiting" else ""
    where = (str(begin) if _pages(item) else "ohne Bild") if begin else ""
    cells = (str(at), f"{item.title}{waiting}", f"{item.day:%d.%m.%Y}", item.document.value("lieferant"), where)
    edges = [*_COLUMNS[1:], _RIGHT - _LEFT]
    return [wrapped(cell, 9, edge - left - 8)[:3] for cell, left, edge in zip(cells, _COLUMNS, edges, strict=True)]


def _pages(item: Item) -> int:
    return len(item.reading.pages) if item.reading else 0
