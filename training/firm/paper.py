"""What a paper says, free of any layout: references, rows, sums, texts, and the truth about it. Draws and stores nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from training.firm.parties import Party, Supplier


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference as printed; ``field`` is its gold key, "" for numbers that mean nothing to us."""

    label: str
    value: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of goods. ``heading`` is printed above it; ``price`` None hides prices; ``rest`` is what is still to come.

    ``discount`` are per cent off the printed price.
    """

    position: str
    article: str
    text: str
    quantity: Decimal
    unit: str
    price: Decimal | None = None
    base: int = 1
    total: Decimal | None = None
    rest: Decimal | None = None
    purchase: str = ""
    order: str = ""
    heading: tuple[Ref, ...] = ()
    remark: str = ""
    discount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals of an invoice; ``due`` is the last day without discount, ``prepaid`` what an earlier invoice has asked for already."""

    net: Decimal
    rate: Decimal
    tax: Decimal
    gross: Decimal
    due: date
    note: str = ""
    prepaid: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. ``expected`` is the end state an archive should reach, ``why`` the reason when a person must look.

    ``hidden`` names what the sender has forgotten to print: "empfaenger", "steuer" or "lieferdatum". ``table`` is the content of
    papers that list no goods (measurements, work steps), the heads of its columns first.
    """

    key: str
    doctype: str
    title: str
    language: str
    layout: str
    supplier: Supplier
    sender: Party
    receiver: Party
    number: str
    day: date
    refs: tuple[Ref, ...]
    rows: tuple[Row, ...]
    sums: Sums | None = None
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    purchases: tuple[str, ...] = ()
    case: str = "normal"
    expected: str = "filed"
    why: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def number_field(self) -> str:
        """The gold key of the paper's own number."""
        return {"rechnung": "rechnungsnummer", "lieferschein": "lieferscheinnummer"}.get(self.doctype, "belegnummer")

    @property
    def day_field(self) -> str:
        """The gold key of the paper's own date."""
        return {"rechnung": "rechnungsdatum", "lieferschein": "lieferdatum"}.get(self.doctype, "belegdatum")
