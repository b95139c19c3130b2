"""Values of an e-invoice as people write them: amounts, days, terms of payment. For showing only."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_SKONTO = re.compile(r"#SKONTO#TAGE=(\d+)#PROZENT=([\d.]+)#(?:BASISBETRAG=(-?[\d.]+)#)?")


def amount(raw: str, places: int = 0) -> str:
    """``amount("1234.5", 2) == "1.234,50"``; more decimals than ``places`` stay, what is no number stays as it is."""
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if not number.is_finite():
        return raw
    short = f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
    decimals = max(places, len(short.partition(".")[2]))
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def day(raw: str) -> str:
    """A day of either syntax: "18.03.2026" for "20260318" and "2026-03-18". Anything else stays as it is."""
    digits = re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})", raw.strip())
    return f"{digits[3]}.{digits[2]}.{digits[1]}" if digits else raw


def skonto(raw: str) -> str:
    """Terms of payment, the code of XRechnung for discounts as a sentence."""
    return _SKONTO.sub(
        lambda m: f"{amount(m[2])} % Skonto bei Zahlung innerhalb von {m[1]} Tagen" + (f" auf {amount(m[3], 2)}" if m[3] else ""), raw
    )
