"""Texts as DATEV takes them: in code page 1252, and invoice numbers with few special characters. Loses no letter that has a base letter."""

from __future__ import annotations

import re
import unicodedata

_FIELD_1 = 36
_STROKES = str.maketrans("łŁđĐħĦıŧŦ", "lLdDhHitT")
_NUMBERS = str.maketrans({"ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"})


def fitted(text: str) -> str:
    """The text with nothing but printable letters of the code page: one it lacks becomes its base letter, else a question mark."""
    return "".join(letter if _known(letter) else _base(letter) for letter in text)


def belegfeld(number: str) -> str:
    """An invoice number as DATEV takes it: 36 characters, of the special ones only $ % & * + - /."""
    plain = _bare(number.translate(_NUMBERS))
    return re.sub(r"[^0-9A-Za-z$%&*+\-/]", "", plain)[:_FIELD_1]


def _known(letter: str) -> bool:
    return letter.isprintable() and letter.encode("cp1252", "ignore") != b""


def _base(letter: str) -> str:
    if not letter.isprintable():
        return " "
    return "".join(each if _known(each) else "?" for each in _bare(letter))


def _bare(text: str) -> str:
    """Without the marks above and below its letters."""
    apart = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
