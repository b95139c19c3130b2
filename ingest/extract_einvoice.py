"""Findings and lines from the terms of an e-invoice: what the XML says counts, without doubt, with its path as evidence.

Where the same value is printed on a page, the page shows it too. Confidence 1.0 marks a value of the XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from archive.document import Evidence, Finding, Line
from archive.scan import EInvoice, Reading
from ingest.exact import day, decimal
from ingest.printed import Print, Spot
from ingest.term_names import name
from ingest.units import unit

TERMS = {
    "BT-1": "rechnungsnummer",
    "BT-2": "rechnungsdatum",
    "BT-13": "bestellnummer",
    "BT-5": "waehrung",
    "BT-9": "faellig_am",
    "BT-10": "zeichen",
    "BT-11": "kommission",
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
    "BT-113": "angezahlt",
}
"""Terms and their fields, what is most surely ours first: the first unknown number is the one a doubt names."""
LINE_TERMS = {"BT-X-22": "bestellnummer", "BT-X-92": "lieferscheinnummer"}
"""References that collective invoices carry at their lines."""

_ORDERS = ("BT-13", "BT-11", "BT-12", "BT-18", "BT-10")
_LINE_ORDERS = ("BT-X-22", "BT-128", "BT-132", "BT-133")
_DAYS = {"rechnungsdatum", "faellig_am", "lieferdatum"}
_AMOUNTS = {"netto", "steuer", "brutto", "angezahlt"}
_LONGEST = 500
"""Letters of a value: no number or name is longer."""
_SEVERAL = {"bestellnummer", "lieferscheinnummer", "ursprungsrechnung", "iban"}


def from_terms(reading: Reading) -> list[Finding]:
    """One finding per value, page 0 when no page shows it; ``raw`` is the value as written in the XML."""
    if reading.einvoice is None:
        return []
    seen = Print(reading.pages)
    found: dict[tuple[str, str], Finding] = {}
    for key, raw, rule in _told(reading.einvoice):
        value = _value(key, raw)
        if value is None or len(value) > _LONGEST:
            continue  # no such value; the report on the file says what is wrong with it
        spot = _spot(seen, key, value) or Spot(0, (0, 0, 0, 0))
        found.setdefault((key, value), Finding(key, value, raw, spot.page, spot.box if spot.page else None, 1.0, rule))
    return list(found.values())


def references(einvoice: EInvoice) -> dict[str, str]:
    """Everything in the data that may be a number of ours, and the term it stands in; never BT-14, which is the seller's."""
    told: dict[str, str] = {}
    for term in _ORDERS:
        for value in einvoice.terms.get(term, "").splitlines():
            told.setdefault(value.strip(), term)
    for line in einvoice.lines:
        for term in _LINE_ORDERS:
            for value in line.get(term, "").splitlines():
                told.setdefault(value.strip(), term)
    told.pop("", None)
    return told


def written(term: str, path: str = "") -> str:
    """How a value of the data was found, for people; the place in the XML stands behind a semicolon, where reasons end."""
    return f"{name(term)} in der E-Rechnung" + (f"; im XML: {path}" if path else "")


def _told(einvoice: EInvoice) -> Iterator[tuple[str, str, str]]:
    for term, key in TERMS.items():
        whole = einvoice.terms.get(term, "")
        # A name may run over several lines; of numbers each line is one.
        for value in whole.splitlines() if key in _SEVERAL else [" ".join(whole.split())]:
            if value.strip():
                yield key, value.strip(), written(term, einvoice.paths.get(term, ""))
    for number, line in enumerate(einvoice.lines, 1):
        for term, key in LINE_TERMS.items():
            if line.get(term):
                yield key, line[term], written(term, einvoice.paths.get(f"BG-25/{number}", ""))


def _spot(seen: Print, key: str, value: str) -> Spot | None:
    if key in _DAYS:
        return seen.day(value)
    return seen.amount(value) if key in _AMOUNTS else seen.number(value)


def _value(key: str, raw: str) -> str | None:
    if key in _DAYS:
        return day(raw)
    if key in _AMOUNTS:
        number = decimal(raw)
        nothing = number is None or (key == "angezahlt" and not number)
        return None if nothing else f"{number:.2f}"
    if key in ("iban", "ust_id"):
        return re.sub(r"\s", "", raw).upper()
    return raw


def lines(reading: Reading) -> tuple[Line, ...]:
    """The invoice lines, one to one, units in German; the evidence is the printed row where there is exactly one for its total."""
    if reading.einvoice is None:
        return ()
    seen = Print(reading.pages)
    paths = reading.einvoice.paths
    return tuple(_line(terms, paths.get(f"BG-25/{n}", ""), seen) for n, terms in enumerate(reading.einvoice.lines, 1))


def _line(terms: Mapping[str, str], path: str, seen: Print) -> Line:
    def term(key: str) -> str:
        return terms.get(key, "").strip()

    text = " ".join(t for t in (term("BT-153"), term("BT-154")) if t)
    row = _only(seen.amounts(term("BT-131")))
    return Line(
        position=term("BT-126"),
        article=term("BT-155") or term("BT-156"),
        text=text,
        quantity=decimal(term("BT-129")),
        unit=unit(term("BT-130")),
        unit_price=decimal(term("BT-146")),
        price_base=decimal(term("BT-149")) or Decimal(1),
        total=decimal(term("BT-131")),
        evidence=Evidence(row.page, row.box, path) if row else Evidence(0, None, path),
    )


def _only(spots: Sequence[Spot]) -> Spot | None:
    return spots[0] if len(spots) == 1 else None
