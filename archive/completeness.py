"""Whether the folder of an order is complete: its state, and in German sentences what is missing and what does not fit. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

from archive.decisions import SETTLED, Decision
from archive.deviation import PENDING, Deviation, number
from archive.document import Document
from archive.order import Order, PurchaseOrder, plain
from archive.places import goods_of, titled
from archive.quantities import Standing
from archive.threeway import Match
from archive.units import name

FolderState = Literal["leer", "offen", "abweichung", "vollstaendig", "abgeschlossen"]
INVOICES = ("rechnung", "gutschrift")


@dataclass(frozen=True, slots=True)
class Judged:
    """A deviation with the decision about it, ``None`` as long as nobody decided."""

    deviation: Deviation
    decision: Decision | None

    @property
    def settled(self) -> bool:
        """Whether nobody has to do anything about it any more."""
        return self.decision is not None and self.decision.choice in SETTLED


@dataclass(frozen=True, slots=True)
class Completeness:
    """What a folder lacks. ``missing`` names papers, ``unchecked`` what keeps it open besides; ``headline`` says the state in a line."""

    state: FolderState
    headline: str
    missing: tuple[str, ...]
    unchecked: tuple[str, ...]
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a folder holds: its order, the purchase orders for it (suppliers by name) and its papers."""

    order: Order
    purchases: Sequence[PurchaseOrder]
    documents: Sequence[Document]


def completeness(contents: Contents, match: Match, decisions: Mapping[str, Decision], now: datetime | None = None) -> Completeness:
    """The state of a folder with everything that explains it."""
    now = now or datetime.now(UTC)
    judged = tuple(Judged(deviation, decisions.get(deviation.key)) for deviation in match.deviations)
    gone = tuple(missing(contents, match, now))
    unchecked = tuple(_unchecked(contents))
    state = _state(contents, judged, bool(gone or unchecked))
    return Completeness(state, _headline(state, judged, gone), gone, unchecked, judged)


def missing(contents: Contents, match: Match, now: datetime) -> Iterator[str]:
    """For each purchase order its delivery note, for each delivery note its invoice, for goods delivered their price."""
    spoken: defaultdict[str, list[Document]] = defaultdict(list)
    for document in contents.documents:
        for purchase in match.purchases.get(document.eingangsnummer, ()):
            spoken[purchase.number].append(document)
    for purchase in contents.purchases:
        yield from _papers(purchase, spoken[purchase.number], now)
    notes = [d for d in contents.documents if d.doctype == "lieferschein" and d.eingangsnummer in match.purchases]
    invoices = [d for d in contents.documents if d.doctype in INVOICES]
    uncovered = [note for note in notes if not _covered(note, match, invoices)]
    for note in uncovered:
        title = _named(note.value("lieferscheinnummer") or note.eingangsnummer, note.value("lieferant"))
        yield f"Es fehlt: Rechnung zu Lieferschein {title}, {_since(note.scan.received, now)}"
    told = {part.slot.key for note in uncovered for part in match.papers[note.eingangsnummer].parts}
    yield from (sentence for s in match.standings if s.slot.key not in told and (sentence := _not_invoiced(s)))


def _papers(purchase: PurchaseOrder, documents: Sequence[Document], now: datetime) -> Iterator[str]:
    title = _named(purchase.number, purchase.supplier)
    about = [d for d in documents if d.doctype == "lieferschein" or (d.doctype in INVOICES and _about(d, purchase.number, documents))]
    if not about:
        since = f", bestellt {_ago(purchase.ordered, now)}" if purchase.ordered else ""
        yield f"Es fehlen: Lieferschein und Rechnung zu Bestellung {title}{since}"
    elif not any(d.doctype == "lieferschein" for d in about):
        first = min(d.scan.received for d in about)
        yield f"Es fehlt: Lieferschein zu Bestellung {title}, {_since(first, now)}"


def _about(document: Document, number_: str, documents: Sequence[Document]) -> bool:
    """Whether an invoice names this purchase order, or speaks of nothing else."""
    bare = plain(number_)
    if any(finding.field == "bestellnummer" and plain(finding.value) == bare for finding in document.findings):
        return True
    if any(link.evidence is not None and bare in plain(link.evidence.raw) for link in document.links):
        return True
    notes = {plain(d.value("lieferscheinnummer")) for d in documents if d.doctype == "lieferschein"} - {""}
    return bool(notes & _notes_of(document)) or bool(document.lines)


def _notes_of(document: Document) -> set[str]:
    return {plain(finding.value) for finding in document.findings if finding.field == "lieferscheinnummer"} - {""}


