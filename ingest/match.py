"""To which orders a paper belongs: rungs of the filing ladder over what stands on it and what the register knows.

A number of ours behind the sender's own label ("Unsere Auftragsnummer") is never used, a likely misreading is only suggested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.document import Doubt, Evidence, Finding, Link, Suggestion
from archive.healing import came
from archive.order import STOCK, Known, Register, Supplier, plain
from archive.policy import quoted
from ingest import covered, extract_einvoice, remarks
from ingest.by_customer import by_customer
from ingest.by_goods import by_goods
from ingest.clues import DISTINCT, QUESTION, ByGoods, Hit, Understood, cancelled, contradictions, distinct, foreign, links
from ingest.layout import around, text_of
from ingest.mentions import Mention, mentions
from ingest.paper import Paper
from ingest.suggestions import Clues, suggested
from ingest.term_names import name

_LABELLED, _FREE, _DELIVERED, _TOLD = 0.97, 0.86, 0.9, 0.99
_CONFIRMED = 0.92  # what reading a number counts for that the register knows of this very sender
_OUR_TERMS = {"bestellnummer", "auftragsnummer", "kommission", "zeichen"}


@dataclass(frozen=True, slots=True)
class Match:
    """What the ladder found: links that hold, suggestions that need a person, doubts about the order.

    ``findings`` are numbers of ours that stand on the paper behind no label that could be read.
    """

    links: tuple[Link, ...]
    suggestions: tuple[Suggestion, ...]
    doubts: tuple[Doubt, ...]
    findings: tuple[Finding, ...] = ()


def match(paper: Paper, known: Understood, register: Register) -> Match:
    """All rungs; every hit is kept, and several for one order make it surer."""
    findings, sender = known.findings, known.sender
    seen = list(mentions(remarks.told(paper)))
    if not remarks.only_data(paper):
        seen += mentions(paper)
    own = covered.hits(paper.reading, register)
    told = [*_told(paper, findings, register), *_ours(seen, register), *by_customer(paper, seen, register)]
    hits = [*own, *told]
    deliveries = _delivered(findings, register, sender)
    trusted = _no_stock_with_order([h for h in hits if _from_sender(h.known, sender)])
    goods = by_goods(paper.doctype.key, known.lines, findings, register, sender) if not paper.own else ByGoods()
    if not [*trusted, *deliveries] and any(f.field in ("bestellnummer", "auftragsnummer") for f in findings):
        # The paper names a number of ours that nobody knows: goods alone do not outweigh it.
        goods = ByGoods(likely=(*goods.hits, *goods.likely))
    doubts = [foreign(h, sender) for h in hits if not _from_sender(h.known, sender)]
    doubts += contradictions([*(hit for hit in trusted if hit not in own), *deliveries], goods)
    doubts += covered.doubts(paper.reading, own, [*told, *deliveries])
    doubts += cancelled([*trusted, *deliveries]) if not paper.own else []
    found = links([*trusted, *deliveries, *goods.hits])
    if not found and not doubts:
        doubts += _nothing(findings, seen, register)
    guesses = suggested(paper, known, Clues(seen, found, [*hits, *covered.printed(paper.reading, register), *goods.likely]), register)
    return Match(found, guesses, tuple(doubts), tuple(_unlabelled(trusted, findings)))


def _unlabelled(hits: Sequence[Hit], findings: Sequence[Finding]) -> Iterator[Finding]:
    """A number that the register knows as ours is one of ours, also where a stamp covers its label."""
    told = {plain(f.value) for f in findings if f.field in _OUR_TERMS}
    for hit in hits:
        key = {"bestellung": "bestellnummer", "auftrag": "auftragsnummer"}.get(hit.known.kind, "")
        if key and hit.evidence and hit.evidence.page and plain(hit.known.number) not in told:
            told.add(plain(hit.known.number))
            spot = hit.evidence
            yield Finding(key, hit.known.number, spot.raw, spot.page, spot.box, round(hit.confidence, 3), "als unsere Nummer bekannt")


def _told(paper: Paper, findings: Sequence[Finding], register: Register) -> list[Hit]:
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
        hits.append(Hit(known, _TOLD, reason, evidence, labelled=True))
    return hits


def _ours(seen: Iterable[Mention], register: Register) -> list[Hit]:
    """Numbers on the pages that the register knows, unless a contrary or another label stands before them."""
    usable = [m for m in seen if m.standing in ("ours", "free")]
    known = {plain(k.number): k for k in register.known({m.number for m in usable})} if usable else {}
    hits = []
    for m in usable:
        hit = known.get(plain(m.number))
        if hit is None:
            continue
        if m.standing == "free" and not distinct(hit.number):
            continue
        where = f"hinter {quoted(m.label)} {hit.number} steht" if m.label else f"auf dem Papier {hit.number} steht"
        reason = f"{where} (Seite {m.page})" if m.page else f"in den Bemerkungen der E-Rechnung {where}"
        confidence = (_LABELLED if m.label else _FREE) * (0.9 + 0.1 * min(w.confidence for w in m.words))
        hits.append(
            Hit(hit, confidence, reason, Evidence(m.page, around(m.words) if m.page else None, text_of(m.words)), labelled=bool(m.label))
        )
    return hits


def _delivered(findings: Sequence[Finding], register: Register, sender: Supplier | None) -> list[Hit]:
    """Delivery notes this paper names and that already lie in a folder, or whose goods were received there."""
    quoted_notes = {plain(f.value): f for f in findings if f.field == "lieferscheinnummer"}
    if not quoted_notes:
        return []
    hits = []
    for known in register.delivered([f.value for f in quoted_notes.values()]):
        f = quoted_notes.get(plain(known.number))
        same_sender = sender is not None and known.supplier == sender.number
        if f is None or not (same_sender or (not known.supplier and len(plain(known.number)) >= DISTINCT)):
            continue
        reason = came(known.kind, known.number, "schon dort") + (f" (Seite {f.page})" if f.page else "")
        # A number that was read wrong hardly ever is another delivery note of the same sender.
        read = max(f.confidence + 0.05, _CONFIRMED if same_sender and f.confidence >= 0.6 else 0.0)
        hits.append(Hit(known, _DELIVERED * min(1.0, read), reason, Evidence(f.page, f.box, f.raw), labelled=True))
    return hits


def _from_sender(known: Known, sender: Supplier | None) -> bool:
    """A purchase order belongs to one supplier; a paper of another one that names it is suspicious."""
    return not known.supplier or sender is None or known.supplier == sender.number


def _no_stock_with_order(hits: Sequence[Hit]) -> list[Hit]:
    """A paper that names an order is for that order, even if nobody entered it in the purchase order."""
    ordered = any(h.known.kind == "auftrag" and h.labelled for h in hits)
    return [h for h in hits if not (ordered and h.known.orders == (STOCK,))]


def _nothing(findings: Sequence[Finding], seen: Sequence[Mention], register: Register) -> list[Doubt]:
    named = next((f for f in findings if f.field in _OUR_TERMS), None)
    if named:
        where = named.rule.split(";")[0]
        if register.known([named.value]):  # misread: what was read is none of ours
            return [Doubt("order", f"Die Nummer {named.value} ({where}) ist nicht sicher gelesen.", QUESTION)]
        return [Doubt("order", f"Die Nummer {named.value} ({where}) ist hier nicht bekannt.", QUESTION)]
    contrary = [m for m in seen if m.standing in ("contrary", "bare")]
    if contrary and register.known({m.number for m in contrary}):
        return [Doubt("order", f"Nur hinter {quoted(contrary[0].label)} steht eine Nummer; das ist die Nummer des Absenders.", QUESTION)]
    return [Doubt("order", "Auf dem Papier steht keine bekannte Auftrags- oder Bestellnummer.", QUESTION)]
