"""Currencies as ISO 4217 codes."""

from __future__ import annotations

from archive.kinds.kind import Kind, Parsed

_CODES = {"€": "EUR", "EURO": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "SFR": "CHF", "FR.": "CHF", "ZŁ": "PLN"}
_AS_PRINTED = dict.fromkeys(("Rs", "Rs.", "₹"), "INR")
"""Signs that in capitals mean something else."""
_KNOWN = frozenset(["EUR", "USD", "GBP", "CHF", "PLN", "CZK", "DKK", "SEK", "NOK", "HUF", "RON", "BGN", "TRY", "JPY", "CNY", "INR"])


def parse(raw: str) -> Parsed | None:
    """``€``, ``EUR``, ``Euro``, ``$``, ``Rs``; None for unknown ones."""
    text = raw.strip().upper()
    code = _AS_PRINTED.get(raw.strip()) or _CODES.get(text, text)
    return Parsed(code) if code in _KNOWN else None


def check(value: str) -> str:
    """Purchases are in euro as a rule; anything else is worth a look."""
    return "" if value == "EUR" else f"Die Rechnung lautet auf {value}, nicht auf Euro."


def show(value: str) -> str:
    """As it is."""
    return value


KIND = Kind("currency", parse, check, show)
