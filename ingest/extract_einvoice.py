"""Findings and lines from the terms of an e-invoice: what the XML says counts, without doubt. Reads no page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from archive.document import Evidence, Finding, Line
from archive.scan import EInvoice

TERMS = {
    "BT-1": "rechnungsnummer",
    "BT-2": "rechnungsdatum",
    "BT-5": "waehrung",
    "BT-9": "faellig_am",
    "BT-10": "zeichen",
    "BT-13": "bestellnummer",
    "BT-14": "auftragsnummer_lieferant",
    "BT-16": "lieferscheinnummer",
    "BT-25": "ursprungsrechnung",
    "BT-27": "lieferant",
    "BT-31": "ust_id",
    "BT-32": "steuernummer",
    "BT-46": "kundennummer",
    "BT-72": "lieferdatum",
    "BT-84": "iban",
    "BT-109": "netto",
    "BT-110": "steuer",
    "BT-112": "brutto",
    "BT-11": "kommission",
}
_DAYS = {"rechnungsdatum", "faellig_am", "lieferdatum"}
_AMOUNTS = {"netto", "steuer", "brutto"}


def from_terms(einvoice: EInvoice) -> list[Finding]:
    """One finding per term, confidence 1.0, page 0; ``raw`` is the value as written in the XML."""
    found = []
    for term, key in TERMS.items():
        raw = einvoice.terms.get(term, "").strip()
        if raw:
            where = einvoice.paths.get(term, "")
            found.append(
                Finding(key, _value(key, raw), raw, 0, None, 1.0, f"{term} der Rechnungsdaten (XML)" + (f": {where}" if where else ""))
            )
    return found


def _value(key: str, raw: str) -> str:
    if key in _DAYS:
        digits = re.sub(r"\D", "", raw)
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if len(digits) >= 8 else raw
    if key in _AMOUNTS:
        number = _decimal(raw)
        return raw if number is None else f"{number:.2f}"
    if key in ("iban", "ust_id"):
        return re.sub(r"\s", "", raw).upper()
    return raw


def _decimal(raw: str) -> Decimal | None:
    try:
        return Decimal(raw)
    except InvalidOperation:
        return None


def lines(einvoice: EInvoice) -> tuple[Line, ...]:
    """The invoice lines, one to one."""
    return tuple(_line(terms) for terms in einvoice.lines)


def _line(terms: Mapping[str, str]) -> Line:
    def term(key: str) -> str:
        return terms.get(key, "").strip()

    text = " ".join(t for t in (term("BT-153"), term("BT-154")) if t)
    return Line(
        position=term("BT-126"),
        article=term("BT-155") or term("BT-156"),
        text=text,
        quantity=_decimal(term("BT-129")),
        unit=term("BT-130"),
        unit_price=_decimal(term("BT-146")),
        price_base=_decimal(term("BT-149")) or Decimal(1),
        total=_decimal(term("BT-131")),
        evidence=Evidence(0, None, term("BT-126")),
    )
