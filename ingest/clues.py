"""Clues that a paper belongs to an order, weighed together: those that agree make it surer, those that do not are told to a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from archive.document import Doubt, Evidence, Finding, Line, Link
from archive.order import Known, PurchaseOrder, Supplier, plain

QUESTION = "In welche Mappe gehört dieses Papier?"
_MOST = 4
"""Reasons kept for one order; a monthly invoice names some numbers on every row."""
_HIGHEST = 0.995
DISTINCT = 6
"""Characters from which a number without a label can not be an accident."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a paper before its order is looked for."""

    findings: Sequence[Finding]
    lines: Sequence[Line] = ()
    sender: Supplier | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One clue: a number of ours, a delivery note, or goods. ``reason`` is the German part of a sentence that starts with "weil"."""

    known: Known
    confidence: float
    reason: str
    evidence: Evidence | None
    labelled: bool


@dataclass(frozen=True, slots=True)
class ByGoods:
    """What the rows of a paper say. ``hits`` may file it, ``likely`` are only worth a suggestion.

    ``purchase`` is the one they speak of, ``None`` for several; ``speaks_of`` names all to which any of the rows would fit.
    """

    hits: tuple[Hit, ...] = ()
    likely: tuple[Hit, ...] = ()
    purchase: PurchaseOrder | None = None
    speaks_of: frozenset[str] = frozenset()


def links(hits: Sequence[Hit]) -> tuple[Link, ...]:
    """Every clue as a link: first the surest one of each order, in the order of the paper, then all further ones.

    The surest one bears what all clues for its order are worth together: two numbers that lead to one order make it surer.
    """
    by_order: defaultdict[str, dict[tuple[str, str], Hit]] = defaultdict(dict)
    for hit in hits:
        for order in hit.known.orders:
            one = by_order[order]
            key = (hit.known.kind, plain(hit.known.number))
            if key not in one or hit.confidence > one[key].confidence:
                one[key] = hit
    first, further = [], []
    for order, one in by_order.items():
        best, *others = sorted(one.values(), key=lambda h: -h.confidence)
        first.append(_link(order, best, together([h.confidence for h in (best, *others)])))
        further += [_link(order, other, other.confidence) for other in others[: _MOST - 1]]
    return (*first, *further)


def together(confidences: Sequence[float]) -> float:
    """What several clues for the same are worth: at least as much as the best of them."""
    missing = 1.0
    for confidence in confidences:
        missing *= 1.0 - confidence
    return max(min(1.0 - missing, _HIGHEST), *confidences)


def _link(order: str, hit: Hit, confidence: float) -> Link:
    return Link(order, hit.reason, round(confidence, 3), hit.evidence, hit.known.paper)


def contradictions(hits: Sequence[Hit], goods: ByGoods) -> list[Doubt]:
    """Two clues that can not both be right, each named."""
    purchases = _single(hits, "bestellung")
    orders = _single(hits, "auftrag")
    notes = _single(hits, "lieferschein")
    found = []
    if purchases and orders and orders.known.number not in purchases.known.orders:
        belongs = ", ".join(purchases.known.orders) or "keinem Auftrag"
        reason = f"Die Bestellung {purchases.known.number} gehört zu {belongs}, auf dem Papier steht aber auch {orders.known.number}."
        found.append(Doubt("order", reason, QUESTION))
    named = purchases or orders
    if named and notes and not set(named.known.orders) & set(notes.known.orders):
        what = "Die Bestellung" if named is purchases else "Der Auftrag"
        there = ", ".join(named.known.orders) or "keinem Auftrag"
        leads = f"führt zu {there}" if named is purchases else "steht auf dem Papier"
        lies = ", ".join(notes.known.orders) or "keiner Mappe"
        reason = f"{what} {named.known.number} {leads}, der Lieferschein {notes.known.number} liegt aber in {lies}."
        found.append(Doubt("order", reason, QUESTION))
    if purchases and goods.purchase and purchases.known.number not in goods.speaks_of:
        reason = (
            f"Auf dem Papier steht die Bestellung {purchases.known.number}, Artikel und Mengen passen aber nur zur "
            f"Bestellung {goods.purchase.number}."
        )
        found.append(Doubt("order", reason, QUESTION))
    return found


def cancelled(hits: Sequence[Hit]) -> list[Doubt]:
    """Orders that were cancelled: what comes for them nevertheless is a matter for a person."""
    gone = dict.fromkeys(order for hit in hits for order in hit.known.cancelled)
    return [Doubt("order", f"Der Auftrag {order} ist storniert.", "Gehört das Papier trotzdem in diese Mappe?") for order in gone]


def _single(hits: Sequence[Hit], kind: str) -> Hit | None:
    """The one number of a kind behind a label; with several a paper is for several orders, and nothing contradicts."""
    found = {plain(h.known.number): h for h in hits if h.known.kind == kind and h.labelled and h.known.orders}
    return next(iter(found.values())) if len(found) == 1 else None


def foreign(hit: Hit, sender: Supplier | None) -> Doubt:
    """A purchase order of another supplier than the paper's sender."""
    return Doubt("order", f"Die Bestellung {hit.known.number} ging nicht an {sender.name if sender else ''}.", QUESTION)


def distinct(number: str) -> bool:
    """Whether a number can hardly stand on a paper by accident."""
    key = plain(number)
    return len(key) >= DISTINCT or (len(key) >= 5 and any(c.isalpha() for c in key))
