"""Goods received notes beside the supplier's delivery notes: one delivery counts once, and what was counted by hand counts first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from archive.deviation import Deviation, number
from archive.document import Document
from archive.order import PurchaseOrder, folded, plain
from archive.pairing import Paired, Part
from archive.places import at_order, at_paper, goods_of, titled
from archive.units import name

RECEIPT, NOTE = "wareneingangsschein", "lieferschein"
DAYS = 7
"""A receipt that names no delivery note belongs to one of these few days before or after it."""


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What arrived: ``of`` leads from the Eingangsnummer of a receipt to that of the delivery note of the same delivery."""

    papers: tuple[Paired, ...]
    of: Mapping[str, str]

    def parts(self, slot: str) -> tuple[Part, ...]:
        """What counts as delivered of a row: what was counted, and delivery notes of which nobody counted it."""
        counted = {self.of.get(p.document.eingangsnummer, "") for p in self.papers if _is(p, RECEIPT) and _parts(p, slot)}
        notes = (p for p in self.papers if _is(p, NOTE) and p.document.eingangsnummer not in counted)
        return tuple(part for p in (*notes, *(p for p in self.papers if _is(p, RECEIPT))) for part in _parts(p, slot))

    @property
    def confirmed(self) -> tuple[str, ...]:
        """The delivery notes of which somebody wrote down that the goods came."""
        return tuple(dict.fromkeys(self.of.values()))

    @property
    def counted(self) -> tuple[str, ...]:
        """The delivery notes whose goods were counted; a receipt that only says that something came has counted none."""
        told = {p.document.eingangsnummer for p in self.papers if p.parts}
        return tuple(dict.fromkeys(note for receipt, note in self.of.items() if receipt in told))

    @property
    def alone(self) -> tuple[Document, ...]:
        """Receipts of deliveries whose delivery note is not here."""
        return tuple(p.document for p in self.papers if _is(p, RECEIPT) and p.document.eingangsnummer not in self.of)


def deliveries(papers: Sequence[Paired], spoken: Mapping[str, Sequence[PurchaseOrder]]) -> Deliveries:
    """The delivery notes and receipts among the papers, brought together."""
    own = tuple(p for p in papers if _is(p, NOTE) or _is(p, RECEIPT))
    notes = [p for p in own if _is(p, NOTE)]
    of: dict[str, str] = {}
    # The surest first, so that a guess never takes the note that another receipt names.
    for rule in (_named, _misread, _near):
        for receipt in (p for p in own if _is(p, RECEIPT) and p.document.eingangsnummer not in of):
            purchases = {p.number for p in spoken[receipt.document.eingangsnummer]}
            free = [
                note
                for note in notes
                if (rule is _named or note.document.eingangsnummer not in of.values())
                and purchases & {p.number for p in spoken[note.document.eingangsnummer]}
                and rule(receipt, note)
            ]
            if free:
                best = min(free, key=lambda note, r=receipt: (not _equal(r, note), _apart(r, note)))  # type: ignore[misc]
                of[receipt.document.eingangsnummer] = best.document.eingangsnummer
    return Deliveries(own, of)


def judged(found: Deliveries) -> Iterator[Deviation]:
    """Where a delivery note says something else than what was counted, and what arrived damaged."""
    papers = {p.document.eingangsnummer: p for p in found.papers}
    for note in found.counted:
        counted = [part for receipt, of in found.of.items() if of == note for part in papers[receipt].parts]
        for key in dict.fromkeys(part.slot.key for part in counted):
            claimed, seen = _parts(papers[note], key), [part for part in counted if part.slot.key == key]
            if claimed and all(part.quantity is not None for part in (*claimed, *seen)):
                yield from _differing(seen, claimed)
    for paper in found.papers:
        if _is(paper, RECEIPT) and (damage := paper.document.value("schaden")):
            places = (at_paper(paper.document, None),)
            sentence = f"Beschädigt angekommen: {damage.rstrip('.')} ({titled(paper.document)})"
            yield Deviation("schaden", paper.document.eingangsnummer, None, None, "", None, places, sentence)


def _differing(counted: Sequence[Part], claimed: Sequence[Part]) -> Iterator[Deviation]:
    told, found = (sum((part.quantity or Decimal(0) for part in parts), Decimal(0)) for parts in (claimed, counted))
    slot = counted[0].slot
    if told == found:
        return
    unit = name(slot.line.unit)
    numbers = f"{number(told)} auf {titled(claimed[0].document)}, {number(found)} gezählt" + (f" ({unit})" if unit else "")
    price = slot.line.unit_price
    amount = None if price is None else (found - told) * price / (slot.line.price_base or 1)
    places = (at_order(slot), *(at_paper(part.document, part.line) for part in (*claimed, *counted)))
    sentence = f"Menge weicht ab: {goods_of(slot)} (Bestellung {slot.purchase.number}), {numbers}"
    yield Deviation("menge", f"{slot.key}/gezaehlt", told, found, unit, amount, places, sentence)


def _named(receipt: Paired, note: Paired) -> bool:
    return bool(_own(receipt)) and _own(receipt) == _own(note)


def _misread(receipt: Paired, note: Paired) -> bool:
    """The number was read from the note by a machine and typed by a person: one of them may have erred by one character."""
    left, right = _own(receipt), _own(note)
    if not left or not right or len(left) < 4:
        return False
    if folded(left) == folded(right):
        return True
    return len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1 and _equal(receipt, note)


def _near(receipt: Paired, note: Paired) -> bool:
    """One of both has no number, they speak of the same goods, and they are of nearly the same day."""
    if _own(receipt) and _own(note):
        return False
    shared = {part.slot.key for part in receipt.parts} & {part.slot.key for part in note.parts}
    return (bool(shared) or not receipt.parts or not note.parts) and _apart(receipt, note) <= DAYS


def _equal(receipt: Paired, note: Paired) -> bool:
    """Whether both tell the same quantities of the rows both speak of."""
    told = {part.slot.key: part.quantity for part in note.parts}
    return all(told.get(part.slot.key, part.quantity) == part.quantity for part in receipt.parts)


def _apart(receipt: Paired, note: Paired) -> int:
    return abs((_day(receipt.document) - _day(note.document)).days)


def _day(document: Document) -> date:
    try:
        return date.fromisoformat(document.value("lieferdatum"))
    except ValueError:
        return document.scan.received.astimezone().date()


def _own(paper: Paired) -> str:
    return plain(paper.document.value("lieferscheinnummer"))


def _is(paper: Paired, doctype: str) -> bool:
    return paper.document.doctype == doctype


def _parts(paper: Paired, slot: str) -> list[Part]:
    return [part for part in paper.parts if part.slot.key == slot]
