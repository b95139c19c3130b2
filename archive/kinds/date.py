"""Calendar days in the forms of German, Dutch, French and English papers. Values are ISO 8601 days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from archive.kinds.kind import Kind, Parsed

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "januar jan jänner januari january janvier janv",
        "februar feb februari february février fevrier févr",
        "märz maerz mär mrz maart mrt march mar mars",
        "april apr avril avr",
        "mai mei may",
        "juni jun june juin",
        "juli jul july juillet juil",
        "august aug augustus août aout",
        "september sep sept septembre",
        "oktober okt october oct octobre",
        "november nov novembre",
        "dezember dez december dec décembre decembre déc",
    ),
    start=1,
):
    _MONTHS.update(dict.fromkeys(_names.split(), _number))

# OCR reads the dots of a date as commas and puts blanks behind them
_NUMERIC = re.compile(r"(\d{1,2}) ?([.,/-]) ?(\d{1,2}) ?[.,/-] ?(\d{4}|\d{2})")
# and as colons, or twice: told from times by the year
_SPECKS = re.compile(r"(\d{2})([.,:;]{1,2})(\d{2})[.,:;]{1,2}(\d{4})")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})(?:\.|er|st|nd|rd|th)?[ -]*([^\W\d_]{3,9})\.?,?[ -]*(\d{4}|\d{2})")
_ENGLISH = re.compile(r"([^\W\d_]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")

_DIGITS = 8


def parse(raw: str) -> Parsed | None:
    """``18.03.2026``, ``18.3.26``, ``18. März 2026``, ``2026-03-18``, ``18/03/2026``, ``March 18, 2026``; None for anything else."""
    text = " ".join(raw.split()).replace(" ,", ",").strip(" .,;:()")
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(text) or _SPECKS.fullmatch(text):
        return _numeric(match)
    if match := _NAMED.fullmatch(text):
        return _day(_year(match[3]), _MONTHS.get(match[2].lower(), 0), int(match[1]))
    if match := _ENGLISH.fullmatch(text):
        return _day(int(match[3]), _MONTHS.get(match[1].lower(), 0), int(match[2]))
    return None


def scattered(raw: str) -> Parsed | None:
    """``1.6 . 09.20.13``: the eight digits of a day between blanks and dots that stand where none belong. Never sure."""
    digits = re.sub(r"\D", "", raw)
    if len(digits) != _DIGITS or re.sub(r"[\d\s.,]", "", raw) or "." not in raw:
        return None
    found = _day(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    return found and Parsed(found.value, sure=False, note="Punkte und Abstände sind unklar")


def _numeric(match: re.Match[str]) -> Parsed | None:
    first, second, year = int(match[1]), int(match[3]), _year(match[4])
    if second > 12 and match[2] == "/":
        american = _day(year, first, second)
        return american and Parsed(american.value, sure=False, note="Monat und Tag stehen vertauscht")
    return _day(year, second, first)


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) < 80 else 1900)


def _day(year: int, month: int, day: int) -> Parsed | None:
    try:
        return Parsed(date(year, month, day).isoformat())
    except ValueError:
        return None


def check(value: str) -> str:
    """Objects to days that no business paper carries; whether a day fits the intake is judged where the intake is known."""
    year = date.fromisoformat(value).year
    return "" if 1990 <= year <= 2089 else f"Das Jahr {year} kann nicht stimmen."


def too_new(value: str, today: date) -> bool:
    """Lies more than a day in the future (a day's grace for clocks and time zones)."""
    return date.fromisoformat(value) > today + timedelta(days=1)


def too_old(value: str, today: date) -> bool:
    """Lies more than 400 days back, so it hardly belongs to a paper that comes in now."""
    return date.fromisoformat(value) < today - timedelta(days=400)


def show(value: str) -> str:
    """``show("2026-03-18") == "18.03.2026"``."""
    day = date.fromisoformat(value)
    return f"{day:%d.%m.}{day.year:04d}"  # not %Y: that leaves out leading zeros of misread years


KIND = Kind("date", parse, check, show)
