"""The day of supply of an invoice that says it is the day of the invoice, as § 31 UStDV allows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.document import Finding
from ingest.layout import around
from ingest.paper import Paper
from ingest.passages import passages

_SURE, _ELSE = 0.9, 0.7
_SAME = re.compile(
    r"(?:liefer|leistungs|versand)(?:datum|tag|zeitpunkt|termin)\s*(?:=|:|und|(?:ist )?gleich|ist|entspricht)\s*(?:dem\s+|de[rn]\s+)?"
    r"rechnungs(?:datum|tag|stellung)"
    r"|rechnungsdatum\s*(?:=|(?:ist )?gleich|ist|entspricht)\s*(?:dem\s+)?(?:liefer|leistungs)(?:datum|tag)",
    re.IGNORECASE,
)
_UNLESS = re.compile(r"(?:soweit|wenn|falls|sofern)[^.]{0,20} ander", re.IGNORECASE)


def supplied(paper: Paper, findings: Sequence[Finding]) -> list[Finding]:
    """``lieferdatum`` where a sentence says so and no day is printed for it; less sure with "soweit nicht anders angegeben"."""
    issued = max((f for f in findings if f.field == "rechnungsdatum"), key=lambda f: f.confidence, default=None)
    if issued is None or paper.reading.einvoice or any(f.field == "lieferdatum" for f in findings):
        return []
    for found, raw, page, words in passages(paper, lambda text: _SAME.findall(text)[:1]):
        sure = min(issued.confidence, _ELSE if _UNLESS.search(raw) else _SURE)
        return [Finding("lieferdatum", issued.value, found, page, around(words), sure, "ist laut Rechnung das Rechnungsdatum")]
    return []
