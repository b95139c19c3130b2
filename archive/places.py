"""Where the two sides of a comparison stand, and how people call them."""

from __future__ import annotations

from archive.deviation import Place
from archive.doctypes import doctype
from archive.document import Document, Line
from archive.pairing import Part, Slot

_NUMBERS = {
    "lieferschein": "lieferscheinnummer",
    "eigener_lieferschein": "lieferscheinnummer",
    "pruefbescheinigung": "zeugnisnummer",
    "bestellung": "bestellnummer",
}


def titled(document: Document) -> str:
    """``Rechnung 969380``; the Eingangsnummer where no number was read."""
    own = document.value(_NUMBERS.get(document.doctype, "rechnungsnummer"))
    return f"{doctype(document.doctype).name} {own or document.eingangsnummer}"


def at_paper(document: Document, line: Line | None) -> Place:
    """A row on a paper, or the paper."""
    if line is None:
        return Place(titled(document), document.eingangsnummer, 1)
    return Place(titled(document), document.eingangsnummer, line.evidence.page, line.evidence.box, line.evidence.raw)


def at_order(slot: Slot, printed: Part | None = None) -> Place:
    """A row of our purchase order: on its paper where that is here, else in the master data."""
    label = f"Bestellung {slot.purchase.number}" + (f", Position {slot.line.position}" if slot.line.position else "")
    if printed is None:
        return Place(label)
    found = at_paper(printed.document, printed.line)
    return Place(label, found.eingangsnummer, found.page, found.box, found.raw)


def goods_of(slot: Slot) -> str:
    """``Position 20 Ringschraube DIN 580`` of a purchase order, for sentences."""
    name = slot.line.text or slot.line.article
    return f"Position {slot.line.position} {name}".strip() if slot.line.position else name


def line_name(line: Line) -> str:
    """A row of a paper by its words, shortened."""
    words = line.text or line.article
    return f"„{words[:60].strip()}…“" if len(words) > 61 else f"„{words}“"
