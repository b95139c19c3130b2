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
from ingest.printed import PAGES, WORDS, Print
from ingest.validation.content import no_invoice

ABOUT = "einvoice"
"""What these doubts are about, where they are about no single value."""

_COMPARED = {"rechnungsnummer": "number", "rechnungsdatum": "date", "brutto": "amount", "iban": "iban"}
_PROVED = 0.9
_ENOUGH = 30
"""With fewer words it is a cover or a picture with a title, and no invoice to compare with."""
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
    for field in _COMPARED:
        told = [value for value in _told(field, invoice) if value]
        others = [f for f in printed if f.field == field and f.value]
        sure = [f for f in others if f.confidence >= SURE]
        if not told or any(_same(f.value, value) for f in sure for value in told):
            continue
        standing = any(_stands(seen, field, value) for value in told)
        if sure and (not standing or _proved(field, sure, printed)):
            yield _deviation(field, told[0], sure[0].value)
        elif not standing and _whole(reading):
            yield _deviation(field, told[0], "")


def _deviation(field: str, told: str, printed: str) -> Doubt:
    show = KINDS[_COMPARED[field]].show
    if printed:
        both = f"{field_name(field)} {show(printed)} auf der Seite, {show(told)} in den Daten"
    else:
        both = f"{field_name(field)} {show(told)} steht in den Daten, aber nirgends auf den Seiten"
    return Doubt(field, f"PDF weicht von den Rechnungsdaten ab: {both}.", "Welche Angabe gilt? Bitte beim Lieferanten nachfragen.")


def _whole(reading: Reading) -> bool:
    """Whether all print is known letter by letter, so that what is not found is not there: only text of a PDF, nothing left out."""
    words = [len(page.words) for page in reading.pages]
    text = all(page.how == "pdf-text" for page in reading.pages)
    return text and not reading.notes and len(words) <= PAGES and max(words, default=0) <= WORDS and sum(words) >= _ENOUGH


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
    """Equal but for letters around: "471102" and "RE-471102" are one number, "47110278" is another."""
    short, long = sorted((plain(left), plain(right)), key=len)
    return short == long or (len(short) >= 4 and short in long and not any(c.isdigit() for c in long.replace(short, "", 1)))


def _stands(seen: Print, field: str, value: str) -> bool:
    if field == "brutto":
        return any(seen.amount(way) is not None for way in (value, f"-{value}"))  # a credit is printed with its sign or without
    return (seen.day(value) if field == "rechnungsdatum" else seen.number(value)) is not None


def _proved(field: str, others: Sequence[Finding], printed: Sequence[Finding]) -> bool:
    """The data's value may be printed as something else; a total that the page's own arithmetic proves still counts."""
    if field != "brutto":
        return False
    best = {f.field: f for f in sorted(printed, key=lambda f: f.confidence)}
    if not {"netto", "steuer"} <= set(best) or others[0].confidence < _PROVED:
        return False
    return abs(float(best["netto"].value) + float(best["steuer"].value) - float(others[0].value)) < 0.015
