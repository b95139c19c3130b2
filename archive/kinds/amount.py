"""Amounts of money in German and foreign notation. Values are decimal strings with at least two places: "1234.56"."""

from __future__ import annotations

import re
from decimal import Decimal

from archive.kinds.kind import Kind, Parsed, no_objection

_CURRENCY = re.compile(r"EUR(?:O|OS)?|CHF|USD|GBP|Fr\.|Rs\.?|[€$£₹]", re.IGNORECASE)
_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "’": "'", "´": "'", "`": "'", "\u00a0": " ", "\u202f": " "})
_GROUPED = re.compile(r"\d{1,3}(?:[ .,']\d{3})+")
_AMBIGUOUS = "Tausenderpunkt oder Komma ist nicht eindeutig"


def parse(raw: str) -> Parsed | None:
    """``1.234,56 €``, ``EUR 1 234,56``, ``(12,50)``, ``12,50-``, ``1'234.56``, ``-,50``, ``12,--``; None for anything else."""
    text = _CURRENCY.sub(" ", raw.translate(_DASHES)).strip().strip("*").strip()
    text, negative = _sign(text)
    text = re.sub(r"^-*(?=[.,]\d{2}$)", "0", text)
    text = re.sub(r"[.,]-{1,2}$", "", text)
    if not re.fullmatch(r"\d[\d .,']*", text) or not text[-1].isdigit():
        return None
    number, sure = _decimal(text)
    if number is None:
        return None
    return Parsed(_format(-number if negative else number), sure, "" if sure else _AMBIGUOUS)


def _sign(text: str) -> tuple[str, bool]:
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), True
    if re.search(r"\d ?-$", text):
        return text[:-1].strip(), True
    if re.match(r"-\s*\d", text):
        return text[1:].strip(), True
    return text.removeprefix("+").strip(), False


def _decimal(text: str) -> tuple[Decimal | None, bool]:
    """The number and whether its notation allows only this reading."""
    match = re.fullmatch(r"(.*?)(?:([.,])(\d+))?", text)
    whole, mark, places = (match.group(1), match.group(2), match.group(3)) if match else (text, None, None)
    if mark is None or places is None:
        return (Decimal(re.sub(r"\D", "", whole)), True) if whole.isdigit() or _GROUPED.fullmatch(whole) else (None, False)
    if whole.isdigit():
        return _one_mark(whole, mark, places)
    if not _GROUPED.fullmatch(whole):
        return None, False
    digits = re.sub(r"\D", "", whole)
    if mark in whole and len(places) == 3:
        return Decimal(digits + places), _marks(whole) == {mark}
    # "1,234,56": the same mark twice can only be a misread one, so the value stands but is not sure
    return Decimal(f"{digits}.{places}"), mark not in whole


def _one_mark(whole: str, mark: str, places: str) -> tuple[Decimal, bool]:
    if len(places) != 3 or len(whole) > 3 or whole.startswith("0"):
        return Decimal(f"{whole}.{places}"), True
    return (Decimal(whole + places) if mark == "." else Decimal(f"{whole}.{places}")), False


def _marks(text: str) -> set[str]:
    return set(re.sub(r"\d", "", text))


def _format(number: Decimal) -> str:
    places = max(2, -int(number.as_tuple().exponent))
    return f"{number:.{places}f}"


def show(value: str) -> str:
    """``show("1234.5") == "1.234,50"``."""
    number = Decimal(value)
    text = f"{number:,.{max(2, -int(number.as_tuple().exponent))}f}"
    return text.translate(str.maketrans(",.", ".,"))


KIND = Kind("amount", parse, no_objection, show)