def _covered(note: Document, match: Match, invoices: Sequence[Document]) -> bool:
    """Whether an invoice names this delivery note; where none is named, whether enough was invoiced; else whether an invoice is here."""
    own = plain(note.value("lieferscheinnummer"))
    if any(own in _notes_of(invoice) for invoice in invoices if own):
        return True
    parts = match.papers[note.eingangsnummer].parts
    mine = {part.slot.key for part in parts}
    rows = [s for s in match.standings if s.slot.key in mine]
    if rows and not any(s.unread_invoices or s.delivered is None or s.invoiced is None for s in rows):
        return all((s.invoiced or Decimal(0)) >= _until(s, note) for s in rows)
    purchases = {p.number for p in match.purchases.get(note.eingangsnummer, ())}
    spoken = [invoice for invoice in invoices if purchases & {p.number for p in match.purchases.get(invoice.eingangsnummer, ())}]
    return any(not _notes_of(invoice) for invoice in spoken)


def _until(standing: Standing, note: Document) -> Decimal:
    """What had been delivered of a row with this note and those before it."""
    parts = [part for part in standing.notes if part.document.eingangsnummer <= note.eingangsnummer]
    return sum((part.quantity or Decimal(0) for part in parts), Decimal(0))


def _not_invoiced(standing: Standing) -> str:
    """Goods that were delivered on invoiced notes, but are on no invoice."""
    delivered, invoiced, slot = standing.delivered, standing.invoiced, standing.slot
    if delivered is None or invoiced is None or standing.unread_invoices or not standing.invoices:
        return ""
    ordered = slot.line.quantity or delivered
    rest = min(delivered, max(ordered, invoiced)) - invoiced
    if rest <= 0:
        return ""
    amount = f"{number(rest)} {name(slot.line.unit)}".strip()
    return f"Es fehlt: Rechnung über {amount}, {goods_of(slot)}, Bestellung {_named(slot.purchase.number, slot.purchase.supplier)}"


def _unchecked(contents: Contents) -> Iterator[str]:
    if contents.documents and not any(purchase.lines for purchase in contents.purchases):
        yield "Zu diesem Auftrag sind keine Bestellpositionen erfasst, Mengen und Preise sind nicht prüfbar"
    for document in contents.documents:
        if document.doubts and document.doctype in (*INVOICES, "lieferschein"):
            hints = "1 Hinweis" if len(document.doubts) == 1 else f"{len(document.doubts)} Hinweise"
            yield f"Noch zu prüfen: {titled(document)} ({hints})"


def _state(contents: Contents, judged: Sequence[Judged], waits: bool) -> FolderState:
    if contents.order.state in ("fertig", "storniert"):
        return "abgeschlossen"
    if not contents.documents and not contents.purchases:
        return "leer"
    unsettled = [each.deviation for each in judged if not each.settled]
    if any(deviation.type not in PENDING for deviation in unsettled):
        return "abweichung"
    return "offen" if waits or unsettled or not contents.documents else "vollstaendig"


def _headline(state: FolderState, judged: Sequence[Judged], gone: Sequence[str]) -> str:
    unsettled = [each.deviation for each in judged if not each.settled]
    wrong = sum(deviation.type not in PENDING for deviation in unsettled)
    rests = [d for d in unsettled if d.type == "nicht_geliefert"]
    words = {"leer": "Noch leer", "vollstaendig": "Vollständig", "abgeschlossen": "Abgeschlossen", "offen": "offen"}
    parts = [words.get(state, "")] if state != "abweichung" else ["1 Abweichung" if wrong == 1 else f"{wrong} Abweichungen"]
    if state in ("offen", "abweichung"):
        parts += [f"Restmenge {number(-(d.difference or Decimal(0)))}" for d in rests[:1]] if len(rests) == 1 else []
        parts += [f"Restmengen bei {len(rests)} Positionen"] if len(rests) > 1 else []
        parts += ["1 Beleg fehlt" if len(gone) == 1 else f"{len(gone)} Belege fehlen"] if gone else []
    return ", ".join(parts)


def _since(then: datetime, now: datetime) -> str:
    days = (now - then).days
    return "seit heute" if days < 1 else "seit gestern" if days == 1 else f"seit {days} Tagen"


def _ago(then: date, now: datetime) -> str:
    days = (now.date() - then).days
    return "heute" if days < 1 else "gestern" if days == 1 else f"vor {days} Tagen"


def _named(number_: str, supplier: str) -> str:
    return f"{number_} ({supplier})" if supplier else number_
