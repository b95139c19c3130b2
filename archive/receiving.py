"""Goods that arrive: what a person counted becomes a paper in the folder, with its own Eingangsnummer and photos beside it.

One transaction for the note and its photos: it is there whole or not at all, and the same entry sent twice is there once.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from archive import reading_json
from archive.content import Content
from archive.deviation import number as written
from archive.document import Doubt, Evidence, Finding, Line, Link
from archive.documents import reserve
from archive.folders import supplier_names
from archive.healing import heal
from archive.intake import Receipt, Sender, enter, same_bytes
from archive.journal import Change
from archive.order import STOCK, Order, PurchaseOrder, serves
from archive.pairing import Slot, slots
from archive.policy import decided, sentence
from archive.problems import Invalid
from archive.scan import Page, Reading, Scan
from archive.slip import Cell, Slip, draw, wrapped
from archive.space import Space
from archive.store.seam import READINGS, Stored

SOURCE = "wareneingang"
DOCTYPE = "wareneingangsschein"
LONGEST_NOTE = 500
_COLUMNS = (57.0, 90.0, 200.0, 430.0, 490.0)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a person counted. ``counted`` by the slot's key, 0 for what was expected and did not come; a line that is not there was
    not looked at. ``delivery_note`` is the supplier's number, ``damage`` what is broken, ``begun`` when the entry was begun.
    """

    purchase: PurchaseOrder
    counted: Mapping[str, Decimal]
    day: date
    begun: str
    delivery_note: str = ""
    damage: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that is in the store. ``page`` is how large it is; ``None`` for one of a delivery note, which is read like any paper."""

    stored: Stored
    name: str
    media_type: str
    page: Page | None


@dataclass(frozen=True, slots=True)
class Received:
    """What became of it. ``again``: the same entry was there already. ``to_read`` are photos that are to be read."""

    eingangsnummer: str
    again: bool
    to_read: tuple[str, ...] = field(default=())


def receive(space: Space, arrival: Arrival, photos: Sequence[Photo], who: str) -> Received:
    """Keeps what arrived. Raises ``Invalid`` when nothing was counted and no photo made."""
    if not arrival.counted and not photos and not arrival.damage:
        raise Invalid("Bitte tragen Sie mindestens eine Menge ein, oder machen Sie ein Foto.", cause="empty goods receipt")
    if len(arrival.damage) > LONGEST_NOTE:
        raise Invalid(f"Die Bemerkung zum Schaden ist länger als {LONGEST_NOTE} Zeichen.", cause="damage note too long")
    if any(quantity < 0 or quantity >= 10**9 for quantity in arrival.counted.values()):
        raise Invalid("Bitte tragen Sie Mengen ab 0 ein.", cause="impossible quantity")
    supplier, counted = _supplier(space, arrival), _counted(arrival)
    slip, rows = _drawn(arrival, supplier, counted)
    with space.intake.receive() as incoming:
        incoming.write(slip.pdf)
        stored = incoming.keep()
    sender = Sender(f"Wareneingang {arrival.purchase.number}.pdf", "application/pdf", SOURCE, who)
    scan = Scan(stored.sha256, sender.name, sender.media_type, SOURCE, datetime.now(UTC))
    reading = _kept(space, Reading(scan, slip.pages, count=len(slip.pages)))
    pictures = [_kept(space, Reading(_scan(photo), (photo.page,), count=1)) if photo.page else "" for photo in photos]
    concerned = list(dict.fromkeys(order for slot, quantity in counted if quantity for order in slot.orders))
    concerned = concerned or sorted(serves(arrival.purchase))
    there = space.orders.existing(Order, concerned)
    links = _links(arrival, [order for order in concerned if order in there or order == STOCK])
    content = dataclasses.replace(_content(arrival, supplier, links, reading), lines=tuple(rows), page_count=len(slip.pages))
    with space.journal.change(who) as change:
        if earlier := same_bytes(change.connection, stored.sha256):
            return Received(earlier, again=True)
        reserve(change, [link.order for link in links])
        receipt = _filed(change, stored, sender, content)
        read = [_photo(change, photo, key, (receipt.eingangsnummer, content, who)) for photo, key in zip(photos, pictures, strict=True)]
        for each in (stored, *(photo.stored for photo in photos)):
            space.intake.must_be_kept(change.connection, each)
    # What follows from it is done by the machine, not by this person.
    with space.journal.change("mappe") as change:
        heal(change, receipt.eingangsnummer, content)
    return Received(receipt.eingangsnummer, again=False, to_read=tuple(each for each in read if each))


def there(space: Space, arrival: Arrival) -> str:
    """The Eingangsnummer under which this very entry is here already, "" when it is not."""
    slip, _ = _drawn(arrival, _supplier(space, arrival), _counted(arrival))
    with space.catalog.read() as connection:
        return same_bytes(connection, hashlib.sha256(slip.pdf).hexdigest())


def _supplier(space: Space, arrival: Arrival) -> str:
    return supplier_names(space, [arrival.purchase]).get(arrival.purchase.supplier, arrival.purchase.supplier)


def _counted(arrival: Arrival) -> list[tuple[Slot, Decimal]]:
    return [(slot, arrival.counted[slot.key]) for slot in slots([arrival.purchase], STOCK) if slot.key in arrival.counted]


def _scan(photo: Photo) -> Scan:
    return Scan(photo.stored.sha256, photo.name, photo.media_type, SOURCE, datetime.now(UTC))


def _kept(space: Space, reading: Reading) -> str:
    data = reading_json.dump(reading)
    key = f"{READINGS}{reading_json.digest(data)}.json.gz"
    space.store.put(key, data)
    return key


def _filed(change: Change, stored: Stored, sender: Sender, content: Content) -> Receipt:
    receipt = enter(change, stored, sender)
    if not receipt.duplicate_of:
        kind, state = ("abgelegt", "filed") if decided(content) else ("wartet", "waiting")
        change.record(kind, receipt.eingangsnummer, {"state": state, "sentence": sentence(content), "content": content})
    return receipt


def _photo(change: Change, photo: Photo, reading: str, of: tuple[str, Content, str]) -> str:
    """Enters a photo; its Eingangsnummer when it is to be read, else it lies beside the note at once."""
    parent, note, who = of
    sender = Sender(photo.name, photo.media_type, SOURCE, who, parent)
    if photo.page is None:
        receipt = enter(change, photo.stored, sender)
        return "" if receipt.duplicate_of else receipt.eingangsnummer
    links = tuple(dataclasses.replace(link, reason=f"es ein Foto zum Wareneingang {parent} ist", evidence=None) for link in note.links)
    _filed(
        change, photo.stored, sender, Content("sonstiges", "beim Wareneingang fotografiert", reading, 1, links=links, doubts=note.doubts)
    )
    return ""


def _links(arrival: Arrival, orders: Sequence[str]) -> tuple[Link, ...]:
    reason = f"die Ware zur Bestellung {arrival.purchase.number} angekommen ist"
    return tuple(Link(order, reason, 1.0, None) for order in orders)


def _content(arrival: Arrival, supplier: str, links: tuple[Link, ...], reading: str) -> Content:
    values = {
        "bestellnummer": arrival.purchase.number,
        "lieferant": supplier,
        "lieferdatum": arrival.day.isoformat(),
        "lieferscheinnummer": arrival.delivery_note,
        "schaden": arrival.damage,
    }
    findings = tuple(Finding(key, value, value, 0, None, 1.0, "beim Wareneingang eingetragen") for key, value in values.items() if value)
    gone = "Den Auftrag zu dieser Bestellung gibt es hier noch nicht."
    doubts = () if links else (Doubt("order", gone, "In welche Mappe gehört dieses Papier?"),)
    return Content(DOCTYPE, "beim Wareneingang erfasst", reading, 1, findings, links=links, doubts=doubts)


def _drawn(arrival: Arrival, supplier: str, counted: Sequence[tuple[Slot, Decimal]]) -> tuple[Slip, list[Line]]:
    """The note as a PDF, and its rows with the places where they stand on it."""
    head = [
        ("Bestellung", arrival.purchase.number),
        ("Lieferant", supplier),
        ("Lieferschein", arrival.delivery_note or "nicht angegeben"),
        ("Angekommen am", f"{arrival.day:%d.%m.%Y}"),
        ("Erfasst", arrival.begun),
    ]
    rows = [[Cell(0, name), Cell(160, value)] for name, value in head]
    for at, text in enumerate(wrapped(arrival.damage, 360) or ["keiner gemeldet"]):
        rows.append([Cell(0, "" if at else "Schaden"), Cell(160, text)])
    titles = ("Pos.", "Artikelnummer", "Bezeichnung", "Menge", "Einheit")
    rows += [[], [Cell(left, title) for left, title in zip(_COLUMNS, titles, strict=True)]]
    first = len(rows)
    rows += [list(_row(slot, quantity)) for slot, quantity in counted]
    slip = draw("Wareneingangsschein", rows)
    return slip, [_line(slot, quantity, slip.boxes[first + at]) for at, (slot, quantity) in enumerate(counted)]


def _row(slot: Slot, quantity: Decimal) -> Iterator[Cell]:
    line = slot.line
    short = (wrapped(line.text, 220) or [""])[0]
    for left, text in zip(_COLUMNS, (line.position, line.article or line.their_article, short, written(quantity), line.unit), strict=True):
        yield Cell(left, text)


def _line(slot: Slot, quantity: Decimal, at: tuple[int, tuple[float, float, float, float]]) -> Line:
    line = slot.line
    article = line.article or line.their_article
    raw = f"{line.position} {article} {line.text} {written(quantity)} {line.unit}".strip()
    return Line(line.position, article, line.text, quantity, line.unit, None, Decimal(1), None, Evidence(at[0], at[1], raw))
