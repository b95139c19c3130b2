"""A list of found papers as CSV for spreadsheets: UTF-8 with a mark, semicolons, German figures, nothing that runs as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from archive import doctypes
from archive.document import Document
from archive.places import own_number
from archive.problems import NotFound
from archive.space import Space
from search.index import Hit
from service.rendering import STATES, shown

COLUMNS = ("Eingangsnummer", "Belegart", "Nummer", "Datum", "Lieferant", "Brutto", "Stand", "Mappen", "Datei", "Warum gefunden")
DATES = ("rechnungsdatum", "belegdatum", "lieferdatum", "datum")


def as_csv(space: Space, hits: Iterable[Hit]) -> bytes:
    """One line for each hit. The values come from the tables, because the index may be behind them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(COLUMNS)
    for hit in hits:
        writer.writerow(map(harmless, _row(hit, _document(space, hit.eingangsnummer))))
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula. Figures stay figures."""
    if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(r"[+-]?[\d.]+(,\d+)?", text):
        return f"'{text}"
    return text


def _document(space: Space, number: str) -> Document | None:
    try:
        return space.documents.get(number)
    except NotFound:
        return None


def _row(hit: Hit, document: Document | None) -> list[str]:
    key = document.doctype if document else hit.doctype
    return [
        hit.eingangsnummer,
        doctypes.doctype(key).name,
        own_number(document) if document else "",
        _first(document, DATES),
        _first(document, ("lieferant",)),
        _first(document, ("brutto",)),
        STATES[document.state][0] if document else "",
        ", ".join(document.orders if document else hit.orders),
        hit.name,
        hit.because.removeprefix("gefunden, weil "),
    ]


def _first(document: Document | None, fields: tuple[str, ...]) -> str:
    return next((shown(value, field) for field in fields if document and (value := document.value(field))), "")
