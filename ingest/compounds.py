"""Compounds that name a paper: a "Mietrechnung" is an invoice, an "Abrechnung" or "Berechnung" need not be one."""

from __future__ import annotations

import re

from ingest.layout import simple

_COMPOUND = re.compile(r"(\w{3,}?)-?((?:rechnung|lieferschein)(?:s?(?:nr|nummer|no))?)")
_NO_FIRST_PART = ("ab", "be", "um", "hoch", "ver", "an", "auf", "forma", "vor", "gegen")
"""What makes another word of it, or a paper that is none to pay."""


def last_part(word: str) -> str:
    """``rechnung`` of "Mietrechnung", ``rechnungnr`` of "Mietrechnung-Nr."; "" for what is no such compound."""
    match = _COMPOUND.fullmatch(simple(word)) if word[:1].isupper() else None
    return match[2] if match and not match[1].endswith(_NO_FIRST_PART) else ""
