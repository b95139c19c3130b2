"""Filed papers that name a delivery note gain its folders when it comes later. Never touches what a person has decided."""

from __future__ import annotations

import dataclasses

from sqlalchemy import select

from archive import codec, correction
from archive.catalog import tables as t
from archive.content import Content
from archive.document import Evidence, Link
from archive.journal import Change
from archive.order import plain
from archive.policy import listed

DISTINCT = 6
"""From so many characters on a number alone tells which delivery note is meant, where a sender was not read."""

_SURE = 0.9


def heal(change: Change, note: Content) -> None:
    """Adds the folders of a delivery note that was just filed to the papers that name it, one journal entry each."""
    number = note.value("lieferscheinnummer")
    if note.doctype != "lieferschein" or not plain(number):
        return
    named = (t.finding.c.field == "lieferscheinnummer") & (t.finding.c.plain == plain(number))
    filed = (t.document.c.state == "filed") & (t.document.c.doctype != "lieferschein")
    joined = t.document.join(t.finding, t.finding.c.eingangsnummer == t.document.c.eingangsnummer)
    query = select(t.document.c.eingangsnummer, t.document.c.content).select_from(joined).where(named, filed).distinct()
    for row in change.connection.execute(query.order_by(t.document.c.eingangsnummer)).all():
        new = grown(codec.loads(Content, row.content), note)
        if new and not correction.decided_by_person(change.history(row.eingangsnummer)):
            added = [link.order for link in new.links if link.reason == _reason(number)]
            orders = list(dict.fromkeys(link.order for link in new.links))
            sentence = f"Abgelegt in {listed(orders)}; {listed(list(dict.fromkeys(added)))} kam dazu, weil {_reason(number)}."
            change.record("abgelegt", row.eingangsnummer, {"state": "filed", "sentence": sentence, "content": new})


def grown(paper: Content, note: Content) -> Content | None:
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
    links = tuple(Link(order, _reason(number), round(_SURE * found.confidence, 3), evidence) for order in dict.fromkeys(new))
    return dataclasses.replace(paper, links=(*paper.links, *links))


def _reason(number: str) -> str:
    return f"der Lieferschein {number} dort liegt"


def _one_unknown(paper: Content, note: Content) -> bool:
    return not paper.value("lieferant") or not note.value("lieferant")
