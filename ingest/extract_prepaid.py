"""What was paid in advance and is taken off below the gross amount: "abzüglich Anzahlung EUR -845,14"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from archive.document import Finding
from ingest.amounts import Amount, amounts
from ingest.layout import around, text_of
from ingest.paper import Paper

PREPAID = re.compile(
    r"bereits (?:be|ge)zahlt|anzahlung|abschlagszahlung|vorauszahlung|prepaid|deposit|reeds betaald|acompte", re.IGNORECASE
)
_PAYABLE = re.compile(
    r"zahlbetrag|zu zahlen|restbetrag|restforderung|offener betrag|fälliger betrag|balance due|amount due|te betalen|noch zu zahlen",
    re.IGNORECASE,
)
_CENT = Decimal("0.02")


def labelled(found: Sequence[Amount], pattern: re.Pattern[str]) -> list[Amount]:
    """The amounts whose own label says so."""
    return [a for a in found if a.label and a.nearest and pattern.search(a.label.text)]


def remaining(found: Sequence[Amount]) -> list[Amount]:
    """What remains to be paid, as printed."""
    return labelled(found, _PAYABLE)


def prepaid(paper: Paper, findings: Sequence[Finding]) -> Iterator[Finding]:
    """``angezahlt``: the sum of what is taken off, sure where the gross amount less that sum is what remains to be paid."""
    if paper.reading.einvoice or all(field.key != "angezahlt" for field in paper.doctype.fields):
        return
    gross = max((f for f in findings if f.field == "brutto"), key=lambda f: f.confidence, default=None)
    found = amounts(paper)
    taken = [a for a in labelled(found, PREPAID) if a.value]
    if gross is None or not taken:
        return
    total, whole = sum((abs(a.value) for a in taken), Decimal(0)), Decimal(gross.value)
    adds_up = any(abs(whole - total - rest.value) <= _CENT for rest in remaining(found))
    if adds_up or all(a.value < 0 for a in taken):
        first = taken[0]
        raw, rule = " + ".join(text_of(a.words) for a in taken), f"hinter ‚{first.label.text if first.label else ''}'"
        confidence = min(0.97, gross.confidence, *(a.confidence for a in taken)) if adds_up else 0.7
        yield Finding("angezahlt", f"{total:.2f}", raw, first.page, around(first.words), confidence, rule)
