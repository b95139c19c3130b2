"""Whether all rows of a paper were read: the honest answer decides whether something is missing or only unread."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from archive.pairing import Paired, goods

_CLOSE = Decimal("0.05")


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


def _net(paper: Paired) -> Decimal | None:
    for field in ("netto", "brutto"):
        try:
            value = Decimal(paper.document.value(field))
        except InvalidOperation:
            continue
        # Small firms charge no tax: their gross sum is the net one.
        return value if field == "netto" or not paper.document.value("steuer") else None
    return None
