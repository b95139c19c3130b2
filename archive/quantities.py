"""Ordered, delivered and invoiced quantities of each row, and what does not fit between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from archive.advances import about_goods
from archive.deviation import Deviation, Kind, Place, Tolerances, number
from archive.document import Document
from archive.misread import misread
from archive.order import PurchaseOrder
from archive.pairing import Paired, Part, Slot
from archive.places import at_order, at_paper, goods_of, titled
from archive.reading_gaps import complete
from archive.receipts import deliveries
from archive.units import name, unit


@dataclass(frozen=True, slots=True)
class Standing:
    """One row of a purchase order with all that speaks of it.

    ``unread_notes`` and ``unread_invoices`` are papers for this purchase order whose rows could not be read, or not all of them.
    """

    slot: Slot
    notes: tuple[Part, ...]
    invoices: tuple[Part, ...]
    credits: tuple[Part, ...]
    printed: Part | None
    unread_notes: tuple[Document, ...]
    unread_invoices: tuple[Document, ...]
    papers: tuple[Document, ...]
    """Delivery notes and receipts for this purchase order, whether they speak of the row or not."""
    certificates: tuple[Document, ...] = ()
    """Certificates for this row, or for the purchase order where their rows were not read."""

    @property
    def delivered(self) -> Decimal | None:
        """In the unit of the order; ``None`` where a paper's unit can not be converted or its quantity was not read."""
        return _sum(self.notes)

    @property
    def returned(self) -> Decimal:
        """What credit notes take back at the price it was invoiced for; a correction of the price takes nothing back."""
        return sum((part.quantity or Decimal(0) for part in self.credits if self.takes_back(part)), Decimal(0))

    @property
    def invoiced(self) -> Decimal | None:
        """As ``delivered``, less what credit notes take back."""
        total = _sum(self.invoices)
        return None if total is None else total - self.returned

    def came(self, tolerances: Tolerances) -> bool:
        """Whether as much was delivered as was ordered, as far as that can be told."""
        ordered, delivered = self.slot.line.quantity, self.delivered
        return ordered is not None and delivered is not None and delivered >= ordered * (1 - _share(self.slot, tolerances))

    def takes_back(self, credit: Part) -> bool:
        """Whether a credit note returns goods: it gives back their whole price, not a part of it."""
        given, charged = _price(credit), [_price(part) for part in self.invoices]
        return given is not None and any(price is not None and abs(given - price) <= price * Decimal("0.02") for price in charged)


def standings(own: Sequence[Slot], papers: Sequence[Paired], spoken: Mapping[str, tuple[PurchaseOrder, ...]]) -> Iterator[Standing]:
    """The rows of an order with the parts of papers that speak of them."""
    about: defaultdict[str, list[Paired]] = defaultdict(list)
    for paper in papers:
        for purchase in spoken[paper.document.eingangsnummer]:
            about[purchase.number].append(paper)
    brought = {number: deliveries(near, spoken) for number, near in about.items()}
    for slot in own:
        near = about[slot.purchase.number]
        arrived = brought.get(slot.purchase.number) or deliveries(near, spoken)
        by_type = {
            kind: tuple(part for p in near if p.document.doctype == kind for part in p.parts if part.slot.key == slot.key)
            for kind in ("lieferschein", "rechnung", "gutschrift", "bestellung", "auftragsbestaetigung")
        }
        notes = tuple(p.document for p in arrived.papers)
        spoken_of = {part.document.eingangsnummer for part in (*by_type["lieferschein"], *by_type["rechnung"])}
        settled = {*spoken_of, *arrived.counted}
        unread = [p for p in near if p.document.eingangsnummer not in settled and about_goods(p.document) and not complete(p)]
        yield Standing(
            slot=slot,
            notes=arrived.parts(slot.key),
            invoices=by_type["rechnung"],
            credits=by_type["gutschrift"],
            printed=next(iter((*by_type["bestellung"], *by_type["auftragsbestaetigung"])), None),
            unread_notes=tuple(p.document for p in unread if p.document.doctype == "lieferschein"),
            unread_invoices=tuple(p.document for p in unread if p.document.doctype == "rechnung"),
            papers=notes,
            certificates=tuple(p.document for p in near if p.document.doctype == "pruefbescheinigung" and _certifies(p, slot)),
        )


