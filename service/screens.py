"""Which screens a note can be attached to, and what the screen at hand is about. Looks nothing up and shows nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from archive.document import Document
from archive.note import Anchor
from archive.order import Order
from service.lesson import Lesson

SCREENS: Mapping[str, str] = {
    "eingang": "Eingang",
    "klaerung": "Klärung",
    "mappen": "Mappen",
    "suche": "Suche",
    "uebersicht": "Übersicht",
    "bestellungen": "Bestellungen",
    "lieferanten": "Lieferanten",
    "kunden": "Kunden",
    "wareneingang": "Wareneingang",
    "lernen": "Lernen",
    "kurse": "Kurse",
    "verwaltung": "Verwaltung",
}


def anchors_of(path: str, values: Mapping[str, Any]) -> tuple[Anchor, ...]:
    """What a page is about: its screen, and the paper, order, supplier and exercise that are shown on it."""
    first = path.split("/", 2)[1]
    screen = [Anchor("seite", first)] if first in SCREENS else []
    return (*screen, *dict.fromkeys(_shown(path, values)))


def new_note(anchors: tuple[Anchor, ...]) -> str:
    """The address for writing a note about what a page shows, "" when it shows nothing in particular."""
    wanted = [anchor for anchor in anchors if anchor.of in ("lieferant", "auftrag", "belegart")]
    return f"/wissen/neu?{urlencode([(anchor.of, anchor.key) for anchor in wanted])}" if wanted else ""


def _shown(path: str, values: Mapping[str, Any]) -> Iterator[Anchor]:
    if isinstance(order := values.get("order"), Order) and path.startswith("/mappen/"):
        yield Anchor("auftrag", order.number)
    if isinstance(document := values.get("document"), Document):
        yield Anchor("belegart", document.doctype)
        if supplier := document.value("lieferant"):
            yield Anchor("lieferant", supplier)
        if drawing := document.value("zeichnungsnummer"):
            yield Anchor("zeichnung", drawing)
    if path.startswith("/lieferanten/") and isinstance(number := values.get("existing"), str) and number:
        yield Anchor("lieferant", number)
    if isinstance(lesson := values.get("lesson"), Lesson):
        yield Anchor("uebung", lesson.task.key)
