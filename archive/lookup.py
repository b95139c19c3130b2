"""Finding our own numbers among the words of a paper: exact, likely misreadings, and delivery notes already filed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Table, select

from archive import codec
from archive.catalog import tables as t
from archive.order import DELIVERIES, Earlier, Known, Lying, Order, PurchaseOrder, folded, plain, serves
from archive.scan import Scan

SHORTEST = 4
"""Shorter plain numbers are too common among the words of a paper to be looked for."""

_ENOUGH = 20

_NUMBERED: tuple[tuple[Literal["auftrag", "bestellung"], Table], ...] = (("auftrag", t.orders), ("bestellung", t.purchase_order))


def known(connection: Connection, numbers: Collection[str]) -> list[Known]:
    """Orders and purchase orders whose plain number equals that of one of ``numbers``."""
    wanted = {plain(number) for number in numbers if len(plain(number)) >= SHORTEST}
    found: list[Known] = []
    for kind, table in _NUMBERED:
        for some in chunks(wanted):
            found += _as_known(connection, kind, connection.execute(select(table.c.number).where(table.c.plain.in_(some))).scalars().all())
    return _with_orders(connection, found)


def _with_orders(connection: Connection, found: list[Known]) -> list[Known]:
    """The same, with what is said of their orders: which were cancelled, and who placed them."""
    gone: set[str] = set()
    customers: dict[str, str] = {}
    for some in chunks({order for known_ in found for order in known_.orders}):
        query = select(t.orders.c.number, t.orders.c.state, t.orders.c.content).where(t.orders.c.number.in_(some))
        for row in connection.execute(query).all():
            customers[row.number] = codec.loads(Order, row.content).customer
            if row.state == "storniert":
                gone.add(row.number)
    return [
        replace(
            each,
            cancelled=tuple(o for o in each.orders if o in gone),
            customers=tuple(dict.fromkeys(customers[o] for o in each.orders if customers.get(o))),
        )
        for each in found
    ]


def alike(connection: Connection, numbers: Collection[str]) -> list[Known]:
    """Orders and purchase orders that differ by one character (wrong, missing, too many, swapped) or by OCR confusions only.

    One difference leaves either the first or the second half of a number intact, so two range look-ups find all candidates.
    """
    found: dict[tuple[str, str], Known] = {}
    for number in dict.fromkeys(plain(number) for number in numbers):
        if len(number) <= SHORTEST:
            continue
        for kind, table in _NUMBERED:
            close = [name for name, bare in _candidates(connection, table, number) if bare != number and _close(number, bare)]
            for item in _as_known(connection, kind, close):
                found[item.kind, item.number] = item
    return list(found.values())


def delivered(connection: Connection, numbers: Collection[str]) -> list[Known]:
    """Delivery notes, and goods receipts that name one, filed under one of these numbers, with the orders they lie in."""
    wanted = {plain(number) for number in numbers if len(plain(number)) >= SHORTEST}
    found: list[Known] = []
    for some in chunks(wanted):
        of_note = (t.finding.c.field == "lieferscheinnummer") & t.finding.c.plain.in_(some) & t.document.c.doctype.in_(DELIVERIES)
        joined = t.finding.join(t.document, t.document.c.eingangsnummer == t.finding.c.eingangsnummer)
        # The register knows suppliers by number, papers by name; "" stands for a supplier that nobody has entered.
        number = select(t.supplier.c.number).where(t.supplier.c.name == t.document.c.supplier).limit(1).scalar_subquery()
        columns = [t.finding.c.eingangsnummer, t.finding.c.value, t.document.c.doctype, number.label("supplier")]
        query = select(*columns).select_from(joined).where(of_note, t.document.c.state == "filed")
        for row in connection.execute(query.order_by(t.finding.c.eingangsnummer)).all():
            orders = connection.execute(select(t.link.c.order_number).where(t.link.c.eingangsnummer == row.eingangsnummer)).scalars()
            kind = next(each for each in DELIVERIES if each == row.doctype)
            found.append(Known(kind, row.value, tuple(sorted(orders)), row.supplier or "", row.eingangsnummer))
    return found


def lying(connection: Connection, field: str, numbers: Collection[str]) -> list[Lying]:
    """Filed papers that bear one of these numbers in this field, oldest first."""
    wanted = {plain(number) for number in numbers if len(plain(number)) >= SHORTEST}
    found: list[Lying] = []
    for some in chunks(wanted):
        joined = t.finding.join(t.document, t.document.c.eingangsnummer == t.finding.c.eingangsnummer)
        bears = (t.finding.c.field == field) & t.finding.c.plain.in_(some) & (t.document.c.state == "filed")
        columns = (t.finding.c.eingangsnummer, t.finding.c.value, t.document.c.doctype, t.document.c.supplier)
        query = select(*columns).select_from(joined).where(bears).order_by(t.finding.c.eingangsnummer)
        for row in connection.execute(query.limit(_ENOUGH)).all():
            orders = connection.execute(select(t.link.c.order_number).where(t.link.c.eingangsnummer == row.eingangsnummer)).scalars()
            found.append(Lying(row.eingangsnummer, row.doctype, row.value, row.supplier or "", tuple(sorted(set(orders)))))
    return found


def recent(connection: Connection, most: int = 500) -> list[Order]:
    """The newest orders that were not cancelled."""
    query = select(t.orders.c.content).where(t.orders.c.state != "storniert")
    contents = connection.execute(query.order_by(t.orders.c.number.desc()).limit(most)).scalars().all()
    return [codec.loads(Order, content) for content in contents]


def open_purchases(connection: Connection, supplier: str, most: int = 200) -> list[PurchaseOrder]:
    """The newest purchase orders at a supplier that are neither closed nor for finished orders only."""
    query = select(t.purchase_order.c.content).where(t.purchase_order.c.supplier == supplier)
    contents = connection.execute(query.order_by(t.purchase_order.c.number.desc()).limit(most)).scalars()
    found = [purchase for purchase in (codec.loads(PurchaseOrder, content) for content in contents) if not purchase.closed]
    numbers = {number for purchase in found for number in serves(purchase)}
    over: set[str] = set()
    for some in chunks(numbers):
        done = (t.orders.c.number.in_(some)) & (t.orders.c.state.in_(("fertig", "storniert")))
        over |= set(connection.execute(select(t.orders.c.number).where(done)).scalars())
    return [purchase for purchase in found if not serves(purchase) <= over]


def papers_with(connection: Connection, field: str, number: str, before: Scan) -> list[Earlier]:
    """Papers of before with this number in this field; the day of intake tells, never the order of understanding."""
    joined = t.finding.join(t.document, t.document.c.eingangsnummer == t.finding.c.eingangsnummer).join(
        t.intake, t.intake.c.eingangsnummer == t.finding.c.eingangsnummer
    )
    same = (t.finding.c.field == field) & (t.finding.c.plain == plain(number))
    query = (
        select(t.document.c.eingangsnummer, t.document.c.supplier).select_from(joined).where(same, _sooner(before), _not_told_apart(before))
    )
    return [Earlier(row.eingangsnummer, row.supplier) for row in connection.execute(query.order_by(t.document.c.eingangsnummer)).all()]


def same_sum(connection: Connection, key: tuple[str, str, str], before: Scan) -> list[Earlier]:
    """Invoices of before by supplier, gross amount and day."""
    supplier, gross, issued = key
    sums, dates, numbers = t.finding.alias(), t.finding.alias(), t.finding.alias()
    own = (numbers.c.eingangsnummer == sums.c.eingangsnummer) & (numbers.c.field == "rechnungsnummer")
    joined = (
        sums.join(dates, dates.c.eingangsnummer == sums.c.eingangsnummer)
        .join(t.document, t.document.c.eingangsnummer == sums.c.eingangsnummer)
        .join(t.intake, t.intake.c.eingangsnummer == sums.c.eingangsnummer)
        .outerjoin(numbers, own)
    )
    same = (sums.c.field == "brutto") & (sums.c.plain == plain(gross)) & (sums.c.value == gross)
    issued_then = (dates.c.field == "rechnungsdatum") & (dates.c.value == issued)
    theirs = (t.document.c.supplier == supplier) & t.document.c.doctype.in_(("rechnung", "gutschrift"))
    columns = (sums.c.eingangsnummer, numbers.c.value.label("number"))
    query = select(*columns).select_from(joined).where(same, issued_then, theirs, _sooner(before), _not_told_apart(before))
    return [Earlier(row.eingangsnummer, supplier, row.number or "") for row in connection.execute(query.order_by(sums.c.eingangsnummer))]


def numbers_of(connection: Connection, supplier: str, field: str, before: Scan) -> list[str]:
    """The newest numbers of a supplier in one field on filed papers of before."""
    joined = t.document.join(t.finding, t.finding.c.eingangsnummer == t.document.c.eingangsnummer).join(
        t.intake, t.intake.c.eingangsnummer == t.document.c.eingangsnummer
    )
    theirs = (t.document.c.supplier == supplier) & (t.document.c.state == "filed") & (t.finding.c.field == field)
    query = select(t.finding.c.value).select_from(joined).where(theirs, _sooner(before))
    return list(connection.execute(query.order_by(t.document.c.eingangsnummer.desc()).limit(_ENOUGH)).scalars())


def _sooner(before: Scan) -> ColumnElement[bool]:
    """Came in sooner; or is another part of the same stack, which came in at the same moment: there the name tells, by its pages."""
    sooner = (t.intake.c.received < before.received.isoformat()) & (t.intake.c.sha256 != before.sha256)
    beside = (t.intake.c.sha256 == before.sha256) & (t.intake.c.source == "teilung") & (t.intake.c.name < before.name)
    return (sooner | beside) & t.intake.c.state.not_in(("rejected", "replaced", "deleted"))


def _not_told_apart(before: Scan) -> ColumnElement[bool]:
    """Not those of which a person has said that they are other papers than this one."""
    pairs = t.pair_decision
    this = select(t.intake.c.eingangsnummer).where(t.intake.c.sha256 == before.sha256)
    told = select(pairs.c.first).where(pairs.c.second.in_(this), pairs.c.choice == "anderes_papier")
    return t.intake.c.eingangsnummer.not_in(told)


def chunks(values: Collection[str], size: int = 500) -> Iterator[Sequence[str]]:
    """The values in portions that every database takes as parameters."""
    ordered = sorted(values)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def _as_known(connection: Connection, kind: Literal["auftrag", "bestellung"], numbers: Sequence[str]) -> list[Known]:
    if kind == "auftrag":
        return [Known("auftrag", number, (number,)) for number in numbers]
    found = []
    for number in numbers:
        links = t.purchase_order_order
        orders = connection.execute(select(links.c.order_number).where(links.c.purchase_order == number)).scalars().all()
        supplier = connection.execute(select(t.purchase_order.c.supplier).where(t.purchase_order.c.number == number)).scalar() or ""
        found.append(Known("bestellung", number, tuple(sorted(orders)), supplier))
    return found


def _candidates(connection: Connection, table: Table, number: str) -> list[tuple[str, str]]:
    half = len(number) // 2
    conditions = (
        table.c.folded == folded(number),
        table.c.plain.between(number[:half], number[:half] + "\uffff"),
        table.c.reversed.between(number[half:][::-1], number[half:][::-1] + "\uffff"),
    )
    rows: dict[str, str] = {}
    for condition in conditions:
        rows |= {row.number: row.plain for row in connection.execute(select(table.c.number, table.c.plain).where(condition).limit(2000))}
    return sorted(rows.items())


def _close(left: str, right: str) -> bool:
    if folded(left) == folded(right):
        return True
    if abs(len(left) - len(right)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    a, b = left[start:], right[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[2:] == b[2:] and a[:2] == b[:2][::-1])