def _certifies(paper: Paired, slot: Slot) -> bool:
    return not paper.parts or any(part.slot.key == slot.key for part in paper.parts)


def judged(standing: Standing, tolerances: Tolerances) -> Iterator[Deviation]:
    """What does not fit between ordered, delivered and invoiced quantities of one row."""
    problem = _uncomparable(standing)
    if problem:
        yield problem
        return
    slot, ordered = standing.slot, standing.slot.line.quantity
    delivered, invoiced = standing.delivered or Decimal(0), standing.invoiced or Decimal(0)
    share = _share(slot, tolerances)
    if standing.invoices and invoiced < 0 and not standing.unread_invoices:
        yield _over_credited(standing)
    # Without any delivery note one is missing, and that is said elsewhere; unread rows are told once a paper.
    if not standing.papers or standing.unread_notes:
        return
    if ordered is not None:
        yield from _delivery(standing, ordered, delivered, ordered * share)
    if not standing.unread_invoices and invoiced > delivered + delivered * share:
        # A row that is on no delivery note at all may as well be one that was not read there.
        likely = any(misread(part.quantity or delivered, delivered) for part in standing.invoices)
        unsure = not delivered or (likely and not _proved(standing.invoices))
        yield _differing(standing, (delivered, "geliefert"), (invoiced, "berechnet"), unsure=unsure)


def _share(slot: Slot, tolerances: Tolerances) -> Decimal:
    """By which part a quantity may differ: what is weighed or cut more than what is counted."""
    measured = bool((found := unit(slot.line.unit)) and found.measure)
    return tolerances.measured if measured else tolerances.counted


def _delivery(standing: Standing, ordered: Decimal, delivered: Decimal, slack: Decimal) -> Iterator[Deviation]:
    agreed = standing.invoiced == ordered
    if delivered > ordered + slack:
        # Where order and invoice agree, the note was more likely misread than more delivered: a person looks at it.
        yield _differing(standing, (ordered, "bestellt"), (delivered, "geliefert"), unsure=agreed or misread(delivered, ordered))
    elif delivered < ordered - slack and not standing.slot.purchase.closed:
        if agreed and misread(delivered, ordered):
            yield _differing(standing, (ordered, "bestellt"), (delivered, "geliefert"), unsure=True)
        else:
            yield _outstanding(standing, ordered, delivered)


def _outstanding(standing: Standing, ordered: Decimal, delivered: Decimal) -> Deviation:
    slot = standing.slot
    rest = f"{number(ordered - delivered)} {name(slot.line.unit)}".strip()
    of = f"{number(delivered)} von {number(ordered)} {name(slot.line.unit)} geliefert".replace("  ", " ")
    sentence = f"Restmenge {rest}: {goods_of(slot)} (Bestellung {slot.purchase.number}), {of}"
    return _deviation("nicht_geliefert", standing, (ordered, delivered), [*standing.notes], sentence)


def _over_credited(standing: Standing) -> Deviation:
    """More was given back than had been billed: a credit note that belongs elsewhere, or a wrong one."""
    rows = [part.quantity or Decimal(0) for part in standing.invoices]
    billed = sum((quantity for quantity in rows if quantity > 0), Decimal(0))
    back = standing.returned - sum((quantity for quantity in rows if quantity < 0), Decimal(0))
    written = name(standing.slot.line.unit)
    numbers = f"{number(billed)} berechnet, {number(back)} gutgeschrieben" + (f" ({written})" if written else "")
    sentence = f"Menge weicht ab: {goods_of(standing.slot)} (Bestellung {standing.slot.purchase.number}), {numbers}"
    return _deviation("menge", standing, (billed, back), [*standing.invoices, *standing.credits], sentence)


