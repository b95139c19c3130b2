"""The free texts of an e-invoice (remarks, terms, texts of lines) as a paper of their own, to be read like print.

Collective invoices name their orders and delivery notes there. Their page has number 0: nobody can look at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.document import Finding
from archive.order import plain
from archive.scan import EInvoice, Page, Reading, Word
from ingest.paper import Paper, prepare
from ingest.printed import Print
from ingest.values import labelled

_FIELDS = {"lieferscheinnummer", "bestellnummer", "auftragsnummer", "kommission"}
_LINE_HEIGHT, _LETTER = 12.0, 5.0
_MOST = 3000
_LOWEST, _NO_MISREADING = 0.7, 0.1
"""What a weak label must be worth at least; the data's texts can not be misread, which print of that worth could be."""


def only_data(paper: Paper) -> bool:
    """Whether the pages are nothing but our own listing of the data."""
    return any(page.how == "einvoice" for page in paper.reading.pages)


def told(paper: Paper) -> Paper:
    """The texts as a paper, empty when there is no e-invoice."""
    texts = list(_texts(paper.reading.einvoice)) if paper.reading.einvoice else []
    reading = Reading(paper.reading.scan, (_page(texts),) if texts else ())
    return prepare(reading, paper.doctype, paper.firm, own=paper.own)


def findings(paper: Paper, known: Sequence[Finding]) -> list[Finding]:
    """Numbers behind a label in these texts, without those already known; with their place where a page shows them."""
    seen = Print(paper.reading.pages)
    taken = {(f.field, plain(f.value)) for f in known}
    found: dict[tuple[str, str], Finding] = {}
    for c in labelled(told(paper)):
        key = (c.field, plain(c.value))
        if c.field not in _FIELDS or key in taken or c.score < _LOWEST:
            continue
        spot = seen.number(c.value)
        sure = round(min(c.score + _NO_MISREADING, 0.95), 3)
        finding = Finding(c.field, c.value, c.raw, 0, None, sure, f"{c.rule}, in den Bemerkungen der E-Rechnung")
        found.setdefault(key, replace(finding, page=spot.page, box=spot.box) if spot else finding)
    return list(found.values())


def _texts(invoice: EInvoice) -> Iterator[str]:
    yield from invoice.terms.get("BT-22", "").splitlines()
    yield from invoice.terms.get("BT-20", "").splitlines()
    for line in invoice.lines:
        for term in ("BT-127", "BT-153", "BT-154"):
            yield from line.get(term, "").splitlines()
    for trait in invoice.groups.get("BG-32", ()):
        yield f"{trait.get('BT-160', '')}: {trait.get('BT-161', '')}"


def _page(texts: Sequence[str]) -> Page:
    """One row for each text, every letter equally wide: enough for reading labels and what stands behind them."""
    words: list[Word] = []
    for row, text in enumerate(texts[:_MOST]):
        left, top = 0.0, row * 2 * _LINE_HEIGHT
        for word in text.split()[:200]:
            width = len(word) * _LETTER
            words.append(Word(word, (left, top, left + width, top + _LINE_HEIGHT), 1.0))
            left += width + _LETTER
    wide = max((w.box[2] for w in words), default=1.0)
    return Page(0, max(595.0, wide), max(842.0, len(texts) * 2 * _LINE_HEIGHT), 0, tuple(words), "pdf-text")
