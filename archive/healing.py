"""Filed papers that name a delivery note follow it: into its folders when it is filed, out of them when it is taken away.

A goods receipt that names a delivery note leads as the note itself does. Never touches what a person has decided.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from archive import codec, correction
from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.content import Content
from archive.document import Doubt, Evidence, Link, Suggestion
from archive.journal import Change
from archive.order import DELIVERIES, plain
from archive.policy import listed

DISTINCT = 6
"""From so many characters on a number alone tells which delivery note is meant, where a sender was not read."""

_SURE = 0.9


def heal(change: Change, eingangsnummer: str, note: Content) -> None:
    """Adds the folders of a delivery note that was just filed to the papers that name it, one journal entry each."""
    number = _led_by(note)
    if not number:
        return
    for about, paper in _naming(change, number):
        new = grown(paper, note, eingangsnummer)
        if new and not correction.decided_by_person(change.history(about)):
            added = [link.order for link in new.links[len(paper.links) :]]
            orders = list(dict.fromkeys(link.order for link in new.links))
            sentence = f"Abgelegt in {listed(orders)}; {listed(list(dict.fromkeys(added)))} kam dazu, weil {came(note.doctype, number)}."
            change.record("abgelegt", about, {"state": "filed", "sentence": sentence, "content": new})


def follow(change: Change, eingangsnummer: str, before: Content | None, after: Content | None) -> None:
    """A delivery note was decided about anew: other papers leave the folders it left and enter those it entered.

    ``None`` stands for a paper that is not filed. What is left without any folder waits for a person.
    """
    number = _led_by(before) if before else ""
    if before and number:
        for about, paper in _naming(change, number):
            new = shrunk(paper, eingangsnummer, {link.order for link in before.links} - _leading(change, number))
            if new and not correction.decided_by_person(change.history(about)):
                gone = listed(list(dict.fromkeys(link.order for link in paper.links if link not in new.links)))
                change.record(*_without(new, about, f"in {gone}, weil {came(before.doctype, number, 'nicht mehr dort')}."))
    if after:
        heal(change, eingangsnummer, after)


def arrived(catalog: Catalog, after: int) -> tuple[frozenset[str], int]:
    """The numbers of delivery notes that were filed, by whomever, since an entry of the journal, and the newest such entry."""
    joined = t.document.join(t.finding, t.finding.c.eingangsnummer == t.document.c.eingangsnummer)
    filed = (t.document.c.state == "filed") & t.document.c.doctype.in_(DELIVERIES) & (t.finding.c.field == "lieferscheinnummer")
    query = select(t.finding.c.value, t.document.c.changed_seq).select_from(joined).where(filed, t.document.c.changed_seq > after)
    with catalog.read() as connection:
        rows = connection.execute(query).all()
    return frozenset(row.value for row in rows), max((row.changed_seq for row in rows), default=after)


def _without(new: Content, about: str, why: str) -> tuple[str, str, dict[str, Any]]:
    orders = list(dict.fromkeys(link.order for link in new.links))
    if not orders:
        return "wartet", about, {"state": "waiting", "sentence": f"Wartet: Das Papier liegt nicht mehr {why}", "content": new}
    return "abgelegt", about, {"state": "filed", "sentence": f"Abgelegt in {listed(orders)}; nicht mehr {why}", "content": new}


def _leading(change: Change, number: str) -> set[str]:
    """The orders in which a delivery note of this number, or a receipt that names it, lies now."""
    joined = t.link.join(t.document, t.document.c.eingangsnummer == t.link.c.eingangsnummer).join(
        t.finding, t.finding.c.eingangsnummer == t.link.c.eingangsnummer
    )
    named = (t.finding.c.field == "lieferscheinnummer") & (t.finding.c.plain == plain(number))
    filed = (t.document.c.state == "filed") & t.document.c.doctype.in_(DELIVERIES)
    return set(change.connection.execute(select(t.link.c.order_number).select_from(joined).where(named, filed)).scalars())


def _naming(change: Change, number: str) -> Iterator[tuple[str, Content]]:
    """Filed papers that name a delivery note, but none that tell themselves where goods came."""
    named = (t.finding.c.field == "lieferscheinnummer") & (t.finding.c.plain == plain(number))
    filed = (t.document.c.state == "filed") & t.document.c.doctype.not_in(DELIVERIES)
    joined = t.document.join(t.finding, t.finding.c.eingangsnummer == t.document.c.eingangsnummer)
    query = select(t.document.c.eingangsnummer, t.document.c.content).select_from(joined).where(named, filed).distinct()
    for row in change.connection.execute(query.order_by(t.document.c.eingangsnummer)).all():
        yield row.eingangsnummer, codec.loads(Content, row.content)


def grown(paper: Content, note: Content, eingangsnummer: str = "") -> Content | None:
    """The paper with the folders of the delivery note; ``None`` when it lies in all of them, or the note is another sender's."""
    number = note.value("lieferscheinnummer")
    senders = {plain(paper.value("lieferant")), plain(note.value("lieferant"))} - {""}
    if len(senders) != 1 or (_one_unknown(paper, note) and len(plain(number)) < DISTINCT):
        return None
    present = {link.order for link in paper.links}
    new = [link.order for link in note.links if link.order not in present]
    if not new:
        return None
    found = next(f for f in paper.findings if f.field == "lieferscheinnummer" and plain(f.value) == plain(number))
    evidence = Evidence(found.page, found.box, found.raw)
    sure = round(_SURE * found.confidence, 3)
    links = tuple(Link(order, came(note.doctype, number), sure, evidence, eingangsnummer) for order in dict.fromkeys(new))
    return dataclasses.replace(paper, links=(*paper.links, *links))


def shrunk(paper: Content, note: str, lost: set[str]) -> Content | None:
    """The paper without the links that led through this delivery note to these orders; ``None`` when it has none of them."""
    gone = [link for link in paper.links if link.through == note and link.order in lost]
    if not gone:
        return None
    kept = tuple(link for link in paper.links if link not in gone)
    if kept:
        return dataclasses.replace(paper, links=kept)
    doubt = Doubt("order", "Der Lieferschein, der zur Mappe führte, liegt nicht mehr dort.", "In welche Mappe gehört dieses Papier?")
    suggestions = tuple(Suggestion(link.order, link.reason, link.confidence) for link in gone)
    return dataclasses.replace(paper, links=(), doubts=(*paper.doubts, doubt), suggestions=suggestions)


def came(doctype: str, number: str, where: str = "dort") -> str:
    """Why a paper that names a delivery note lies where it lies, after „weil“."""
    of = "Wareneingang zum " if doctype != "lieferschein" else ""
    return f"der {of}Lieferschein {number} {where} liegt"


def _led_by(note: Content) -> str:
    """The number of the delivery note by which other papers follow this one; "" when none can."""
    number = note.value("lieferscheinnummer") if note.doctype in DELIVERIES else ""
    return number if plain(number) else ""


def _one_unknown(paper: Content, note: Content) -> bool:
    return not paper.value("lieferant") or not note.value("lieferant")
