"""Whether all rows of a paper were read: the honest answer decides whether something is missing or only unread."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from archive.document import Document
from archive.pairing import Paired, goods

_CLOSE = Decimal("0.05")
_TOLD = 1.0  # the confidence of what the data of an e-invoice say


def complete(paper: Paired) -> bool:
    """True as far as one can tell: rows are there, those of an invoice make its net sum, and every row that was read found its goods."""
    lines = goods(paper.document)
    if not lines:
        return False
    net = _net(paper)
    totals = [line.total for line in lines]
    if net is not None and paper.document.doctype == "rechnung":
        known = sum((total for total in totals if total is not None), Decimal(0))
        return None not in totals and abs(known - net) <= _CLOSE
    return not paper.rest


def proven_net(document: Document) -> Decimal | None:
    """The net amount, when the data of an e-invoice tell it, or other sums on the paper prove it."""
    net, tax, gross = (amount(document, key) for key in ("netto", "steuer", "brutto"))
    if net is None:
        return None
    if any(f.field == "netto" and f.confidence >= _TOLD and not f.rule.startswith("von Hand") for f in document.findings):
        return net
    return net if tax is not None and gross is not None and abs(net + tax - gross) <= Decimal("0.02") else None


def rows_proven(document: Document) -> bool:
    """Whether the printed rows make the proven net amount: then none of them was misread."""
    net, totals = proven_net(document), [line.total for line in goods(document)]
    if net is None or not totals or None in totals:
        return False
    return abs(sum((total for total in totals if total is not None), Decimal(0)) - net) <= _CLOSE


def amount(document: Document, key: str) -> Decimal | None:
    """A sum on the paper, ``None`` when it was not read."""
    try:
        return Decimal(document.value(key))
    except InvalidOperation:
        return None


def _net(paper: Paired) -> Decimal | None:
    for field in ("netto", "brutto"):
        try:
            value = Decimal(paper.document.value(field))
        except InvalidOperation:
            continue
        # Small firms charge no tax: their gross sum is the net one.
        return value if field == "netto" or not paper.document.value("steuer") else None
    return None
