"""Keeps what folders and papers lack ready for lists: judges anew what an entry touched, and writes it down. Shows nothing.

Derived: whoever empties these tables and notes everything as stale gets the same again.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from archive.catalog import stale
from archive.catalog import tables as t
from archive.completeness import Judged
from archive.currencies import foreign
from archive.deviation import Kind, Tolerances, money
from archive.document import Document
from archive.folders import Folder, folder
from archive.gaps import INVOICES
from archive.problems import NotFound, Unavailable
from archive.space import Space

log = logging.getLogger(__name__)

AT_ONCE = 40
"""Folders and papers judged before the results are written."""

_LISTS: Mapping[Kind, str] = {"nicht_geliefert": "fehlt", "zeugnis_fehlt": "fehlt", "nicht_pruefbar": "pruefen"}
"""The list of each kind of deviation; all others are on that of what does not fit."""

DELIVERED = "geliefert"
"""No list for people: which purchase orders have been delivered in full, as far as one folder knows."""

NOT_JUDGED = "nicht_geprueft"
"""Type of the line about what a fault of the program kept from being judged."""

_ASK = "Bitte geben Sie der Verwaltung Bescheid; die Ursache steht im Protokoll."
UNJUDGED = {
    stale.FOLDER: f"Diese Mappe konnte nicht geprüft werden. Ihre Papiere sind da. {_ASK}",
    stale.PAPER: f"Dieses Papier konnte nicht geprüft werden. Es ist da. {_ASK}",
}

_NEVER = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list. ``due`` is the day from which it is urgent, ``since`` when it began; "" for an unknown day."""

    list: str
    type: str
    sentence: str
    supplier: str = ""
    number: str = ""
    since: str = ""
    due: str = ""
    amount: str = ""


def judge_due(space: Space, most: int = AT_ONCE) -> int:
    """Judges up to ``most`` folders and papers that something happened to, and tells how many. May run in several processes."""
    with space.catalog.read() as connection:
        rows = connection.execute(select(t.stale).order_by(t.stale.c.seq, t.stale.c.source, t.stale.c.subject).limit(most)).all()
    if not rows:
        return 0
    found = [(row, *_judged_or_told(space, row.source, row.subject)) for row in rows]
    with space.catalog.write() as connection:
        for row, state, items in found:
            # Changed meanwhile: then its note carries a later number and stays.
            done = (t.stale.c.source == row.source) & (t.stale.c.subject == row.subject) & (t.stale.c.seq == row.seq)
            if connection.execute(delete(t.stale).where(done)).rowcount:
                _write(connection, row, state, items)
    return len(rows)


def waiting(space: Space) -> int:
    """How many folders and papers are still to be judged."""
    with space.catalog.read() as connection:
        return connection.execute(select(func.count()).select_from(t.stale)).scalar() or 0


def _judged_or_told(space: Space, source: str, subject: str) -> tuple[dict[str, str] | None, list[Item]]:
    """What can not be judged is told in the list of what to look at, so that it holds up nothing behind it. A fault of ours."""
    try:
        return _judged(space, source, subject)
    except (SQLAlchemyError, Unavailable):  # no fault of this subject: the job is tried again as a whole
        raise
    except Exception:
        log.exception("judging %s %s failed", source, subject)
        return None, [Item("pruefen", NOT_JUDGED, UNJUDGED[source])]


def _judged(space: Space, source: str, subject: str) -> tuple[dict[str, str] | None, list[Item]]:
    try:
        if source == stale.PAPER:
            return None, list(_of_paper(space.documents.get(subject)))
        found = folder(space, subject)
    except NotFound:
        return None, []
    now = found.completeness
    return {"state": now.state, "headline": now.headline}, [*_of_folder(found), *_delivered(found, space.profiles.get().tolerances)]


