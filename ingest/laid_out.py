"""Files without pages (office documents, drawings) as pages that can be shown, searched and printed. No likeness of the original."""

from __future__ import annotations

from collections.abc import Sequence

from archive.problems import Unreadable
from archive.scan import Page
from ingest import drawings, office
from ingest.listing_words import HEIGHT, WIDTH, Column, Sheet

_LEFT, _RIGHT = 40.0, 560.0
_WHOLE = Column(_LEFT, _RIGHT)
_MOST_COLUMNS = 9
_OFFICE = "Das ist der Text dieser Datei ({}). Gestaltung und Bilder zeigt nur das Original."
_DRAWING = "Von dieser Datei ({}) gibt es hier kein Bild. Bitte öffnen Sie das Original mit Ihrem Zeichenprogramm."
_CUT = "Hier endet die Darstellung. Das Original ist länger."


def pages(path: str, media: str) -> list[Page]:
    """The pages of a file."""
    sheet = Sheet()
    if media in drawings.DRAWING_TYPES:
        _drawing(sheet, drawings.DRAWING_TYPES[media], drawings.texts(path, media))
    else:
        _office(sheet, office.TEXT_TYPES[media], path, media)
    return [Page(number, WIDTH, HEIGHT, 0, tuple(words), "file") for number, words in enumerate(sheet.laid, 1)]


def _drawing(sheet: Sheet, kind: str, texts: Sequence[str]) -> None:
    sheet.row(((_WHOLE, "Zeichnung"),), "title")
    sheet.row(((_WHOLE, _DRAWING.format(kind)),), "fine")
    sheet.gap()
    for text in texts:
        sheet.row(((_WHOLE, text),))


def _office(sheet: Sheet, kind: str, path: str, media: str) -> None:
    try:
        rows = office.rows(path, media)
    except Unreadable as problem:
        # The file is kept and can be filed all the same: a person may know it by its name.
        sheet.row(((_WHOLE, f"{kind} ohne Vorschau"),), "title")
        sheet.row(((_WHOLE, problem.message),))
        return
    for style, cells in rows[: office.MOST_ROWS]:
        sheet.row(tuple(zip(_columns(len(cells)), _fitting(cells), strict=True)), style)
    if len(rows) > office.MOST_ROWS:
        sheet.row(((_WHOLE, _CUT),), "fine")
    sheet.gap()
    sheet.row(((_WHOLE, _OFFICE.format(kind)),), "fine")


def _columns(count: int) -> list[Column]:
    shown = min(count, _MOST_COLUMNS)
    width = (_RIGHT - _LEFT) / shown
    return [Column(_LEFT + at * width, _LEFT + (at + 1) * width - (6 if shown > 1 else 0)) for at in range(shown)]


def _fitting(cells: Sequence[str]) -> list[str]:
    """The cells, those beyond the last column together in it."""
    last = _MOST_COLUMNS - 1
    return [*cells[:last], " · ".join(cell for cell in cells[last:] if cell)] if len(cells) > _MOST_COLUMNS else list(cells)
