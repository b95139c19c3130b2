"""The three-way match: purchase orders, delivery notes and invoices of a folder, row by row. Pure; names no missing papers.

What can not be compared (pieces ordered, kilograms invoiced; rows that could not be read) is "nicht prüfbar", never wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from archive import advances, bank, certificates, currencies, elsewhere, prices, proofs, quantities, receipts, unordered
from archive.deviation import Deviation, Place, Tolerances
from archive.document import Document
from archive.order import PurchaseOrder, folded, plain
from archive.pairing import Paired, Slot, named, pair, slots
from archive.places import at_paper, titled
from archive.quantities import Standing
from archive.receipts import NOTE, RECEIPT, Deliveries, deliveries


@dataclass(frozen=True, slots=True)
class Match:
    """How everything stands. ``standings`` are the rows of the folder's own order, ``papers`` all papers by Eingangsnummer."""

    standings: tuple[Standing, ...]
    deviations: tuple[Deviation, ...]
    papers: dict[str, Paired] = field(default_factory=dict)
    purchases: dict[str, tuple[PurchaseOrder, ...]] = field(default_factory=dict)
    """By Eingangsnummer: the purchase orders a paper speaks of."""
    arrived: Deliveries = field(default_factory=lambda: Deliveries((), {}))


@dataclass(frozen=True, slots=True)
class Rules:
    """How to compare. ``stock`` is the order of what was bought for none; ``different`` are pairs of papers that a person told apart.

    ``accounts`` are the bank accounts of suppliers that are known.
    """

    stock: str
    tolerances: Tolerances = field(default_factory=Tolerances)
    different: frozenset[frozenset[str]] = frozenset()
    accounts: bank.Accounts = field(default_factory=dict)


def match(order: str, purchases: Sequence[PurchaseOrder], documents: Sequence[Document], rules: Rules) -> Match:
    """Holds the papers of an order's folder against ``purchases``: those of this order and of others that its papers serve as well."""
    tolerances, stock = rules.tolerances, rules.stock
    twins = [pair for pair in _twins(documents) if frozenset(d.eingangsnummer for d in pair) not in rules.different]
    doubled = {later.eingangsnummer for _, later in twins}
    counted = [document for document in documents if document.eingangsnummer not in doubled]
    spoken = _spoken(purchases, counted)
    papers = _paired(purchases, counted, spoken, stock)
    own = [slot for slot in slots(purchases, stock) if order in slot.orders]
    standings = tuple(quantities.standings(own, list(papers.values()), spoken))
    deviations = [_doubled(first, later) for first, later in twins]
    deviations += quantities.unread(standings)
    arrived = deliveries(list(papers.values()), spoken)
    deviations += receipts.judged(arrived)
    notes = {d.eingangsnummer: {folded(number) for number in _noted(d)} for d in counted if d.doctype == NOTE}
    missing = {number: _not_here(paper.document, notes) for number, paper in papers.items()}
    shared = {number for number, paper in papers.items() if missing[number] and _about_several(paper.document)}
    away = elsewhere.Away(shared, missing)
    for standing in standings:
        compared = [*quantities.judged(standing, tolerances), *prices.judged(standing, tolerances)]
        deviations += elsewhere.asked(compared, standing, away)
        deviations += certificates.judged(standing)
    for number, paper in papers.items():
        # What a paper bills for a delivery note that lies elsewhere may have been ordered elsewhere, too.
        deviations += unordered.not_ordered(paper, spoken[number], tolerances, costs_only=number in shared)
    deviations += certificates.other_batches(standings)
    deviations += bank.judged(counted, rules.accounts)
    deviations += currencies.judged(papers.values())
    deviations += advances.judged(counted, spoken, tolerances)
    weighed = proofs.weighed(deviations, proofs.Purchase(papers, spoken, slots(purchases, stock)), tolerances)
    return Match(standings, tuple(weighed), papers, spoken, arrived)


def _not_here(document: Document, notes: Mapping[str, set[str]]) -> list[str]:
    """The delivery notes a paper names that are not among ``notes``, however OCR may have read a letter there."""
    here = {folded(document.value("lieferscheinnummer"))}.union(*(own for key, own in notes.items() if key != document.eingangsnummer))
    return [number for number in _noted(document) if folded(number) not in here]


def _noted(document: Document) -> list[str]:
    """All delivery notes a paper names, or is: a stack that nobody parted yet bears several numbers, an unsure one two readings."""
    return list({plain(f.value): f.value for f in document.findings if f.field == "lieferscheinnummer" and plain(f.value)}.values())


def _about_several(document: Document) -> bool:
    return len(document.orders) > 1 or not document.value("bestellnummer")


def _spoken(purchases: Sequence[PurchaseOrder], documents: Sequence[Document]) -> dict[str, tuple[PurchaseOrder, ...]]:
    found: dict[str, tuple[PurchaseOrder, ...]] = {}
    notes: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    numbered = {plain(purchase.number): purchase for purchase in purchases}
    # Delivery notes first: invoices often name nothing else.
    for document in sorted(documents, key=lambda d: d.doctype not in (NOTE, RECEIPT)):
        found[document.eingangsnummer] = tuple(named(document, numbered, notes))
        if document.doctype in (NOTE, RECEIPT) and (number := plain(document.value("lieferscheinnummer"))):
            notes[number] += tuple(plain(p.number) for p in found[document.eingangsnummer])
    return found


def _paired(
    purchases: Sequence[PurchaseOrder], documents: Sequence[Document], spoken: dict[str, tuple[PurchaseOrder, ...]], stock: str
) -> dict[str, Paired]:
    by_purchase: defaultdict[str, list[Slot]] = defaultdict(list)
    for slot in slots(purchases, stock):
        by_purchase[slot.purchase.number].append(slot)
    held: defaultdict[str, defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    papers = {}
    for document in documents:
        candidates = [slot for purchase in spoken[document.eingangsnummer] for slot in by_purchase[purchase.number]]
        goods = advances.about_goods(document)
        paper = pair(document, candidates, held[document.doctype]) if goods else Paired(document, (), (), document.lines)
        for part in paper.parts:
            held[document.doctype][part.slot.key] += part.quantity or 0
        papers[document.eingangsnummer] = paper
    return papers


def _twins(documents: Sequence[Document]) -> Iterator[tuple[Document, Document]]:
    """Invoices and delivery notes that came twice: same type, same own number, same sender."""
    first: dict[tuple[str, str, str], Document] = {}
    for document in documents:
        own = {"lieferschein": "lieferscheinnummer"}.get(document.doctype, "rechnungsnummer" if document.doctype == "rechnung" else "")
        number = plain(document.value(own)) if own else ""
        if not number:
            continue
        key = (document.doctype, number, plain(document.value("lieferant")))
        if key in first and _same_content(first[key], document):
            yield first[key], document
        else:
            first.setdefault(key, document)


def _same_content(left: Document, right: Document) -> bool:
    """The same number on papers of other days or sums is a matter for the checks of the paper, and both count."""
    return all(
        not left.value(name) or not right.value(name) or left.value(name) == right.value(name) for name in ("rechnungsdatum", "brutto")
    )


def _doubled(first: Document, later: Document) -> Deviation:
    places: tuple[Place, ...] = (at_paper(first, None), at_paper(later, None))
    sentence = f"{titled(later)} ist zweimal da: {first.eingangsnummer} und {later.eingangsnummer}. Nur der erste Beleg zählt"
    return Deviation("doppelt", later.eingangsnummer, None, None, "", None, places, sentence)
