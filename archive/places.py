"""Where the two sides of a comparison stand, and how people call them."""

from __future__ import annotations

from archive.deviation import Place
from archive.doctypes import doctype
from archive.document import Document, Line
from archive.pairing import Part, Slot

_NUMBERS = {
    "lieferschein": ("lieferscheinnummer",),
    "eigener_lieferschein": ("lieferscheinnummer",),
    "rechnung": ("rechnungsnummer",),
    "ausgangsrechnung": ("rechnungsnummer",),
    "gutschrift": ("rechnungsnummer",),
    "mahnung": ("mahnungsnummer", "rechnungsnummer"),
    "pruefbescheinigung": ("zeugnisnummer",),
    "angebot": ("angebotsnummer",),
    "frachtbrief": ("frachtbriefnummer", "lieferscheinnummer"),
    "auftragsbestaetigung": ("auftragsnummer_lieferant",),
    "eigene_auftragsbestaetigung": ("auftragsnummer",),
    "bestellung": ("bestellnummer",),
    "zeichnung": ("zeichnungsnummer",),
    "stueckliste": ("zeichnungsnummer",),
}
_ANY = ("rechnungsnummer", "lieferscheinnummer", "auftragsnummer_lieferant", "bestellnummer")


def own_number(document: Document) -> str:
    """What people call a paper of this type by; of a type without a number of its own the first it names, "" when it names none."""
    return next((value for key in _NUMBERS.get(document.doctype, _ANY) if (value := document.value(key))), "")


def titled(document: Document) -> str:
    """``Rechnung 969380``; the Eingangsnummer where no number was read."""
    return f"{doctype(document.doctype).name} {own_number(document) or document.eingangsnummer}"


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
