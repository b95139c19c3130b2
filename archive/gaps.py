"""Papers that a folder should hold and does not, each with its supplier, its number and the day since when. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from archive.deviation import number
from archive.doctypes import doctype
from archive.document import Document
from archive.order import PurchaseOrder, plain
from archive.places import goods_of
from archive.profile import Profile
from archive.quantities import Standing
from archive.receipts import RECEIPT
from archive.threeway import Match
from archive.units import name

INVOICES = ("rechnung", "gutschrift")


@dataclass(frozen=True, slots=True)
class Gap:
    """A paper that is missing. ``core`` is the sentence without its time; ``since`` when one could begin to wait for it.

    ``ordered`` tells that the waiting began with an order and not with a paper. ``wait`` is how many days are usual.
    """

    doctype: str
    core: str
    supplier: str
    number: str
    since: date | None
    wait: int
    ordered: bool = False

    @property
    def late_from(self) -> date | None:
        """The first day on which the paper is late."""
        return self.since + timedelta(days=self.wait) if self.since else None

    def late(self, today: date) -> bool:
        """Whether it has been missing for longer than usual."""
        return self.late_from is None or today >= self.late_from

    def sentence(self, today: date) -> str:
        """``Es fehlt: Rechnung zu Lieferschein 80015511 (Stahlhandel Düren), seit 32 Tagen``."""
        return self.core + when(self.since, today, ordered=self.ordered)


def when(since: date | None, today: date, *, ordered: bool = False) -> str:
    """``, seit 32 Tagen`` or ``, bestellt vor 32 Tagen``; "" for an unknown day."""
    if since is None:
        return ""
    days = (today - since).days
    if ordered:
        return ", bestellt " + ("heute" if days < 1 else "gestern" if days == 1 else f"vor {days} Tagen")
    return ", seit " + ("heute" if days < 1 else "gestern" if days == 1 else f"{days} Tagen")


@dataclass(frozen=True, slots=True)
class Held:
    """What a folder holds: the purchase orders for its order (suppliers by name), its papers, the match, and what the firm expects."""

    purchases: Sequence[PurchaseOrder]
    documents: Sequence[Document]
    match: Match
    profile: Profile


def gaps(held: Held) -> Iterator[Gap]:
    """For each purchase order its papers, for each delivery note its invoice, for goods delivered their price."""
    spoken: defaultdict[str, list[Document]] = defaultdict(list)
    for document in held.documents:
        for purchase in held.match.purchases.get(document.eingangsnummer, ()):
            spoken[purchase.number].append(document)
    for purchase in held.purchases:
        yield from _of_purchase(purchase, spoken[purchase.number], held.profile)
    notes = [d for d in held.documents if d.doctype == "lieferschein" and d.eingangsnummer in held.match.purchases]
    yield from _unpapered(held)
    yield from _receipts(notes, held)
    if "rechnung" not in held.profile.needed:
        return
    invoices = [d for d in held.documents if d.doctype in INVOICES]
    rows = {standing.slot.key: standing for standing in held.match.standings}
    billed = [(invoice, _notes_of(invoice)) for invoice in invoices]
    uncovered = [note for note in (*notes, *held.match.arrived.alone) if not _covered(note, held.match, billed, rows)]
    wait = held.profile.days("rechnung")
    for note in uncovered:
        own, sender = note.value("lieferscheinnummer") or note.eingangsnummer, note.value("lieferant")
        core = f"Es fehlt: Rechnung zu {'Wareneingang' if note.doctype == RECEIPT else 'Lieferschein'} {_named(own, sender)}"
        yield Gap("rechnung", core, sender, own, _day(note.scan.received), wait)
    told = {part.slot.key for note in uncovered for part in held.match.papers[note.eingangsnummer].parts}
    for standing in held.match.standings:
        if standing.slot.key not in told and (core := _not_invoiced(standing)):
            yield Gap("rechnung", core, standing.slot.purchase.supplier, standing.slot.purchase.number, _delivered(standing), wait)


def _of_purchase(purchase: PurchaseOrder, documents: Sequence[Document], profile: Profile) -> Iterator[Gap]:
    needed = profile.needed
    if "auftragsbestaetigung" in needed and not any(d.doctype in ("auftragsbestaetigung", "lieferschein", *INVOICES) for d in documents):
        yield _wanted("Es fehlt: Auftragsbestätigung", "auftragsbestaetigung", purchase, profile)
    arrived = ("lieferschein", RECEIPT)
    about = [d for d in documents if d.doctype in arrived or (d.doctype in INVOICES and _about(d, purchase.number, documents))]
    goods = [key for key in ("lieferschein", "rechnung") if key in needed]
    if not about and goods and not purchase.closed:
        both = " und ".join(doctype(key).name for key in goods)
        yield _wanted(f"Es {'fehlen' if len(goods) > 1 else 'fehlt'}: {both}", goods[0], purchase, profile)
    elif about and "lieferschein" in needed and not any(d.doctype in arrived for d in about):
        first = min(_day(d.scan.received) for d in about)
        core = f"Es fehlt: Lieferschein zu Bestellung {_named(purchase.number, purchase.supplier)}"
        # Whoever has the invoice in hand needs not wait any longer: the goods should be here.
        yield Gap("lieferschein", core, purchase.supplier, purchase.number, first, 0)


def _unpapered(held: Held) -> Iterator[Gap]:
    """The delivery note of goods that were counted when they arrived."""
    if "lieferschein" not in held.profile.needed:
        return
    for receipt in held.match.arrived.alone:
        own, sender = receipt.value("lieferscheinnummer"), receipt.value("lieferant")
        core = f"Es fehlt: Lieferschein {_named(own, sender) if own else f'zum Wareneingang {receipt.eingangsnummer}'}"
        yield Gap("lieferschein", core, sender, own or receipt.eingangsnummer, _day(receipt.scan.received), 0)


def _wanted(words: str, key: str, purchase: PurchaseOrder, profile: Profile) -> Gap:
    core = f"{words} zu Bestellung {_named(purchase.number, purchase.supplier)}"
    return Gap(key, core, purchase.supplier, purchase.number, purchase.ordered, profile.days(key), ordered=True)


def _receipts(notes: Sequence[Document], held: Held) -> Iterator[Gap]:
    """The goods received note of each delivery note, where the firm writes any."""
    if "wareneingangsschein" not in held.profile.needed:
        return
    written = [d for d in held.documents if d.doctype == "wareneingangsschein"]
    for note in notes:
        own = plain(note.value("lieferscheinnummer"))
        confirmed = note.eingangsnummer in held.match.arrived.confirmed
        if not confirmed and not any((own and own in _notes_of(receipt)) for receipt in written):
            title, sender = note.value("lieferscheinnummer") or note.eingangsnummer, note.value("lieferant")
            core = f"Es fehlt: Wareneingangsschein zu Lieferschein {_named(title, sender)}"
            yield Gap("wareneingangsschein", core, sender, title, _day(note.scan.received), held.profile.days("wareneingangsschein"))


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


def _covered(note: Document, match: Match, invoices: Sequence[tuple[Document, set[str]]], standings: Mapping[str, Standing]) -> bool:
    """Whether an invoice names this delivery note; where none is named, whether enough was invoiced; else whether an invoice is here.

    ``invoices`` with the delivery notes they name, ``standings`` by the key of their row.
    """
    own = plain(note.value("lieferscheinnummer"))
    if any(own in named for _, named in invoices if own):
        return True
    keys = {part.slot.key for part in match.papers[note.eingangsnummer].parts}
    rows = [standings[key] for key in keys if key in standings]
    if rows and not any(s.unread_invoices or s.delivered is None or s.invoiced is None for s in rows):
        return all((s.invoiced or Decimal(0)) >= _until(s, note) for s in rows)
    purchases = {p.number for p in match.purchases.get(note.eingangsnummer, ())}
    spoken = [named for invoice, named in invoices if purchases & {p.number for p in match.purchases.get(invoice.eingangsnummer, ())}]
    return any(not named for named in spoken)


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
    # More than was billed can not be given back: such a credit note is a deviation, not a missing invoice.
    rest = min(delivered, max(ordered, invoiced)) - max(invoiced, Decimal(0))
    if rest <= 0:
        return ""
    amount = f"{number(rest)} {name(slot.line.unit)}".strip()
    return f"Es fehlt: Rechnung über {amount}, {goods_of(slot)}, Bestellung {_named(slot.purchase.number, slot.purchase.supplier)}"


def _delivered(standing: Standing) -> date | None:
    return max((_day(part.document.scan.received) for part in standing.notes), default=None)


def _day(moment: datetime) -> date:
    return moment.astimezone().date()


def _named(number_: str, supplier: str) -> str:
    return f"{number_} ({supplier})" if supplier else number_
