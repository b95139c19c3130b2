"""Rows of invoices that nobody orders: additional costs, payments in advance, reductions. Known by their words."""

from __future__ import annotations

import re
from typing import Literal

Extra = Literal["nebenkosten", "anzahlung", "nachlass", ""]

_PREPAID = re.compile(
    r"anzahlung|abschlag(?!s?teil)|à conto|a conto|akonto|vorauszahlung|vorkasse|prepa(?:id|yment)|acompte|aanbetaling", re.IGNORECASE
)
_REDUCED = re.compile(r"rabatt|nachlass|nachlaß|\bbonus\b|\bskonto|gutschein|vergütung|\bkorting|\bremise\b|\bdiscount", re.IGNORECASE)
_CHARGES = re.compile(
    r"fracht|versand|porto\b|verpackung|palette|\bmaut|diesel|treibstoff|energiezuschlag|energiekosten|teuerungszuschlag|legierungs|"
    r"schrott(?:zu|auf)schlag|mindermenge|mindestmenge|mindestauftrag|kleinmenge|zeugnis(?:kosten|gebühr|pauschale)?\b|prüfbescheinigung|"
    r"bearbeitungs(?:gebühr|pauschale|kosten)|(?:express|eil|gefahrgut|lsva|metall|kupfer|zink)-?zuschlag|zuschlag\b|aufschlag\b|"
    r"anfahrt|transport|zustell|liefer(?:kosten|pauschale)|versicherung|nebenkosten|servicepauschale|umwelt(?:abgabe|pauschale)|"
    r"rüst(?:kosten|pauschale)|shipping|freight|packing|verzend|frais de port|emballage|\bvracht",
    re.IGNORECASE,
)


def extra(text: str) -> Extra:
    """What kind of row without an order line this is, "" for goods."""
    if _PREPAID.search(text):
        return "anzahlung"
    if _REDUCED.search(text):
        return "nachlass"
    return "nebenkosten" if _CHARGES.search(text) else ""
