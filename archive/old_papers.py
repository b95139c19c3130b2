"""Which filed papers may have outlived their period, asked of the tables at once. Names too many, never too few; decides nothing.

A list of what may go must not look at ten thousand papers that stay: drawings of orders that run, delivery notes with late invoices.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, FromClause, Select, false, or_, select

from archive.catalog import tables as t
from archive.doctypes import Retention, doctypes
from archive.retention import later

INVOICES = ("rechnung", "gutschrift", "ausgangsrechnung")
FINISHED = ("fertig", "storniert")


def candidates(today: date) -> Select[tuple[str]]:
    """The filed papers that came in, or name a day, before the last one that their type lets go; no other's period can have ended."""
    known = doctypes()
    old = or_(*(_old(key, each.retention, today) for key, each in known.items()), t.document.c.doctype.not_in(list(known)))
    joined = t.document.join(t.intake, t.intake.c.eingangsnummer == t.document.c.eingangsnummer)
    query = select(t.document.c.eingangsnummer).select_from(joined).where(t.document.c.state == "filed", old)
    return query.order_by(t.document.c.eingangsnummer)


def _old(key: str, rule: Retention, today: date) -> ColumnElement[bool]:
    day = date(today.year - min(rule.years, rule.invoiced or rule.years), 1, 1)
    if rule.start == "lieferung":
        day = later(today, -rule.years)
    named = t.finding.c.field.in_(rule.date) & (t.finding.c.value < day.isoformat())
    # Not EXISTS, which SQLite answers by going through all values of these fields for each paper.
    dated = t.document.c.eingangsnummer.in_(select(t.finding.c.eingangsnummer).where(named))
    return (t.document.c.doctype == key) & (_came_in_before(t.intake, day) | dated) & ~_stays(rule, today)


def _came_in_before(intake: FromClause, day: date) -> ColumnElement[bool]:
    # A day later, because a night of ours may still be the day before in UTC.
    return intake.c.received < (day + timedelta(days=1)).isoformat()


def _stays(rule: Retention, today: date) -> ColumnElement[bool]:
    if rule.start == "mappe":
        runs = t.orders.c.state.not_in(FINISHED)
        joined = t.link.join(t.orders, t.orders.c.number == t.link.c.order_number)
        return t.document.c.eingangsnummer.in_(select(t.link.c.eingangsnummer).select_from(joined).where(runs))
    return t.document.c.eingangsnummer.in_(_invoiced_late(rule.invoiced, today)) if rule.invoiced else false()


def _invoiced_late(years: int, today: date) -> Select[tuple[str]]:
    """Delivery notes that an invoice of the same sender names whose own period is not over."""
    day = date(today.year - years, 1, 1)
    note, named, dated, sender, by = (t.finding.alias() for _ in range(5))
    document, intake = t.document.alias(), t.intake.alias()
    return (
        select(note.c.eingangsnummer)
        .where(note.c.field == "lieferscheinnummer", note.c.plain != "")
        .where(named.c.field == "lieferscheinnummer", named.c.plain == note.c.plain)
        .where(document.c.eingangsnummer == named.c.eingangsnummer, document.c.state == "filed", document.c.doctype.in_(INVOICES))
        .where(dated.c.eingangsnummer == named.c.eingangsnummer, dated.c.field == "rechnungsdatum", dated.c.value >= day.isoformat())
        .where(intake.c.eingangsnummer == named.c.eingangsnummer, ~_came_in_before(intake, day))
        .where(sender.c.eingangsnummer == note.c.eingangsnummer, sender.c.field == "lieferant", sender.c.plain != "")
        .where(by.c.eingangsnummer == named.c.eingangsnummer, by.c.field == "lieferant", by.c.plain == sender.c.plain)
    )
