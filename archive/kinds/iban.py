"""Bank accounts: length per country and check digits modulo 97. Values are upper case without blanks."""

from __future__ import annotations

import re

from archive.kinds.kind import Kind, Parsed

LENGTHS = {
    "AD": 24, "AE": 23, "AT": 20, "BA": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27, "TR": 26, "UA": 29,
}  # fmt: skip


DIGITS_ONLY = frozenset(["AT", "BE", "CZ", "DE", "DK", "EE", "ES", "FI", "HR", "HU", "LT", "NO", "PL", "PT", "SE", "SI", "SK"])
"""Countries whose account numbers hold no letters: one in them is a misread digit."""


def parse(raw: str) -> Parsed | None:
    """Any print with the right length for its country, check digits unseen: a misread digit must stay visible."""
    text = re.sub(r"[\s.\u00a0-]", "", raw).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]+", text) or LENGTHS.get(text[:2]) != len(text):
        return None
    return Parsed(text)


def valid(value: str) -> bool:
    """Length, check digits and, where a country has only digits, these are right."""
    if LENGTHS.get(value[:2]) != len(value) or not value.isalnum() or (value[:2] in DIGITS_ONLY and not value[2:].isdigit()):
        return False
    if not value[2:4].isdigit():
        return False
    digits = "".join(str(int(c, 36)) for c in value[4:] + value[:4])
    return int(digits) % 97 == 1


def check(value: str) -> str:
    """Objects when length or check digits are wrong."""
    if valid(value):
        return ""
    wanted = LENGTHS.get(value[:2], len(value))
    if wanted != len(value):
        return f"Die IBAN {show(value)} hat {len(value)} statt {wanted} Stellen."
    return f"Die Prüfziffer der IBAN {show(value)} stimmt nicht."


def show(value: str) -> str:
    """In blocks of four."""
    return " ".join(value[i : i + 4] for i in range(0, len(value), 4))


KIND = Kind("iban", parse, check, show)
