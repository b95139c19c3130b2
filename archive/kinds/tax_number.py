"""German tax numbers (Steuernummer) as printed, 10 or 11 digits, or the 13 digits of ELSTER. Values keep their slashes."""

from __future__ import annotations

import re

from stdnum.de import stnr
from stdnum.exceptions import ValidationError

from archive.kinds.kind import Kind, Parsed


def parse(raw: str) -> Parsed | None:
    """``207/5811/0155``, ``044 241 601 03``, ``5207058110155``; None for other shapes."""
    text = re.sub(r"\s*/\s*", "/", " ".join(raw.split())).strip(" .,;")
    digits = re.sub(r"\D", "", text)
    if not re.fullmatch(r"\d[\d /]*\d", text) or len(digits) not in (10, 11, 13):
        return None
    return Parsed(text.replace(" ", "/") if "/" not in text else text.replace(" ", ""))


def check(value: str) -> str:
    """Objects when no federal state writes a number like this."""
    try:
        stnr.validate(re.sub(r"\D", "", value))
    except ValidationError:
        return f"Die Steuernummer {value} passt zu keinem Bundesland."
    return ""


def show(value: str) -> str:
    """As it is."""
    return value


KIND = Kind("tax_number", parse, check, show)
