"""The retention of the papers of a space: each one's period with its reason, and which could go by now. Deletes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from archive.catalog import tables as t
from archive.doctypes import doctype
from archive.document import Document
from archive.holds import Hold
from archive.old_papers import FINISHED, INVOICES, candidates
from archive.order import DELIVERIES, Order, plain
from archive.retention import Facts, Term, own_day, term
from archive.space import Space

PORTION = 5000
"""Numbers that are asked for at once; the papers themselves are fetched one by one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper with its period and the holds that keep it longer."""

    document: Document
    term: Term
    holds: tuple[Hold, ...]


def kept(space: Space, document: Document) -> Kept:
    """How long a paper must be kept."""
    found = term(doctype(document.doctype).retention, _facts(space, document))
    return Kept(document, found, space.holds.on(document.eingangsnummer, document.orders))


def over(space: Space, today: date) -> Iterator[Kept]:
    """The filed papers whose period has ended and that nothing holds: what may be proposed for deletion, oldest number first."""
    for document in _before(space, today):
        each = kept(space, document)
        if each.term.over(today) and not each.holds:
            yield each


def _before(space: Space, today: date) -> Iterator[Document]:
    """Filed papers that are old enough, in portions."""
    query, last = candidates(today).limit(PORTION), ""
    while numbers := _column(space, query.where(t.document.c.eingangsnummer > last)):
        yield from (space.documents.get(number) for number in numbers)
        last = numbers[-1]


def _facts(space: Space, document: Document) -> Facts:
    rule, received = doctype(document.doctype).retention, document.scan.received.astimezone().date()
    facts = Facts(received, _named(document))
    if rule.invoiced:
        return Facts(received, facts.issued, invoice=_invoice(space, document))
    if rule.start == "jahr":
        return facts
    papers = [paper for number in document.orders for paper in space.documents.of_order(number) if paper.state == "filed"]
    deliveries = [_day(paper) for paper in papers if paper.doctype in DELIVERIES]
    orders = space.orders.existing(Order, document.orders).values()
    running = next((order.number for order in orders if order.state not in FINISHED), "")
    return Facts(received, facts.issued, max(deliveries, default=None), max(map(_day, papers), default=None), running)


def _day(document: Document) -> date:
    return own_day(Facts(document.scan.received.astimezone().date(), _named(document)))


def _named(document: Document) -> date | None:
    """The day a paper names, by the fields of its type."""
    for key in doctype(document.doctype).retention.date:
        try:
            return date.fromisoformat(document.value(key))
        except ValueError:
            continue
    return None


def _invoice(space: Space, document: Document) -> tuple[str, date] | None:
    """The last filed invoice that names this delivery note; one of another sender is another's note of the same number."""
    number = plain(document.value("lieferscheinnummer"))
    if not number:
        return None
    query = select(t.document.c.eingangsnummer).join(t.finding, t.finding.c.eingangsnummer == t.document.c.eingangsnummer)
    query = query.where(t.finding.c.field == "lieferscheinnummer", t.finding.c.plain == number)
    numbers = _column(space, query.where(t.document.c.state == "filed", t.document.c.doctype.in_(INVOICES)).distinct())
    invoices = [invoice for invoice in map(space.documents.get, numbers) if _same_sender(document, invoice)]
    days = [(_day(invoice), invoice.value("rechnungsnummer") or invoice.eingangsnummer) for invoice in invoices]
    return max(((number, day) for day, number in days), key=lambda found: found[1], default=None)


def _same_sender(one: Document, other: Document) -> bool:
    first, second = plain(one.value("lieferant")), plain(other.value("lieferant"))
    return not first or not second or first == second


def _column(space: Space, query: Any) -> Sequence[str]:
    with space.catalog.read() as connection:
        found: Sequence[str] = connection.execute(query).scalars().all()
    return found
