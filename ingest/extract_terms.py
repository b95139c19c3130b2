"""Terms of an invoice beside its sums: discount for early payment with its last day, and what sort of invoice it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from archive.document import Finding
from archive.kinds import date as days
from ingest.check_sums import Terms, skonto_terms
from ingest.extract_due import due
from ingest.extract_supply import supplied
from ingest.layout import Row, around, text_of
from ingest.paper import Paper
from ingest.passages import passages

_OCR, _FAR = 0.9, 90
_SORTS = {
    "Gutschriftsverfahren": r"gutschrifts?verfahren|selbstfakturierung|self.?billing|abrechnungsgutschrift|gutschrift nach § ?14 abs\. ?2",
    "Anzahlungsrechnung": r"anzahlungsrechnung|rechnung über (?:eine |die )?anzahlung|vorauszahlungsrechnung"
    r"|facture d.acompte|prepayment invoice",
    "Abschlagsrechnung": r"abschlags(?:zahlungs)?rechnung|\b\d+\. ?abschlag\b",
    "Schlussrechnung": r"schlu(?:ss|ß)rechnung|endabrechnung|final invoice|facture de solde",
    "Teilrechnung": r"teilrechnung",
    "Stornorechnung": r"storno-?rechnung",
}
SORTS = tuple((re.compile(pattern, re.IGNORECASE), name) for name, pattern in _SORTS.items())
_PAYING = re.compile(r"skonto|netto|zahl|rein\b|payment|terms", re.IGNORECASE)
_BY_CODE = {"386": "Anzahlungsrechnung", "389": "Gutschriftsverfahren", "326": "Teilrechnung", "875": "Abschlagsrechnung"}
_BY_CODE |= {"876": "Teilrechnung", "877": "Schlussrechnung"}


@dataclass(frozen=True, slots=True)
class _Spot:
    """Terms with the print they were read from; ``page`` 0 for the data of an e-invoice."""

    terms: Terms
    raw: str
    page: int
    words: Row


def terms(paper: Paper, findings: Sequence[Finding]) -> list[Finding]:
    """``skonto_bis``, ``skonto_prozent``, ``rechnungsart``, ``faellig_am`` by days and ``lieferdatum`` by reference, as far as the
    type of the paper has them.
    """
    keys = {field.key for field in paper.doctype.fields}
    issued = max((f for f in findings if f.field == "rechnungsdatum"), key=lambda f: f.confidence, default=None)
    found = [*_sort(paper), *due(paper, findings), *supplied(paper, findings)]
    spots = list(_spots(paper))
    if spots:
        # Of several steps the first is the one that is gone soonest: the highest discount.
        best = max(spots, key=lambda s: s.terms.percent)
        found += _skonto(best, issued)
    return [f for f in found if f.field in keys]


def _spots(paper: Paper) -> Iterator[_Spot]:
    for found, raw, page, words in passages(paper, skonto_terms):
        if not page or _PAYING.search(raw):
            yield _Spot(found, raw, page, words)


def _skonto(spot: _Spot, issued: Finding | None) -> Iterator[Finding]:
    read = min((w.confidence for w in spot.words if any(c.isdigit() for c in w.text)), default=1.0)
    sure = 1.0 if not spot.page else round(_OCR * (0.5 + 0.5 * read), 3)
    box = around(spot.words) if spot.words else None
    percent = f"{spot.terms.percent.quantize(Decimal('0.01'))}"
    rule = "in den Zahlungsbedingungen"
    yield Finding("skonto_prozent", percent, spot.raw, spot.page, box, sure, rule)
    if until := spot.terms.until:
        yield Finding("skonto_bis", until, spot.raw, spot.page, box, sure, rule)
    elif issued and 0 < spot.terms.days <= _FAR:
        try:
            last = date.fromisoformat(issued.value) + timedelta(days=spot.terms.days)
        except OverflowError:  # after the year 9999
            return
        if days.parse(f"{last:%d.%m.%Y}"):
            reason = f"{spot.terms.days} Tage nach dem Rechnungsdatum"
            yield Finding("skonto_bis", last.isoformat(), spot.raw, spot.page, box, min(sure, issued.confidence), reason)


def _sort(paper: Paper) -> Iterator[Finding]:
    invoice = paper.reading.einvoice
    if invoice:
        code = invoice.terms.get("BT-3", "")
        if name := _BY_CODE.get(code, ""):
            yield Finding("rechnungsart", name, code, 0, None, 1.0, "als Art der E-Rechnung")
        return
    sights = [sight for sheet in paper.sheets[:1] for row in sheet.rows for sight in _named(row, sheet.number)]
    # A final invoice names the advance invoices it settles, never the other way round.
    yield from sorted(sights, key=lambda sight: sight.value != "Schlussrechnung")[:1]


def _named(row: Row, page: int) -> Iterator[Finding]:
    text = text_of(row)
    for pattern, name in SORTS:
        # A heading, or a remark about the kind of settlement; a row of goods or a note about payments is longer.
        if (hit := pattern.search(text)) and (len(text) <= 2 * len(hit[0]) + 25 or name == "Gutschriftsverfahren"):
            sure = round(_OCR * (0.5 + 0.5 * min(w.confidence for w in row)), 3)
            yield Finding("rechnungsart", name, hit[0], page, around(row), sure, "steht auf dem Papier")
