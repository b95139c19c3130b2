"""The last day of payment, where the paper names days instead: "30 Tage netto" counts from the day of the invoice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from archive.document import Finding
from archive.kinds import date as days
from ingest.layout import around
from ingest.paper import Paper
from ingest.passages import passages

_SURE, _FAR = 0.9, 180
_COUNT = r"(?P<days>\d{1,3})\s*(?:Kalender)?(?:Tagen?|days|dagen|jours)\b"
_NET = r"(?<!vom )(?:netto\b|ohne\s+(?:jeden\s+|jeglichen\s+)?Abzug|net\b)"
_DAY = r"\d{1,2}\. ?(?:\d{1,2}\. ?|[^\W\d]{3,9} )(?:\d{4}|\d{2})"
_LATER = r"(?!\W{0,2}(?:nach|ab|seit|after|from|of|na|après)\s+(?!(?:dem\s+)?(?:Rechnungs|Beleg)?(?:datum|stellung)|invoice date|date of))"
"""From the day somebody receives paper or goods nobody can count."""
_BETWEEN = r"(?:(?!skonto)[^%\d\n])"
_PAY = r"(?:zahlbar|zahlung\w*|überweisen|begleichen|fällig|payable|payment|due|betaling|paiement)"
_NETTO = (
    re.compile(rf"(?:netto|ohne Abzug)\s+bis\s+(?:zum\s+)?(?P<until>{_DAY})", re.IGNORECASE),
    re.compile(rf"bis\s+(?:zum\s+|spätestens\s+)?(?P<until>{_DAY})\s*,?\s*(?:rein\s+)?{_NET}", re.IGNORECASE),
    re.compile(rf"spätestens\s+(?:jedoch\s+)?(?:bis|am)\s+(?:zum\s+)?(?P<until>{_DAY})", re.IGNORECASE),
    re.compile(
        rf"\b(?:am|zum|ab dem)\s+(?P<until>{_DAY})[^.;]{{0,120}}?(?:abgebucht|abbuchen|eingezogen|einziehen|belastet)", re.IGNORECASE
    ),
    re.compile(rf"{_COUNT}{_LATER}{_BETWEEN}{{0,25}}?{_NET}{_LATER}", re.IGNORECASE),
    re.compile(rf"{_NET}\W{{0,3}}(?:(?:innerhalb|binnen|in|von|within|zahlbar|Kasse|due)\s+){{0,4}}{_COUNT}{_LATER}", re.IGNORECASE),
    re.compile(r"\bnet\s+(?P<days>\d{1,3})\b(?![.,/]\d)", re.IGNORECASE),
)
_ALONE = (
    re.compile(rf"{_PAY}{_BETWEEN}{{0,60}}?{_COUNT}{_LATER}", re.IGNORECASE),
    re.compile(
        rf"{_COUNT}{_LATER}{_BETWEEN}{{0,30}}?(?:zahlbar|fällig|zu (?:be)?zahlen|zu begleichen|zu überweisen|payable)", re.IGNORECASE
    ),
)
_OTHER = re.compile(r"%|skonto|verzug|mahn|zinsen|reklam|rüge|gewähr|widerruf|angebot|lieferzeit|discount", re.IGNORECASE)
"""A row with one of these names other days as well."""


@dataclass(frozen=True, slots=True)
class _Term:
    """Days after the day of the invoice, or the last day itself."""

    count: int
    until: str = ""


def due(paper: Paper, findings: Sequence[Finding]) -> list[Finding]:
    """``faellig_am`` by the terms of payment of an invoice that prints no such day; nothing where they name several."""
    if not {"faellig_am", "skonto_bis"} <= {f.key for f in paper.doctype.fields} or any(f.field == "faellig_am" for f in findings):
        return []
    spots = list(passages(paper, _terms))
    if len({term for term, _, _, _ in spots}) != 1:
        return []
    term, raw, page, words = spots[0]
    read = min((w.confidence for w in words if any(map(str.isdigit, w.text))), default=1.0)
    sure, rule = _SURE * (0.5 + 0.5 * read) if page else 1.0, "in den Zahlungsbedingungen"
    last = date.fromisoformat(term.until) if term.until else None
    if last is None:
        issued = max((f for f in findings if f.field == "rechnungsdatum"), key=lambda f: f.confidence, default=None)
        last = _after(issued, term.count)
        sure, rule = min(sure, issued.confidence if issued else 0.0), f"{term.count} Tage nach dem Rechnungsdatum"
    return [Finding("faellig_am", last.isoformat(), raw, page, around(words) if words else None, round(sure, 3), rule)] if last else []


def _after(issued: Finding | None, count: int) -> date | None:
    try:
        return date.fromisoformat(issued.value) + timedelta(days=count) if issued else None
    except OverflowError:  # after the year 9999
        return None


def _terms(text: str) -> list[_Term]:
    for pattern in _NETTO if _OTHER.search(text) else (*_NETTO, *_ALONE):
        for hit in pattern.finditer(text):
            part = hit.groupdict()
            if until := days.parse(part.get("until") or ""):
                return [_Term(0, until.value)]
            if 0 < int(part.get("days") or 0) <= _FAR:
                return [_Term(int(part["days"]))]
    return []
