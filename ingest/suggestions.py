"""Orders a paper may belong to, for a person to choose from: three at most, never one that is linked already. Files nothing.

Likely misreadings of our numbers, papers already filed that this one names, what is open at its sender, and orders of the customer
whose name stands on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.doctypes import doctype
from archive.document import Link, Suggestion
from archive.order import STOCK, Known, Lying, Order, Register, Supplier, plain
from archive.policy import quoted
from ingest.by_supplier import by_supplier
from ingest.clues import Hit, Understood, distinct
from ingest.layout import simple
from ingest.mentions import Mention
from ingest.paper import Paper

_MOST = 3
_NAMED, _ALIKE, _BARE, _TITLE, _CUSTOMER = 0.6, 0.5, 0.35, 0.45, 0.15
_REFERS = {"rechnungsnummer": "rechnungsnummer", "ursprungsrechnung": "rechnungsnummer", "angebotsnummer": "angebotsnummer"}
"""Fields by which a paper names an earlier one (a reminder's invoice, an order's offer), and the field that one bears its number in."""
_NAME, _WORD = 6, 5  # letters of a name, and of a word of a title, that are no accident


@dataclass(frozen=True, slots=True)
class Clues:
    """What was found so far: all numbers, the links that hold, and hits that were not enough or not allowed to file the paper."""

    seen: Sequence[Mention]
    links: Sequence[Link]
    hits: Sequence[Hit]


def suggested(paper: Paper, known: Understood, clues: Clues, register: Register) -> tuple[Suggestion, ...]:
    """The surest ones first."""
    found: dict[str, Suggestion] = {}
    for each in _all(paper, known, clues, register):
        if each.order not in found or each.confidence > found[each.order].confidence:
            found[each.order] = each
    linked = {link.order for link in clues.links}
    return tuple(sorted((s for o, s in found.items() if o not in linked), key=lambda s: -s.confidence)[:_MOST])


def _all(paper: Paper, known: Understood, clues: Clues, register: Register) -> Iterator[Suggestion]:
    for hit in clues.hits:
        for order in hit.known.orders:
            yield Suggestion(order, hit.reason, round(0.5 * hit.confidence, 3))
    if clues.links:
        return
    yield from _misread(clues.seen, known.sender, register)
    yield from _bare(clues.seen, register)
    yield from _named(known, register)
    if not paper.own:
        yield from by_supplier(known.lines, register, known.sender)
    if known.sender is None:
        yield from _of_customer(paper, register)


def _misread(seen: Sequence[Mention], sender: Supplier | None, register: Register) -> Iterator[Suggestion]:
    """Numbers like ours, one character off; where any of them went to this sender, only those. Only one of several is meant."""
    candidates = list(dict.fromkeys(m.number for m in seen if m.standing in ("ours", "free")))
    exact = {plain(each.number) for each in register.known(candidates)}
    alike = list(register.alike(candidates))
    theirs = [each for each in alike if sender and each.supplier == sender.number]
    among = len({order for each in theirs or alike for order in each.orders}) or 1
    for each in theirs or alike:
        more = f" und an {sender.name} ging" if theirs and sender else ""
        worth = (_ALIKE if plain(each.number) not in exact else _ALIKE - 0.1) + (0.05 if theirs else 0)
        yield from _leading(each, f"eine Nummer auf dem Papier {each.number} ähnelt{more}", round(worth / among, 3))


def _bare(seen: Sequence[Mention], register: Register) -> Iterator[Suggestion]:
    """An "Auftrag A-26-0101" without "Ihr" or "Unser" names the sender's order, but a report may mean ours: that is for a person to say."""
    bare = {plain(m.number): m for m in seen if m.standing == "bare"}
    for each in register.known([m.number for m in bare.values()]) if bare else ():
        mention = bare.get(plain(each.number))
        if mention and each.kind == "auftrag" and distinct(each.number):
            yield from _leading(each, f"hinter {quoted(mention.label)} {each.number} steht", _BARE)


def _leading(known: Known, reason: str, worth: float) -> Iterator[Suggestion]:
    for order in known.orders:
        yield Suggestion(order, reason, worth)


def _named(known: Understood, register: Register) -> Iterator[Suggestion]:
    """The folders of papers that this one names, or is: a reminder's invoice, an order's offer, the same invoice again."""
    sender = next((f.value for f in known.findings if f.field == "lieferant"), "")
    for field, theirs in _REFERS.items():
        numbers = [f.value for f in known.findings if f.field == field and distinct(f.value)]
        for paper in register.lying(theirs, numbers) if numbers else ():
            if _fits(paper, sender):
                yield from _beside(paper)


def _fits(paper: Lying, sender: str) -> bool:
    return not sender or not paper.supplier or plain(paper.supplier) == plain(sender) or paper.doctype == "angebot"


def _beside(paper: Lying) -> Iterator[Suggestion]:
    for order in paper.orders:
        if order != STOCK:
            yield Suggestion(order, f"dort {doctype(paper.doctype).name} {paper.number} liegt", _NAMED)


def _of_customer(paper: Paper, register: Register) -> Iterator[Suggestion]:
    """Orders of a customer whose name stands on the paper; what the order is about makes it likelier."""
    text = simple("\n".join(page.text for page in paper.reading.pages[:2]))
    for order in register.recent():
        name = simple(order.customer)
        if len(name) >= _NAME and name in text:
            about = _about(order, text)
            what = f" und {quoted(order.title)} dazu passt" if about else ""
            yield Suggestion(
                order.number, f"der Name des Kunden {quoted(order.customer)} auf dem Papier steht{what}", _TITLE if about else _CUSTOMER
            )


def _about(order: Order, text: str) -> bool:
    """Whether most words of the order's title stand on the paper."""
    words = [word for word in map(simple, order.title.split()) if len(word) >= _WORD]
    return bool(words) and 3 * sum(word in text for word in words) >= 2 * len(words)
