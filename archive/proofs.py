"""What the sums of an invoice prove where single rows could not be read surely: that all of it is right, or that it is too dear.

The sums themselves count only where they prove each other: net and tax make the gross amount, or an e-invoice says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from archive.currencies import foreign
from archive.deviation import CENT, Deviation, Place, Tolerances, listed, money, number
from archive.document import Document
from archive.extras import extra
from archive.order import PurchaseOrder, plain
from archive.pairing import Paired, Slot, goods
from archive.places import at_paper, titled
from archive.prices import each
from archive.reading_gaps import amount, complete, proven_net, rows_proven

_OPEN = frozenset({"nicht_pruefbar", "rechenfehler"})


@dataclass(frozen=True, slots=True)
class Purchase:
    """All papers of a folder with the rows of the purchase orders they speak of."""

    papers: Mapping[str, Paired]
    spoken: Mapping[str, Sequence[PurchaseOrder]]
    slots: Sequence[Slot]


def weighed(deviations: Sequence[Deviation], purchase: Purchase, tolerances: Tolerances) -> list[Deviation]:
    """The deviations, with what the sums of invoices say in place of rows that could not be compared."""
    found = list(deviations)
    for paper in purchase.papers.values():
        document = paper.document
        open_ = [d for d in found if d.type in _OPEN and _settled_by(d, paper, purchase)]
        if document.doctype != "rechnung" or not open_ or rows_proven(document):
            continue
        net, expected = proven_net(document), _expected(paper, purchase)
        if net is None or not expected:
            continue
        extras = sum((line.total or Decimal(0) for line in paper.extras if extra(line.text)), Decimal(0))
        surplus = net - extras - expected - _credited(purchase, paper)
        if abs(surplus) <= CENT * max(2, len(goods(document))):
            found = [d for d in found if d not in open_]
        elif surplus > max(tolerances.charges, expected * tolerances.charges_share, expected * tolerances.price):
            found = [d for d in found if d not in open_] + [_too_dear(document, purchase, (expected, net - extras), open_)]
    return found


def _settled_by(deviation: Deviation, paper: Paired, purchase: Purchase) -> bool:
    """Whether a deviation is about this invoice, and about nothing else but the delivery notes it is held against."""
    about = {place.eingangsnummer for place in deviation.evidence if place.eingangsnummer and place.page}
    others = about - {paper.document.eingangsnummer}
    types = {purchase.papers[each].document.doctype for each in others if each in purchase.papers}
    return paper.document.eingangsnummer in about and types <= {"lieferschein", "bestellung", "auftragsbestaetigung"}


def _expected(paper: Paired, purchase: Purchase) -> Decimal | None:
    """What the invoice should come to: its delivery notes at the prices of the order, or else the whole order; ``None`` if unknown."""
    if foreign(paper.document):
        return None
    named = {plain(f.value) for f in paper.document.findings if f.field == "lieferscheinnummer"} - {""}
    if named:
        notes = [p for p in purchase.papers.values() if p.document.doctype == "lieferschein" and _number(p) in named]
        if len({_number(note) for note in notes}) < len(named) or not all(complete(note) for note in notes):
            return None
        return _worth([(part.slot, part.quantity) for note in notes for part in note.parts])
    spoken = {p.number for p in purchase.spoken[paper.document.eingangsnummer]}
    said = {plain(f.value) for f in paper.document.findings if f.field == "bestellnummer"}
    invoices = [p for p in purchase.papers.values() if p.document.doctype == "rechnung"]
    alone = sum(bool(spoken & {o.number for o in purchase.spoken[p.document.eingangsnummer]}) for p in invoices) == 1
    if not alone or not spoken or {plain(number_) for number_ in spoken} != said:
        return None
    return _worth([(slot, slot.line.quantity) for slot in purchase.slots if slot.purchase.number in spoken])


def _worth(rows: Sequence[tuple[Slot, Decimal | None]]) -> Decimal | None:
    total = Decimal(0)
    for slot, quantity in rows:
        price = each(slot)
        if price is None or quantity is None:
            return None
        total += (price * quantity).quantize(CENT, ROUND_HALF_UP)
    return total


def _credited(purchase: Purchase, paper: Paired) -> Decimal:
    """What credit notes that name this invoice give back."""
    own = plain(paper.document.value("rechnungsnummer"))
    notes = [p.document for p in purchase.papers.values() if p.document.doctype == "gutschrift"]
    about = [c for c in notes if own and own in {plain(f.value) for f in c.findings if f.field == "ursprungsrechnung"}]
    return sum((abs(amount(credit, "netto") or Decimal(0)) for credit in about), Decimal(0))


def _number(note: Paired) -> str:
    return plain(note.document.value("lieferscheinnummer"))


def _too_dear(document: Document, purchase: Purchase, sums: tuple[Decimal, Decimal], rows: Sequence[Deviation]) -> Deviation:
    expected, found = sums
    numbers = sorted(p.number for p in purchase.spoken[document.eingangsnummer])
    surplus = found - expected
    percent = (surplus / expected * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    orders = f"{'Bestellung' if len(numbers) == 1 else 'Bestellungen'} {listed(numbers)}"
    sentence = (
        f"Preis weicht ab: {titled(document)} kommt ohne Nebenkosten auf {money(found)} netto, nach {orders} wären es {money(expected)}: "
        f"{number(percent)} % mehr, zusammen {money(surplus)}. Einzelne Zeilen sind nicht sicher zu lesen"
    )
    places = (
        Place(orders),
        *dict.fromkeys(place for row in rows for place in row.evidence if place.eingangsnummer),
        at_paper(document, None),
    )
    return Deviation("preis", f"{document.eingangsnummer}/summe", expected, found, "€", surplus, places, sentence)
