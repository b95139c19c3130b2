"""What people type, as a small tree: words, phrases, exclusions, filters. Whatever is not understood is a word; never an error.

Says nothing about how an engine finds it, and knows no stock of suppliers, orders or document types.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from search.fold import clean, fold
from search.numbers import day

LONGEST, MOST_CLAUSES = 500, 24
"""Characters that are looked at, and clauses that are kept; what is beyond is left out."""


@dataclass(frozen=True, slots=True)
class Words:
    """One word or one quoted phrase. Consecutive words stay clauses of their own."""

    text: str
    phrase: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Equals:
    """``lieferant:`` ``typ:`` ``auftrag:`` ``status:`` ``fehlt:`` with the value as typed. Values of the same field are alternatives.

    ``fehlt`` asks for papers in folders that lack a paper of that type.
    ``whole`` asks for suppliers of just this name; written ``lieferant="Wurm GmbH"``.
    """

    field: Literal["lieferant", "typ", "auftrag", "status", "fehlt"]
    value: str
    negated: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """``datum:`` (days as yyyymmdd) or ``betrag`` (cents), both ends included; ``None`` is open."""

    field: Literal["datum", "betrag"]
    low: int | None
    high: int | None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All ``words`` and all fields of ``filters`` must match. ``unfinished`` when the last word may still be being typed."""

    words: tuple[Words, ...] = ()
    filters: tuple[Equals | Between, ...] = ()
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One filter as it was typed, taken apart for showing: ``betrag>500`` is the field betrag, ``>`` and 500."""

    text: str
    field: str
    operator: str
    value: str
    negated: bool = False


_CLAUSE = re.compile(
    r"""(?P<neg>-)?(?P<key>[A-Za-zäöüÄÖÜ]{3,12})\s?(?P<op>>=|<=|>|<|=|:)[ ]?(?P<value>"[^"]*"?|[^\s"]+)"""
    r"""|(?P<negp>-)?"(?P<phrase>[^"]*)"?|(?P<word>\S+)"""
)
_EQUALS = {
    "lieferant": "lieferant",
    "typ": "typ",
    "belegart": "typ",
    "auftrag": "auftrag",
    "mappe": "auftrag",
    "status": "status",
    "fehlt": "fehlt",
    "ohne": "fehlt",
}
_NAMES = {**_EQUALS, "datum": "datum", "betrag": "betrag"}
_QUOTES = str.maketrans({"„": '"', "“": '"', "”": '"', "«": '"', "»": '"'})


def parse(text: str) -> Query:
    """The tree of what was typed."""
    text = clean(text[:LONGEST]).translate(_QUOTES)
    words: list[Words] = []
    filters: list[Equals | Between] = []
    last = ""
    for match in _CLAUSE.finditer(text):
        found = _filter(match)
        last = ""
        if found is not None:
            filters.append(found)
        elif match["phrase"] is not None:
            words.append(Words(match["phrase"].strip(), phrase=True, negated=bool(match["negp"])))
        else:
            last = match[0]
            words += [_word(part) for part in match[0].replace('"', " ").split()]
        if len(words) + len(filters) >= MOST_CLAUSES:
            break
    kept = tuple(word for word in words if any(map(str.isalnum, word.text)))
    unfinished = bool(last) and text.endswith(last) and last[-1].isalpha() and bool(kept) and not kept[-1].negated
    return Query(kept[:MOST_CLAUSES], tuple(filters), unfinished)


def separate(text: str) -> tuple[str, tuple[Clause, ...]]:
    """What was typed without its filters, and the filters, each once. Both together ask the same as ``text``."""
    words: list[str] = []
    clauses: dict[str, Clause] = {}
    for match in _CLAUSE.finditer(clean(text[:LONGEST]).translate(_QUOTES)):
        if _filter(match) is None:
            words.append(match[0])
        else:
            value = match["value"].strip('"').strip()
            clauses[match[0]] = Clause(match[0], _NAMES[fold(match["key"])], match["op"], value, bool(match["neg"]))
    return " ".join(words), tuple(clauses.values())


def _word(text: str) -> Words:
    """A minus in front excludes a word; in front of an amount it is a sign."""
    negated = text.startswith("-") and not re.fullmatch(r"-[\d.]+,\d\d", text)
    return Words(text[1:] if negated else text, negated=negated)


def _filter(match: re.Match[str]) -> Equals | Between | None:
    if not match["key"]:
        return None
    key, operator, value, negated = fold(match["key"]), match["op"], match["value"].strip('"').strip(), bool(match["neg"])
    if key in _EQUALS and operator in ":=" and any(map(str.isalnum, value)):
        return Equals(_EQUALS[key], value, negated, operator == "=")  # type: ignore[arg-type]  # the table holds exactly these
    if key == "datum":
        span = _span(operator, value, _days)
        return Between("datum", *span, negated) if span else None
    if key == "betrag":
        span = _span(operator, value, _cents)
        return Between("betrag", *span, negated) if span else None
    return None


_Ends = tuple[int | None, int | None]


def _span(operator: str, value: str, ends: Callable[[str], tuple[int, int] | None]) -> _Ends | None:
    """The two ends of ``a``, ``a..b``, ``a..``, ``..b`` or of a comparison with ``a``."""
    if ".." in value and operator in ":=":
        left, _, right = value.partition("..")
        low, high = ends(left), ends(right)
        understood = (low or not left) and (high or not right) and (low or high)
        return (low[0] if low else None, high[1] if high else None) if understood else None
    both = ends(value)
    if both is None:
        return None
    return {">": (both[1] + 1, None), ">=": (both[0], None), "<": (None, both[0] - 1), "<=": (None, both[1])}.get(operator, both)


def _cents(text: str) -> tuple[int, int] | None:
    """An amount as typed, in cents; both ends are the same."""
    text = text.removesuffix("€").strip()
    if re.fullmatch(r"\d{1,3}(\.\d{3})+|\d{1,12}", text):
        whole = int(text.replace(".", "")) * 100
        return whole, whole
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{3})+|\d{1,12})[,.](\d{1,2})", text)
    if not match:
        return None
    exact = int(match[1].replace(".", "")) * 100 + int(match[2].ljust(2, "0"))
    return exact, exact


def _days(text: str) -> tuple[int, int] | None:
    """First and last day of a year, quarter, month or day, as yyyymmdd."""
    if when := day(text):
        return number(when), number(when)
    if match := re.fullmatch(r"(\d{4})(?:-?Q([1-4]))?|Q([1-4])[/-](\d{4})", text, re.IGNORECASE):
        year, quarter = int(match[1] or match[4]), int(match[2] or match[3] or 0)
        return _months(year, quarter * 3 - 2, 3) if quarter else _months(year, 1, 12)
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})|(\d{1,2})[./](\d{4})", text):
        return _months(int(match[1] or match[4]), int(match[2] or match[3]), 1)
    return None


def _months(year: int, month: int, count: int) -> tuple[int, int] | None:
    if not (1 <= month <= 12 and 1900 <= year < 9999):
        return None
    after = date(year + (month + count - 1) // 12, (month + count - 1) % 12 + 1, 1)
    return number(date(year, month, 1)), number(after - timedelta(days=1))


def number(when: date) -> int:
    """A day as one number that sorts: 20260312."""
    return when.year * 10_000 + when.month * 100 + when.day
