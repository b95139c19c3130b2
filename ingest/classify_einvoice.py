"""Which document type the data of an e-invoice name by their code (BT-3), whether we wrote it, and what about it a person must know."""

from __future__ import annotations

from collections.abc import Iterator

from archive.doctypes import doctypes
from archive.document import Doubt
from archive.order import Firm
from archive.scan import EInvoice
from ingest.exact import decimal
from ingest.layout import simple
from ingest.units import DOCUMENTS

_CORRECTION = "384"
_SELF_BILLED = frozenset({"389", "261", "527", "500", "501", "502", "503"})
_PROFORMA = "325"
PROFORMA = Doubt("doctype", "Das ist eine Proforma-Rechnung. Sie ist nicht zum Bezahlen.", "Kommt die richtige Rechnung noch?")


def told_type(invoice: EInvoice) -> tuple[str, str] | None:
    """The type and the reason for it as a German clause, ``None`` for a code that is no type of ours."""
    code = invoice.terms.get("BT-3", "")
    found = next((kind.key for kind in doctypes().values() if code in kind.einvoice), None)
    if found is None:
        return None
    # A correction states the new, whole amounts; only one that takes money back is a credit.
    key = "rechnung" if code == _CORRECTION and not _takes_back(invoice) else found
    named = f"{code} ({DOCUMENTS[code]})" if code in DOCUMENTS else code
    return key, f"die Rechnungsdaten (XML) die Art {named} nennen"


def from_us(invoice: EInvoice, firm: Firm) -> bool:
    """Whether the seller of the data is our own firm."""
    vat_id = simple(invoice.terms.get("BT-31", "")).replace(" ", "")
    if vat_id and vat_id in {simple(known).replace(" ", "") for known in firm.vat_ids}:
        return True
    seller = simple(invoice.terms.get("BT-27", ""))
    return len(seller) >= 4 and seller in {simple(name) for name in (firm.name, *firm.aliases)}


def type_doubts(invoice: EInvoice) -> Iterator[Doubt]:
    """What such a paper needs a person for."""
    code = invoice.terms.get("BT-3", "")
    if code == _CORRECTION and not _takes_back(invoice):
        earlier = ", ".join(invoice.terms.get("BT-25", "").splitlines())
        about = f"die Rechnung {earlier}" if earlier else "eine frühere Rechnung"
        yield Doubt("doctype", f"Diese Rechnung berichtigt {about}.", "Gilt sie an deren Stelle? Dann darf nur eine bezahlt werden.")
    if code == _PROFORMA:
        yield PROFORMA
    if code in _SELF_BILLED:
        reason = "Diese Abrechnung hat der Empfänger der Leistung selbst ausgestellt (Gutschrift im Sinne des UStG)."
        yield Doubt("doctype", reason, "Stimmt sie mit der eigenen Leistung überein?")


def _takes_back(invoice: EInvoice) -> bool:
    for term in ("BT-112", "BT-115", "BT-109"):
        if amount := decimal(invoice.terms.get(term, "")):
            return amount < 0
    return False
