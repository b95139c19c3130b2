"""What of a paper for several orders falls to each of them: by its rows, and what nobody ordered by value."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

from archive.deviation import CENT, money
from archive.pairing import Paired, goods


def shares(paper: Paired) -> dict[str, Decimal]:
    """Net amounts by order, together the sum of all rows; empty when a row's amount or order is not known.

    A row for several orders that its purchase order does not tell apart falls to them in equal parts.
    """
    lines = goods(paper.document)
    if paper.rest or not lines or not paper.parts or any(line.total is None for line in lines):
        return {}
    whole = sum((line.total or Decimal(0) for line in lines), Decimal(0))
    direct: defaultdict[str, Decimal] = defaultdict(Decimal)
    for part in paper.parts:
        for order in part.slot.orders:
            direct[order] += (part.total or Decimal(0)) / len(part.slot.orders)
    basis = sum(direct.values(), Decimal(0))
    if not basis:
        return {}
    # Freight and the like follow the goods; the last order takes the cent that rounding leaves.
    rounded = {order: (whole * value / basis).quantize(CENT, ROUND_HALF_UP) for order, value in sorted(direct.items())}
    last = max(rounded)
    rounded[last] += whole - sum(rounded.values(), Decimal(0))
    return rounded


def sentence(paper: Paired, order: str) -> str:
    """``Sammelrechnung, betrifft 3 Aufträge, Anteil dieses Auftrags 562,50 €``; "" for a paper of one order."""
    orders = paper.document.orders
    if len(orders) < 2:
        return ""
    what = {"rechnung": "Sammelrechnung", "lieferschein": "Sammellieferschein", "gutschrift": "Sammelgutschrift"}
    name = what.get(paper.document.doctype, "Beleg für mehrere Aufträge")
    share = shares(paper).get(order)
    known = f", Anteil dieses Auftrags {money(share)}" if share is not None else ""
    unknown = ", Anteil dieses Auftrags nicht bestimmbar" if share is None and paper.document.doctype in ("rechnung", "gutschrift") else ""
    return f"{name}, betrifft {len(orders)} Aufträge{known}{unknown}"
