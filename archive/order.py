"""Our customer's order and what we know of its surroundings: purchase orders, suppliers, our own firm."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol, get_args

from archive.scan import Scan

OrderState = Literal["neu", "laufend", "fertig", "storniert"]
Delivery = Literal["lieferschein", "wareneingangsschein"]

DELIVERIES: tuple[Delivery, ...] = get_args(Delivery)
"""The types of paper that tell that goods came: the supplier's note, and what was counted here."""

STOCK = "Gemeinkosten/Lager"
"""The reserved order whose folder holds what was bought for no order; created when it is first needed."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order (Auftrag) of one of our customers; its number is ours and names the folder."""

    number: str
    customer: str = ""
    title: str = ""
    state: OrderState = "laufend"
    ordered: date | None = None
    due: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseOrderLine:
    """One position we ordered. ``price_base`` is the quantity the unit price is for; ``certificate`` "", "2.2" or "3.1".

    ``article`` is our number for the goods, ``their_article`` the supplier's; what is for no order may have a ``cost_centre``.
    One ``unit`` is ``second_factor`` of ``second_unit``: pieces that are weighed for the invoice, 1 ST = 2.47 kg.
    """

    position: str
    article: str = ""
    text: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: Decimal | None = None
    price_base: Decimal = Decimal(1)
    certificate: str = ""
    order: str = ""
    their_article: str = ""
    due: date | None = None
    cost_centre: str = ""
    second_unit: str = ""
    second_factor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """What we ordered from a supplier (Bestellung). It serves no order (stock), one, or several through its lines.

    ``closed``: nothing more is to come, whatever has been delivered.
    """

    number: str
    supplier: str = ""
    orders: tuple[str, ...] = ()
    ordered: date | None = None
    lines: tuple[PurchaseOrderLine, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Supplier:
    """A firm that sends us papers. ``number`` is our creditor number, ``customer_number`` our number at theirs.

    ``closed``: we order nothing more there; papers that come nevertheless are still recognised.
    """

    number: str
    name: str
    aliases: tuple[str, ...] = ()
    vat_ids: tuple[str, ...] = ()
    ibans: tuple[str, ...] = ()
    customer_number: str = ""
    city: str = ""
    email: str = ""
    closed: bool = False


def renamed(before: Supplier, after: Supplier) -> Supplier:
    """The supplier with its name of before among the further ones: papers that are here bear it."""
    if plain(before.name) in {plain(name) for name in (after.name, *after.aliases)}:
        return after
    return replace(after, aliases=(*after.aliases, before.name))


@dataclass(frozen=True, slots=True)
class Customer:
    """A firm that orders from us. Orders name it by its name, so that one that nobody has entered here is no obstacle."""

    number: str
    name: str
    city: str = ""
    email: str = ""
    note: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Firm:
    """Our own firm: what must never be taken for a supplier's, and what a paper must be addressed to."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    street: str = ""
    postcode: str = ""
    city: str = ""
    vat_ids: tuple[str, ...] = ()
    tax_numbers: tuple[str, ...] = ()
    ibans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """One of our own numbers found in the register: what it is and which orders it leads to (``STOCK``: bought for none).

    ``paper`` is the Eingangsnummer of a delivery note or of a receipt that names one, "" for what is no paper; ``cancelled`` are
    those of the orders that were, ``customers`` the names of who placed the orders.
    """

    kind: Literal["auftrag", "bestellung"] | Delivery
    number: str
    orders: tuple[str, ...]
    supplier: str = ""
    paper: str = ""
    cancelled: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """A paper that came before and carries the same number. ``number`` is its own, "" where that was not asked for or not read."""

    eingangsnummer: str
    supplier: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Lying:
    """A filed paper that bears a number somebody asks for, with the orders it lies in; ``supplier`` is the sender's name."""

    eingangsnummer: str
    doctype: str
    number: str
    supplier: str
    orders: tuple[str, ...]


class Register(Protocol):
    """What the archive knows of our orders, for matching. Read-only; answers for one space only.

    Numbers are compared in their :func:`plain` form, so blanks, dashes, slashes and case never matter.
    """

    def known(self, numbers: Collection[str]) -> Sequence[Known]:
        """Orders and purchase orders whose number equals one of ``numbers``."""

    def alike(self, numbers: Collection[str]) -> Sequence[Known]:
        """Orders and purchase orders whose number may be a misreading of one of ``numbers``: suggestions only."""

    def delivered(self, numbers: Collection[str]) -> Sequence[Known]:
        """Deliveries already filed under one of these supplier's numbers, as note or as goods receipt, with the orders they lie in."""

    def lying(self, field: str, numbers: Collection[str]) -> Sequence[Lying]:
        """Papers filed in folders that bear one of these numbers in this field: suggestions only."""

    def recent(self) -> Sequence[Order]:
        """The newest orders that were not cancelled: suggestions only."""

    def open_purchases(self, supplier: str) -> Sequence[PurchaseOrder]:
        """The newest purchase orders at this supplier (by number) of which something may still come."""

    def papers_with(self, field: str, number: str, before: Scan) -> Sequence[Earlier]:
        """Papers that came before this scan and carry this number in this field, filed or waiting; never the same bytes."""

    def same_sum(self, supplier: str, gross: str, issued: str, before: Scan) -> Sequence[Earlier]:
        """Invoices of this supplier (by name) with this gross amount and day that came before this scan; never the same bytes."""

    def numbers_of(self, supplier: str, field: str, before: Scan) -> Sequence[str]:
        """The newest numbers in this field on filed papers of this supplier (by name) that came before this scan; twenty at most."""

    def suppliers(self) -> Sequence[Supplier]:
        """All suppliers of the space."""

    def firm(self) -> Firm:
        """Our own firm; all fields empty as long as nobody entered it."""


LONGEST_NUMBER = 60
_ADDRESSES = re.compile(r"(neu|import(/.*)?)$|.*/bearbeiten$", re.IGNORECASE)


def objection(number: str, *, names_folder: bool = False) -> str:
    """Why this can not be a number of master data, as a German sentence; "" when it can.

    The number of an order names its folder and stands in its address, so it may not look like another address.
    """
    if not plain(number) or len(number) > LONGEST_NUMBER:
        return f"Bitte geben Sie eine Nummer mit höchstens {LONGEST_NUMBER} Zeichen ein."
    if not number.isprintable() or number != number.strip():
        return "Die Nummer enthält unsichtbare Zeichen. Bitte geben Sie sie noch einmal ein."
    if names_folder and (_ADDRESSES.match(number) or {"", ".", ".."} & set(number.split("/"))):
        return f"„{number}“ kann keine Nummer sein. Bitte wählen Sie eine andere."
    return ""


def serves(purchase: PurchaseOrder) -> set[str]:
    """The orders a purchase order is for."""
    return {*purchase.orders, *(line.order for line in purchase.lines if line.order)} or {STOCK}


def plain(number: str) -> str:
    """A number as it is compared: upper case letters and digits only. ``plain("A-26/0112 ") == "A260112"``."""
    return re.sub(r"[^0-9A-ZÄÖÜ]", "", number.upper())


_CONFUSED = str.maketrans("OQDIL|SBGZ", "0001115862")


def folded(number: str) -> str:
    """The plain number with letters that OCR takes for digits folded onto them: equal for likely misreadings."""
    return plain(number).translate(_CONFUSED)