def _differing(standing: Standing, expected: tuple[Decimal, str], found: tuple[Decimal, str], *, unsure: bool) -> Deviation:
    slot, written = standing.slot, name(standing.slot.line.unit)
    numbers = f"{number(expected[0])} {expected[1]}, {number(found[0])} {found[1]}" + (f" ({written})" if written else "")
    what = f"{goods_of(slot)} (Bestellung {slot.purchase.number})"
    shown = [*standing.notes, *(standing.invoices if found[1] == "berechnet" or unsure else ())]
    if unsure:
        sentence = f"Menge nicht sicher gelesen: {what}, {numbers}. Bitte sehen Sie auf den Belegen nach"
        return _deviation("nicht_pruefbar", standing, (expected[0], found[0]), shown, sentence)
    return _deviation("menge", standing, (expected[0], found[0]), shown, f"Menge weicht ab: {what}, {numbers}")


def unread(standings: Sequence[Standing]) -> Iterator[Deviation]:
    """Papers of which rows could not be read: one for each paper and purchase order."""
    blind: dict[tuple[str, str], tuple[Document, list[Slot]]] = {}
    for standing in standings:
        for paper in (*standing.unread_notes, *standing.unread_invoices):
            entry = blind.setdefault((paper.eingangsnummer, standing.slot.purchase.number), (paper, []))
            entry[1].append(standing.slot)
    for (_, purchase), (paper, rows) in blind.items():
        what = goods_of(rows[0]) if len(rows) == 1 else f"{len(rows)} Positionen"
        verb = "ist" if len(rows) == 1 else "sind"
        sentence = f"Nicht prüfbar: Auf {titled(paper)} {verb} {what} der Bestellung {purchase} nicht zu lesen"
        places = (*(at_order(slot) for slot in rows), at_paper(paper, None))
        yield Deviation("nicht_pruefbar", f"{purchase}/ungelesen", None, None, "", None, places, sentence)


def _uncomparable(standing: Standing) -> Deviation | None:
    """A unit that can not be converted, or a quantity that was not read."""
    slot = standing.slot
    blind = next((part for part in (*standing.notes, *standing.invoices) if part.quantity is None), None)
    if blind is None:
        return None
    paper, line = titled(blind.document), blind.line
    if line.quantity is None:
        sentence = f"Nicht prüfbar: Auf {paper} ist die Menge nicht zu lesen, {goods_of(slot)} (Bestellung {slot.purchase.number})"
    else:
        sentence = (
            f"Nicht prüfbar: {goods_of(slot)} ist in {name(slot.line.unit)} bestellt, auf {paper} stehen "
            f"{number(line.quantity)} {name(line.unit)}. Dafür fehlt eine Umrechnung"
        )
    return _deviation("nicht_pruefbar", standing, (slot.line.quantity, None), [blind], sentence)


def _deviation(
    kind: Kind, standing: Standing, numbers: tuple[Decimal | None, Decimal | None], parts: Sequence[Part], sentence: str
) -> Deviation:
    slot = standing.slot
    places: tuple[Place, ...] = (at_order(slot, standing.printed), *(at_paper(part.document, part.line) for part in parts))
    expected, found = numbers
    each = slot.line.unit_price
    amount = None if each is None or expected is None or found is None else (found - expected) * each / (slot.line.price_base or 1)
    return Deviation(kind, slot.key, expected, found, name(slot.line.unit), amount, places, sentence)


def _proved(parts: Sequence[Part]) -> bool:
    """Whether quantity times price gives the amount, so that none of them was misread."""
    return all(
        (p := part.line).quantity is not None
        and p.unit_price is not None
        and p.total is not None
        and abs(abs(p.quantity * p.unit_price / p.price_base) - abs(p.total)) <= Decimal("0.02")
        for part in parts
    )


def _price(part: Part) -> Decimal | None:
    return None if not part.quantity or part.total is None else abs(part.total) / part.quantity


def _sum(parts: Sequence[Part]) -> Decimal | None:
    return None if any(part.quantity is None for part in parts) else sum((part.quantity or Decimal(0) for part in parts), Decimal(0))