def _of_folder(found: Folder) -> Iterator[Item]:
    """What a folder lacks, and what nobody has settled in it. Of a finished order nothing is asked any more."""
    now = found.completeness
    if now.state == "abgeschlossen":
        return
    for gap in now.gaps:
        late = gap.late_from
        yield Item("fehlt", gap.doctype, gap.core, gap.supplier, gap.number, _iso(gap.since), _iso(late) or "", "")
    documents = {document.eingangsnummer: document for document in found.documents}
    for each in now.judged:
        if not each.settled:
            yield _deviating(each, documents)


def _delivered(found: Folder, tolerances: Tolerances) -> Iterator[Item]:
    """Purchase orders of which nothing is to come for this order any more: it came, or somebody decided about the rest."""
    let_go = {each.deviation.about for each in found.completeness.judged if each.settled and each.deviation.type == "nicht_geliefert"}
    rows: defaultdict[str, list[bool]] = defaultdict(list)
    for standing in found.standings:
        rows[standing.slot.purchase.number].append(standing.slot.key in let_go or standing.came(tolerances))
    done = (p.number for p in found.purchase_orders if p.lines and all(rows[p.number]))
    yield from (Item(DELIVERED, "bestellung", "", number=number) for number in done)


def _deviating(each: Judged, documents: Mapping[str, Document]) -> Item:
    deviation = each.deviation
    papers = [documents[p.eingangsnummer] for p in deviation.evidence if p.eingangsnummer in documents]
    newest = max(papers, key=lambda d: d.scan.received, default=None)
    since = _iso(newest.scan.received.astimezone().date()) if newest else ""
    supplier = newest.value("lieferant") if newest else ""
    amount = "" if deviation.amount is None else f"{deviation.amount:.2f}"
    target = _LISTS.get(deviation.type, "abweichung")
    number = newest.eingangsnummer if newest else ""
    return Item(target, deviation.type, deviation.sentence, supplier, number, since, since, amount)


def _of_paper(document: Document) -> Iterator[Item]:
    """Invoices nobody has checked yet, and the last day of a discount for early payment."""
    if document.doctype not in INVOICES or document.state not in ("waiting", "filed"):
        return
    number, supplier = document.value("rechnungsnummer"), document.value("lieferant")
    received = document.scan.received.astimezone().date()
    gross = document.value("brutto")
    if document.state == "waiting" or document.doubts:
        reason = document.sentence if document.state == "waiting" else " ".join(dict.fromkeys(d.reason for d in document.doubts))
        yield Item("ungeprueft", document.state, reason, supplier, number, _iso(received), _iso(received), gross)
    until, percent = document.value("skonto_bis"), document.value("skonto_prozent")
    if until and document.doctype == "rechnung":
        saved = f"{Decimal(gross) * Decimal(percent) / 100:.2f}" if gross and percent else ""
        rate = f"{Decimal(percent).normalize():f} % Skonto".replace(".", ",") if percent else "Skonto"
        worth = f" auf {money(Decimal(gross), foreign(document))}" if gross else ""
        yield Item("skonto", document.state, f"{rate}{worth}", supplier, number, _iso(received), until, saved)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _write(connection: Connection, row: Any, state: dict[str, str] | None, items: Iterable[Item]) -> None:
    if row.source == stale.FOLDER:
        _replace(connection, t.folder_state, {"order_number": row.subject}, [state] if state else [])
    numbered = [
        {
            "position": at,
            "list": item.list,
            "type": item.type,
            "sentence": item.sentence,
            "supplier": item.supplier,
            "number": item.number,
            "since": item.since,
            "due": item.due or item.since or _NEVER,
            "amount": item.amount,
            "words": f"{row.subject} {item.sentence} {item.supplier} {item.number}".casefold(),
        }
        for at, item in enumerate(items)
    ]
    _replace(connection, t.open_item, {"source": row.source, "subject": row.subject}, numbered)


def _replace(connection: Connection, table: Table, key: Mapping[str, str], rows: list[dict[str, Any]]) -> None:
    connection.execute(delete(table).where(*[table.c[name] == value for name, value in key.items()]))
    if rows:
        connection.execute(insert(table), [{**key, **row} for row in rows])
