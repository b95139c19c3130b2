"""Values of an e-invoice as people write them: amounts, days, terms of payment. For showing only."""

from __future__ import annotations

import re

from ingest import exact
from ingest.exact import decimal

_DAY = re.compile(r"\d{4}-?\d{2}-?\d{2}")
_SKONTO = re.compile(r"#SKONTO#TAGE=(\d{1,3})#PROZENT=(\d{1,2}(?:\.\d{1,10})?)#(?:BASISBETRAG=(-?[\d.]+)#)?")


def amount(raw: str, places: int = 0) -> str:
    """``amount("1234.5", 2) == "1.234,50"``; more decimals than ``places`` stay, what is no number stays as it is."""
    number = decimal(raw)
    if number is None:
        return raw
    short = f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
    decimals = max(places, len(short.partition(".")[2]))
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def day(raw: str) -> str:
    """A day of either syntax: "18.03.2026" for "20260318" and "2026-03-18". Anything else stays as it is."""
    found = exact.day(raw) if _DAY.fullmatch(raw.strip()) else None
    return f"{found[8:]}.{found[5:7]}.{found[:4]}" if found else raw


def skonto(raw: str) -> str:
    """Terms of payment, the code of XRechnung for discounts as a sentence."""
    return _SKONTO.sub(
        lambda m: f"{amount(m[2])} % Skonto bei Zahlung innerhalb von {m[1]} Tagen" + (f" auf {amount(m[3], 2)}" if m[3] else ""), raw
    )
