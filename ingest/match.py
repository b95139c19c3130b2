"""To which orders a paper belongs: rungs of the filing ladder over what stands on it and what the register knows.

A number of ours behind the sender's own label ("Unsere Auftragsnummer") is never used, a likely misreading is only suggested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.document import Doubt, Evidence, Finding, Link, Suggestion
from archive.order import STOCK, Known, Register, Supplier, plain
from archive.policy import quoted
from ingest import extract_einvoice, remarks
from ingest.layout import around, text_of
from ingest.mentions import Mention, mentions
from ingest.paper import Paper
from ingest.term_names import name

_LABELLED, _FREE, _DELIVERED, _TOLD = 0.97, 0.86, 0.9, 0.99
_DISTINCT = 6  # characters from which a number without a label can not be an accident
_OUR_TERMS = {"bestellnummer", "auftragsnummer", "kommission", "zeichen"}
_QUESTION = "In welche Mappe gehört dieses Papier?"


@dataclass(frozen=True, slots=True)
class Match:
    """What the ladder found: links that hold, suggestions that need a person, doubts about the order.

    ``findings`` are numbers of ours that stand on the paper behind no label that could be read.
    """

    links: tuple[Link, ...]
    suggestions: tuple[Suggestion, ...]
    doubts: tuple[Doubt, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hit:
    known: Known
    confidence: float
    reason: str
    evidence: Evidence | None
    labelled: bool


def match(paper: Paper, findings: Sequence[Finding], register: Register, sender: Supplier | None) -> Match:
    """All rungs; every hit is kept, the surest one per order gives the reason."""
    seen = list(mentions(remarks.told(paper)))
    if not remarks.only_data(paper):
        seen += mentions(paper)
    hits = [*_told(paper, findings, register), *_ours(seen, register)]
    deliveries = _delivered(findings, register, sender)
    trusted = _no_stock_with_order([h for h in hits if _from_sender(h.known, sender)])
    doubts = [_foreign(h, sender) for h in hits if not _from_sender(h.known, sender)]
    links = _links([*trusted, *deliveries])
    doubts += _contradictions(trusted)
    if not links and not doubts:
        doubts += _nothing(findings, seen, register)
    return Match(links, _suggestions(seen, links, hits, register), tuple(doubts), tuple(_unlabelled(trusted, findings)))


def _unlabelled(hits: Sequence[_Hit], findings: Sequence[Finding]) -> Iterator[Finding]:
    """A number that the register knows as ours is one of ours, also where a stamp covers its label."""
    told = {plain(f.value) for f in findings if f.field in _OUR_TERMS}
    for hit in hits:
        key = {"bestellung": "bestellnummer", "auftrag": "auftragsnummer"}.get(hit.known.kind, "")
        if key and hit.evidence and hit.evidence.page and plain(hit.known.number) not in told:
            told.add(plain(hit.known.number))
            spot = hit.evidence
            yield Finding(key, hit.known.number, spot.raw, spot.page, spot.box, round(hit.confidence, 3), "als unsere Nummer bekannt")


def _told(paper: Paper, findings: Sequence[Finding], register: Register) -> list[_Hit]:
    """Order references in the data of an e-invoice (BT-13, BT-11, BT-10 and those of its lines; never BT-14)."""
    if paper.reading.einvoice is None:
        return []
    told = extract_einvoice.references(paper.reading.einvoice)
    by_plain = {plain(value): (value, term) for value, term in reversed(told.items())}
    spots = {f.value: f for f in findings if f.confidence == 1.0 and f.box}
    hits = []
    for known in register.known(list(told)) if told else ():
        value, term = by_plain[plain(known.number)]
        reason = f"in der E-Rechnung als {name(term)} {known.number} steht"
        printed = spots.get(value)
        evidence = Evidence(printed.page, printed.box, value) if printed else Evidence(0, None, value)
        hits.append(_Hit(known, _TOLD, reason, evidence, labelled=True))
    return hits


def _ours(seen: Iterable[Mention], register: Register) -> list[_Hit]:
    """Numbers on the pages that the register knows, unless a contrary or another label stands before them."""
    usable = [m for m in seen if m.standing in ("ours", "free")]
    known = {plain(k.number): k for k in register.known({m.number for m in usable})} if usable else {}
    hits = []
    for m in usable:
        hit = known.get(plain(m.number))
        if hit is None or hit.kind == "lieferschein":
            continue
        if m.standing == "free" and not _distinct(hit.number):
            continue
        where = f"hinter {quoted(m.label)} {hit.number} steht" if m.label else f"auf dem Papier {hit.number} steht"
        reason = f"{where} (Seite {m.page})" if m.page else f"in den Bemerkungen der E-Rechnung {where}"
        confidence = (_LABELLED if m.label else _FREE) * (0.9 + 0.1 * min(w.confidence for w in m.words))
        hits.append(
            _Hit(hit, confidence, reason, Evidence(m.page, around(m.words) if m.page else None, text_of(m.words)), labelled=bool(m.label))
        )
    return hits


def _distinct(number: str) -> bool:
    key = plain(number)
    return len(key) >= _DISTINCT or (len(key) >= 5 and any(c.isalpha() for c in key))


def _delivered(findings: Sequence[Finding], register: Register, sender: Supplier | None) -> list[_Hit]:
    """Delivery notes this paper names and that already lie in a folder (not for a delivery note itself)."""
    quoted_notes = {plain(f.value): f for f in findings if f.field == "lieferscheinnummer"}
    if not quoted_notes:
        return []
    hits = []
    for known in register.delivered([f.value for f in quoted_notes.values()]):
        f = quoted_notes.get(plain(known.number))
        same_sender = sender is not None and known.supplier == sender.number
        if f is None or not (same_sender or (not known.supplier and len(plain(known.number)) >= _DISTINCT)):
            continue
        reason = f"der Lieferschein {known.number} schon dort liegt" + (f" (Seite {f.page})" if f.page else "")
        hits.append(_Hit(known, _DELIVERED * min(1.0, f.confidence + 0.05), reason, Evidence(f.page, f.box, f.raw), labelled=True))
    return hits


def _from_sender(known: Known, sender: Supplier | None) -> bool:
    """A purchase order belongs to one supplier; a paper of another one that names it is suspicious."""
    return not known.supplier or sender is None or known.supplier == sender.number


def _no_stock_with_order(hits: Sequence[_Hit]) -> list[_Hit]:
    """A paper that names an order is for that order, even if nobody entered it in the purchase order."""
    ordered = any(h.known.kind == "auftrag" and h.labelled for h in hits)
    return [h for h in hits if not (ordered and h.known.orders == (STOCK,))]


def _foreign(hit: _Hit, sender: Supplier | None) -> Doubt:
    who = sender.name if sender else ""
    return Doubt("order", f"Die Bestellung {hit.known.number} ging nicht an {who}.", _QUESTION)


def _links(hits: Sequence[_Hit]) -> tuple[Link, ...]:
    """One link per order, by its surest hit; in the order in which the numbers stand on the paper."""
    best: dict[str, _Hit] = {}
    for hit in hits:
        for order in hit.known.orders:
            if order not in best or hit.confidence > best[order].confidence:
                best[order] = hit
    return tuple(Link(order, h.reason, round(h.confidence, 3), h.evidence) for order, h in best.items())


def _contradictions(hits: Sequence[_Hit]) -> list[Doubt]:
    """One purchase order and one order number that do not belong together: one of them is wrong."""
    ordered = {h.known.number: h for h in hits if h.known.kind == "bestellung" and h.labelled and h.known.orders}
    named = {h.known.number: h for h in hits if h.known.kind == "auftrag" and h.labelled}
    if len(ordered) != 1 or len(named) != 1:
        return []
    (purchase,), (order,) = ordered.values(), named.values()
    if order.known.number in purchase.known.orders:
        return []
    belongs = ", ".join(purchase.known.orders) or "keinem Auftrag"
    reason = f"Die Bestellung {purchase.known.number} gehört zu {belongs}, auf dem Papier steht aber auch {order.known.number}."
    return [Doubt("order", reason, _QUESTION)]


def _nothing(findings: Sequence[Finding], seen: Sequence[Mention], register: Register) -> list[Doubt]:
    named = next((f for f in findings if f.field in _OUR_TERMS), None)
    if named:
        return [Doubt("order", f"Die Nummer {named.value} ({named.rule.split(';')[0]}) ist hier nicht bekannt.", _QUESTION)]
    contrary = [m for m in seen if m.standing == "contrary"]
    if contrary and register.known({m.number for m in contrary}):
        return [Doubt("order", f"Nur hinter {quoted(contrary[0].label)} steht eine Nummer; das ist die Nummer des Absenders.", _QUESTION)]
    return [Doubt("order", "Auf dem Papier steht keine bekannte Auftrags- oder Bestellnummer.", _QUESTION)]


def _suggestions(seen: Sequence[Mention], links: Sequence[Link], hits: Sequence[_Hit], register: Register) -> tuple[Suggestion, ...]:
    """Likely misreadings and numbers too short to trust; three at most, never an order that is linked already."""
    linked = {link.order for link in links}
    candidates = {m.number: m for m in seen if m.standing in ("ours", "free")}
    found: dict[str, Suggestion] = {}
    for h in hits:
        for order in h.known.orders:
            found.setdefault(order, Suggestion(order, h.reason, round(0.5 * h.confidence, 3)))
    if not linked:
        exact = {plain(k.number) for k in register.known(list(candidates))}
        for known in register.alike(list(candidates)):
            worth = 0.4 if plain(known.number) in exact else 0.5
            for order in known.orders:
                found.setdefault(order, Suggestion(order, f"eine Nummer auf dem Papier {known.number} ähnelt", worth))
    return tuple(sorted((s for o, s in found.items() if o not in linked), key=lambda s: -s.confidence)[:3])
