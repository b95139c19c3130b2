"""VAT identification numbers (USt-IdNr.) of the EU, Switzerland and Great Britain. Values have no blanks or dots."""

from __future__ import annotations

import re

from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

from archive.kinds.kind import Kind, Parsed

SHAPES = {
    "AT": r"U\d{8}", "BE": r"[01]?\d{9}", "BG": r"\d{9,10}", "CY": r"\d{8}[A-Z]", "CZ": r"\d{8,10}", "DE": r"\d{9}", "DK": r"\d{8}",
    "EE": r"\d{9}", "EL": r"\d{9}", "ES": r"[A-Z0-9]\d{7}[A-Z0-9]", "FI": r"\d{8}", "FR": r"[A-Z0-9]{2}\d{9}", "GB": r"\d{9}|\d{12}",
    "HR": r"\d{11}", "HU": r"\d{8}", "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}", "IT": r"\d{11}", "LT": r"\d{9}|\d{12}", "LU": r"\d{8}",
    "LV": r"\d{11}", "MT": r"\d{8}", "NL": r"\d{9}B\d{2}", "PL": r"\d{10}", "PT": r"\d{9}", "RO": r"\d{2,10}", "SE": r"\d{12}",
    "SI": r"\d{8}", "SK": r"\d{10}", "CHE": r"\d{9}(?:MWST|TVA|IVA)?",
}  # fmt: skip


def parse(raw: str) -> Parsed | None:
    """Any print of the right shape for its country, check digits unseen: a misread digit must stay visible."""
    text = re.sub(r"[\s.\u00a0/-]", "", raw).upper()
    country = "CHE" if text.startswith("CHE") else text[:2]
    shape = SHAPES.get(country)
    return Parsed(text) if shape and re.fullmatch(shape, text[len(country) :]) else None


def valid(value: str) -> bool:
    """Shape and check digits are right for the country in front."""
    country = value[:2].lower()
    module = get_cc_module("gr" if country == "el" else country, "vat")
    if module is None:
        return False
    try:
        module.validate(value)
    except ValidationError:
        return False
    return True


def check(value: str) -> str:
    """Objects when the check digits are wrong."""
    return "" if valid(value) else f"Die Prüfziffer der USt-IdNr. {value} stimmt nicht."


def show(value: str) -> str:
    """As it is; offices compare it that way."""
    return value


KIND = Kind("vat_id", parse, check, show)
