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
_INSTALMENT = re.compile(r"abschlag|a.?conto|akonto|teilrechnung|anzahlung|vorauszahlung|acompte|aanbetaling|deposit", re.IGNORECASE)
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
    if gross is None:
        return
    whole, left = Decimal(gross.value), remaining(found)
    instalments = _instalments(paper, found)
    taken = instalments if _adds_up(whole, instalments, left) else [a for a in labelled(found, PREPAID) if a.value]
    if not taken:
        return
    total, adds_up = _sum(taken), _adds_up(whole, taken, left)
    if adds_up or all(a.value < 0 for a in taken):
        first = taken[0]
        raw, rule = " + ".join(text_of(a.words) for a in taken), f"hinter ‚{first.label.text if first.label else ''}'"
        confidence = min(0.97, gross.confidence, *(a.confidence for a in taken)) if adds_up else 0.7
        yield Finding("angezahlt", f"{total:.2f}", raw, first.page, around(first.words), confidence, rule)


def _instalments(paper: Paper, found: Sequence[Amount]) -> list[Amount]:
    """Bills that were paid before, one a row: "abzgl. 1. Abschlagsrechnung 26-0702 vom 15.09. netto 1.500,00 + USt 285,00  -1.785,00"."""
    rows = {(sheet.number, number): row for sheet in paper.sheets for number, row in enumerate(sheet.rows)}
    last = {(a.page, a.row): a for a in found if a.value}
    return [a for place, a in last.items() if _INSTALMENT.search(text_of(rows[place]))]


def _sum(some: Sequence[Amount]) -> Decimal:
    return sum((abs(a.value) for a in some), Decimal(0))


def _adds_up(whole: Decimal, taken: Sequence[Amount], left: Sequence[Amount]) -> bool:
    return bool(taken) and any(abs(whole - _sum(taken) - rest.value) <= _CENT for rest in left)
