"""What is missing so far in the folder of an order, as German sentences. A first look at papers, not yet at quantities."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from archive.document import Document
from archive.order import PurchaseOrder, plain

INVOICES = ("rechnung", "gutschrift")


def missing(purchases: Sequence[PurchaseOrder], documents: Sequence[Document], now: datetime | None = None) -> tuple[str, ...]:
    """For each purchase order its delivery note, and for each delivery note its invoice, unless they are there."""
    now = now or datetime.now(UTC)
    notes = [document for document in documents if document.doctype == "lieferschein"]
    invoices = [document for document in documents if document.doctype in INVOICES]
    sentences = []
    for purchase in purchases:
        if not any(_about(document, purchase.number) for document in [*notes, *invoices]):
            sentences.append(f"Es fehlen: Lieferschein und Rechnung zu Bestellung {_named(purchase.number, purchase.supplier)}")
        elif not any(_about(note, purchase.number) for note in notes):
            sentences.append(f"Es fehlt: Lieferschein zu Bestellung {_named(purchase.number, purchase.supplier)}")
    sentences += [_invoice_for(note, now) for note in notes if not any(_covers(invoice, note) for invoice in invoices)]
    return tuple(sentences)


def _about(document: Document, number: str) -> bool:
    bare = plain(number)
    if any(finding.field == "bestellnummer" and plain(finding.value) == bare for finding in document.findings):
        return True
    return any(link.evidence is not None and bare in plain(link.evidence.raw) for link in document.links)


def _covers(invoice: Document, note: Document) -> bool:
    """Whether the invoice names this delivery note, or, naming none at all, the same purchase order."""
    named = {plain(finding.value) for finding in invoice.findings if finding.field == "lieferscheinnummer"}
    if named:
        return plain(note.value("lieferscheinnummer")) in named
    purchase = note.value("bestellnummer")
    return bool(purchase) and _about(invoice, purchase)


def _invoice_for(note: Document, now: datetime) -> str:
    number = note.value("lieferscheinnummer") or note.eingangsnummer
    days = (now - note.scan.received).days
    since = "seit heute" if days < 1 else "seit gestern" if days == 1 else f"seit {days} Tagen"
    return f"Es fehlt: Rechnung zu Lieferschein {_named(number, note.value('lieferant'))}, {since}"


def _named(number: str, supplier: str) -> str:
    return f"{number} ({supplier})" if supplier else number
