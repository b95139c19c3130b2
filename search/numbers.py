"""Numbers, amounts, dates and IBANs as terms: every spelling of the same thing gives the same term.

Amounts become ``=1175.48``, dates ``@2026-03-12``, numbers their letters and digits in lower case; the form with letters
that OCR takes for digits folded onto them starts with ``~``. What a number means is not decided here.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from archive.order import folded as confused
from search.fold import fold

IBAN = r"[A-Za-z]{2}\d{2}(?:[ ]?[A-Za-z0-9]{4}){3,7}(?:[ ]?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])"
WRITTEN_DATE = (
    r"\d{1,2}\.[ ]?(?:Jan(?:uar)?|Feb(?:ruar)?|M(?:ä|ae)rz|Apr(?:il)?|Mai|Juni?|Juli?|Aug(?:ust)?|Sept?(?:ember)?|Okt(?:ober)?"
    r"|Nov(?:ember)?|Dez(?:ember)?)\.?[ ]\d{4}"
)
_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_AMOUNT = re.compile(r"[+-]?(\d{1,3}(?:[.' ]\d{3})+|\d+),(\d{2})-?|[+-]?(\d{1,3}(?:[,']\d{3})+|\d+)\.(\d{2})-?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WRITTEN = re.compile(r"(\d{1,2})\.\s?([^\W\d]+)\.?\s(\d{4})")
_SMALL = re.compile(r"\d{1,2}[.,]\d{1,2}")
_PART = re.compile(r"[^\W_]+")
_TAIL = re.compile(r"[^\W\d_]+(\d{4,})")
_LONGEST, _LONGEST_WITH_ENDINGS, _SHORTEST_CONFUSED, _MOST_PARTS = 64, 20, 4, 6


def amount(text: str) -> int | None:
    """The cents of an amount with two decimals in German or English spelling, without its sign."""
    match = _AMOUNT.fullmatch(text)
    if not match:
        return None
    whole, cents = (match[1], match[2]) if match[1] else (match[3], match[4])
    return int(re.sub(r"\D", "", whole)[:15]) * 100 + int(cents)


def day(text: str) -> date | None:
    """The date in one of its spellings; years of two digits lie between 1970 and 2069."""
    if match := _DAY_FIRST.fullmatch(text):
        return _date(match[3], match[2], match[1])
    if match := _YEAR_FIRST.fullmatch(text):
        return _date(match[1], match[2], match[3])
    match = _WRITTEN.fullmatch(text)
    month = fold(match[2])[:3] if match else ""
    return _date(match[3], str(_MONTHS.index(month) + 1), match[1]) if match and month in _MONTHS else None


def _date(year: str, month: str, dom: str) -> date | None:
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= 70 else 2000
    try:
        return date(number, int(month), int(dom))
    except ValueError:
        return None


def joined(text: str) -> str:
    """Letters and digits only, folded: ``RE-2024/00317`` gives ``re202400317``."""
    return fold("".join(_PART.findall(text)))[:_LONGEST]


def misread(text: str) -> str:
    """The term under which likely misreadings of a number meet, "" when the number is too short for that."""
    form = confused(fold(text)).lower()[:_LONGEST]
    return "~" + form if len(form) >= _SHORTEST_CONFUSED and any(char.isdigit() for char in text) else ""


@lru_cache(maxsize=50_000)
def forms(text: str) -> tuple[str, ...]:
    """All terms of one run of characters with a digit in it; the first is its own, the others let parts and misreadings find it."""
    cents = amount(text)
    if cents is not None:
        return (f"={cents // 100}.{cents % 100:02}",)
    when = day(text)
    if when:
        return (f"@{when.isoformat()}",)
    if _SMALL.fullmatch(text):
        return (text.replace(",", "."),)
    pieces = _PART.findall(text)[:_MOST_PARTS]
    endings = range(1, len(pieces)) if len(text) <= _LONGEST_WITH_ENDINGS else ()
    wholes = [text, *("".join(pieces[start:]) for start in endings), *pieces]
    tails = [tail[1] for piece in pieces if (tail := _TAIL.fullmatch(piece))]
    terms = [term for whole in (*wholes, *tails) if (term := joined(whole))]
    terms += [term for whole in (*wholes, *tails) if (term := misread(whole))]
    return tuple(dict.fromkeys(terms))


def is_identifier(text: str) -> bool:
    """Whether a run of characters may be (a part of) a number people search for, not an amount, a date or a measure."""
    return any(map(str.isdigit, text)) and forms(text)[0][:1] not in "=@" and not _SMALL.fullmatch(text)
