"""Payments in advance: what was billed before must be taken off the final invoice, all of it and once. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from archive.deviation import Deviation, Tolerances, listed, money
from archive.document import Document, Line
from archive.extras import extra
from archive.order import PurchaseOrder
from archive.places import at_paper, titled
from archive.reading_gaps import amount

_ADVANCE = frozenset({"Anzahlungsrechnung", "Abschlagsrechnung"})
_FINAL, _SELF_BILLED = "Schlussrechnung", "Gutschriftsverfahren"


def advance(document: Document) -> bool:
    """Whether this invoice asks for money before goods: its heading says so, or it has no other rows."""
    if document.doctype != "rechnung":
        return False
    if document.value("rechnungsart") in _ADVANCE:
        return True
    rows = [extra(line.text) for line in document.lines]
    return bool(rows) and all(kind == "anzahlung" for kind in rows) and all((line.total or 0) > 0 for line in document.lines)


def about_goods(document: Document) -> bool:
    """Whether the rows of this paper are goods we bought: not those of advances, nor of what we bill for a supplier's customer."""
    return not advance(document) and document.value("rechnungsart") != _SELF_BILLED


def judged(papers: Sequence[Document], spoken: Mapping[str, Sequence[PurchaseOrder]], tolerances: Tolerances) -> Iterator[Deviation]:
    """Final invoices that take off something else than what was billed in advance for the same purchase orders."""
    before = [paper for paper in papers if advance(paper)]
    for final in papers:
        if final.doctype != "rechnung" or advance(final):
            continue
        own = {p.number for p in spoken[final.eingangsnummer]}
        billed = [p for p in before if own & {o.number for o in spoken[p.eingangsnummer]} and p.eingangsnummer != final.eingangsnummer]
        taken = [line for line in final.lines if extra(line.text) == "anzahlung" and line.total is not None]
        if billed and (final.value("rechnungsart") == _FINAL or taken):
            yield from _compared(final, billed, taken, tolerances)


def _compared(final: Document, billed: Sequence[Document], taken: Sequence[Line], tolerances: Tolerances) -> Iterator[Deviation]:
    sums = [_net(document) for document in billed]
    places = (*(at_paper(document, None) for document in billed), *(at_paper(final, line) for line in taken), at_paper(final, None))
    names = listed([titled(document) for document in billed])
    if None in sums:
        sentence = f"Nicht prüfbar: Der Betrag von {names} ist nicht zu lesen, {titled(final)} zieht Anzahlungen ab"
        yield Deviation("nicht_pruefbar", f"{final.eingangsnummer}/anzahlung", None, None, "€", None, places, sentence)
        return
    asked = sum((value for value in sums if value is not None), Decimal(0))
    off = sum((abs(line.total or Decimal(0)) for line in taken), Decimal(0))
    slack = tolerances.rounding * max(1, len(billed))
    if abs(asked - off) <= slack or (not taken and _below_the_sum(final, billed, slack)):
        return
    sentence = f"Anzahlungen: {titled(final)} zieht {money(off)} ab, berechnet waren {money(asked)} netto ({names})"
    yield Deviation("anzahlung", f"{final.eingangsnummer}/anzahlung", asked, off, "€", asked - off, places, sentence)


def _below_the_sum(final: Document, billed: Sequence[Document], slack: Decimal) -> bool:
    """Whether the final invoice takes off, below its gross amount, what was billed before with its tax."""
    off, sums = amount(final, "angezahlt"), [amount(document, "brutto") for document in billed]
    return off is not None and None not in sums and abs(off - sum((s for s in sums if s is not None), Decimal(0))) <= slack


def _net(document: Document) -> Decimal | None:
    try:
        return Decimal(document.value("netto"))
    except InvalidOperation:
        totals = [line.total for line in document.lines]
        return None if None in totals or not totals else sum((t for t in totals if t is not None), Decimal(0))
