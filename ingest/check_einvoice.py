"""Doubts about an e-invoice: errors its rules found, profiles that are no invoices, and a PDF that says something else than its data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from archive.document import Doubt, Finding
from archive.scan import EInvoice, Objection, Reading
from ingest import check_hybrid
from ingest.validation.content import no_invoice

ABOUT = "einvoice"
"""What these doubts are about, where they are about no single value."""

_CLASSES = ("Formatfehler", "Geschäftsregelfehler", "Inhaltsfehler")


def doubts(reading: Reading, printed: Sequence[Finding]) -> Iterator[Doubt]:
    """All of them. ``printed`` is what the pages alone say, as of a paper without data."""
    invoice = reading.einvoice
    if invoice is None:
        return
    yield from _profile(invoice)
    yield from _errors(invoice)
    yield from check_hybrid.doubts(reading, printed)


def _profile(invoice: EInvoice) -> Iterator[Doubt]:
    if no_invoice(invoice.profile):
        name = "MINIMUM" if invoice.profile.lower().endswith("minimum") else "BASIC WL"
        reason = f"Die Rechnungsdaten haben nur das Profil {name}. Das ist keine Rechnung im Sinne des UStG."
        yield Doubt(ABOUT, reason, "Liegt die Rechnung noch auf anderem Weg vor?")


def _errors(invoice: EInvoice) -> Iterator[Doubt]:
    found = [o for o in (invoice.validity.objections if invoice.validity else ()) if o.serious and not _seen_elsewhere(o)]
    if not found:
        return
    counts: Counter[str] = Counter(o.error_class for o in found)
    told = " und ".join(f"{counts[kind]} {kind}" for kind in _CLASSES if counts[kind])
    reason = f"Die E-Rechnung hat {told}. {found[0].sentence} (Regel {found[0].rule})"
    yield Doubt(ABOUT, reason, "Soll der Lieferant eine berichtigte Rechnung schicken?")


def _seen_elsewhere(objection: Objection) -> bool:
    """Check digits have a doubt of their own, beside the value."""
    return objection.rule in ("IBAN", "UST-ID")
