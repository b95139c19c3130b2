"""Invoices as proposals for booking, and why some are none. Books nothing; what is not plain is left to a person.

Whether an invoice is plain is judged in ``export.datev_plain``; accounts and the tax rate they are for come from the settings.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from archive.booking import Accounts, Booking
from archive.document import Document
from archive.order import Supplier, plain
from export.datev_plain import amount, day, objection
from export.datev_text import belegfeld

_NAMESPACE = uuid.UUID("7d0c8a52-4d5b-4c1e-9d5e-6b0f5a0f3c11")


@dataclass(frozen=True, slots=True)
class Row:
    """One booking proposal. ``amount`` is never negative; ``side`` says on which side of the supplier's account it stands: S or H."""

    eingangsnummer: str
    amount: Decimal
    side: str
    accounts: Accounts
    day: date
    number: str
    text: str
    order: str
    due: str


@dataclass(frozen=True, slots=True)
class Left:
    """An invoice that is no proposal, and why: a German sentence."""

    document: Document
    why: str


def guid(space: str, eingangsnummer: str) -> str:
    """The name by which DATEV ties a booking to its picture: the same paper has the same one in every export."""
    return str(uuid.uuid5(_NAMESPACE, f"{space}/{eingangsnummer}"))


def rows(documents: Sequence[Document], booking: Booking, suppliers: Sequence[Supplier]) -> tuple[list[Row], list[Left]]:
    """The proposals, and the invoices that are none."""
    known = {plain(name): supplier.number for supplier in suppliers for name in (supplier.name, *supplier.aliases)}
    found: list[Row] = []
    left: list[Left] = []
    # What one supplier numbered alike, whatever stands between letters and digits, cut to what DATEV compares.
    alike: defaultdict[tuple[str, str, str], list[tuple[Row, Document]]] = defaultdict(list)
    for document in documents:
        supplier = known.get(plain(document.value("lieferant")), "")
        accounts = booking.accounts(supplier)
        if why := objection(document, accounts) if supplier else "Der Absender ist kein bekannter Lieferant.":
            left.append(Left(document, why))
            continue
        one = _row(document, accounts)
        earlier = alike[supplier, plain(one.number), document.doctype]
        if why := next((told for each in earlier if (told := _again(one, document, *each))), ""):
            left.append(Left(document, why))
            continue
        found.append(one)
        earlier.append((one, document))
    return found, left


def _again(one: Row, document: Document, first: Row, other: Document) -> str:
    """Why an invoice is left because of one with a number like its own; "" when both can be booked."""
    where = first.eingangsnummer
    told, known = (document.value("rechnungsnummer"), other.value("rechnungsnummer"))
    same = (one.day, one.amount) == (first.day, first.amount)
    if _spelt(told) == _spelt(known):
        if same:
            return f"Dieselbe Rechnung ist schon als {where} da. Gebucht wird sie einmal."
        return f"Dieselbe Rechnungsnummer steht auch auf {where}, mit anderem Tag oder Betrag. Bitte sehen Sie beide an."
    if same and plain(told) == plain(known):
        return f"Tag, Betrag und fast dieselbe Nummer hat auch {where}. Bitte sehen Sie nach, ob es dieselbe Rechnung ist."
    if one.number.casefold() == first.number.casefold():
        return f"Die Nummer ist für DATEV zu lang oder hat Zeichen, die dort fehlen: Dort hieße sie {one.number} wie bei {where}."
    return ""


def _spelt(number: str) -> str:
    return "".join(number.casefold().split())


def _row(document: Document, accounts: Accounts) -> Row:
    """A proposal. The invoice must be a plain one."""
    gross = amount(document.value("brutto")) or Decimal(0)
    # A credit note takes money back, whether it is printed with a minus or without.
    side = "H" if document.doctype == "rechnung" and gross > 0 else "S"
    due = day(document.value("faellig_am"))
    return Row(
        document.eingangsnummer,
        abs(gross),
        side,
        accounts,
        date.fromisoformat(document.value("rechnungsdatum")),
        belegfeld(document.value("rechnungsnummer")),
        document.value("lieferant"),
        ", ".join(document.orders),
        f"{due:%d%m%y}" if due else "",
    )
