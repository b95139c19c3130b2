"""Doubts about an e-invoice: errors its rules found, profiles that are no invoices, and a PDF that says something else than its data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from archive.doctypes import field_name
from archive.document import Doubt, Finding
from archive.kinds import KINDS
from archive.order import plain
from archive.policy import SURE
from archive.scan import EInvoice, Objection, Reading
from ingest.printed import Print
from ingest.validation.content import no_invoice

ABOUT = "einvoice"
"""What these doubts are about, where they are about no single value."""

_COMPARED = {"rechnungsnummer": "number", "rechnungsdatum": "date", "brutto": "amount", "iban": "iban"}
_PROVED = 0.9
_CLASSES = ("Formatfehler", "Geschäftsregelfehler", "Inhaltsfehler")


def doubts(reading: Reading, printed: Sequence[Finding]) -> Iterator[Doubt]:
    """All of them. ``printed`` is what the pages alone say, as of a paper without data."""
    invoice = reading.einvoice
    if invoice is None:
        return
    yield from _profile(invoice)
    yield from _errors(invoice)
    if invoice.attachment:
        yield from _deviations(reading, invoice, printed)


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


def _deviations(reading: Reading, invoice: EInvoice, printed: Sequence[Finding]) -> Iterator[Doubt]:
    seen = Print(reading.pages)
    for field, kind in _COMPARED.items():
        told = [value for value in _told(field, invoice) if value]
        others = [f for f in printed if f.field == field and f.confidence >= SURE and f.value]
        if not told or not others or any(_same(f.value, value) for f in others for value in told):
            continue
        if any(_stands(seen, field, value) for value in told) and not _proved(field, others, printed):
            continue
        show = KINDS[kind].show
        both = f"{field_name(field)} {show(others[0].value)} auf der Seite, {show(told[0])} in den Daten"
        yield Doubt(field, f"PDF weicht von den Rechnungsdaten ab: {both}.", "Welche Angabe gilt? Bitte beim Lieferanten nachfragen.")


def _told(field: str, invoice: EInvoice) -> list[str]:
    terms = {"rechnungsnummer": ("BT-1",), "rechnungsdatum": ("BT-2",), "brutto": ("BT-112", "BT-115"), "iban": ("BT-84",)}[field]
    values = [value for term in terms for value in invoice.terms.get(term, "").splitlines()]
    if field == "rechnungsdatum":
        return [f"{v[:4]}-{v[4:6]}-{v[6:8]}" if v[:8].isdigit() else v[:10] for v in values]
    if field == "brutto":
        return [_cents(value) for value in values]
    return ["".join(value.split()).upper() for value in values] if field == "iban" else values


def _cents(value: str) -> str:
    try:
        return f"{float(value):.2f}"
    except ValueError:
        return ""


def _same(left: str, right: str) -> bool:
    short, long = sorted((plain(left), plain(right)), key=len)
    return short == long or (len(short) >= 4 and short in long)


def _stands(seen: Print, field: str, value: str) -> bool:
    if field == "brutto":
        return seen.amount(value) is not None
    return (seen.day(value) if field == "rechnungsdatum" else seen.number(value)) is not None


def _proved(field: str, others: Sequence[Finding], printed: Sequence[Finding]) -> bool:
    """The data's value may be printed as something else; a total that the page's own arithmetic proves still counts."""
    if field != "brutto":
        return False
    best = {f.field: f for f in sorted(printed, key=lambda f: f.confidence)}
    if not {"netto", "steuer"} <= set(best) or others[0].confidence < _PROVED:
        return False
    return abs(float(best["netto"].value) + float(best["steuer"].value) - float(others[0].value)) < 0.015
