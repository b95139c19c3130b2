"""Invoices as proposals for booking, and why some are none. Decides no tax question: what is not plain is left to the tax adviser."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from archive.booking import Accounts, Booking
from archive.document import Document
from archive.order import Supplier, plain

RATES = (Decimal(0), Decimal(7), Decimal(19))
_NAMESPACE = uuid.UUID("7d0c8a52-4d5b-4c1e-9d5e-6b0f5a0f3c11")
_TOLERANCE = Decimal("0.02")
_FIELD_1 = 36


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
    found: dict[tuple[str, str, str], Row] = {}
    left = []
    for document in documents:
        supplier = known.get(plain(document.value("lieferant")), "")
        one = _row(document, booking, supplier)
        if isinstance(one, str):
            left.append(Left(document, one))
        elif first := found.get((supplier, plain(one.number), document.doctype)):
            left.append(Left(document, f"Dieselbe Rechnung ist schon als {first.eingangsnummer} da. Gebucht wird sie einmal."))
        else:
            found[supplier, plain(one.number), document.doctype] = one
    return list(found.values()), left


def _row(document: Document, booking: Booking, supplier: str) -> Row | str:
    if not supplier:
        return "Der Absender ist kein bekannter Lieferant."
    accounts = booking.accounts(supplier)
    gross, net, tax = (_amount(document.value(key)) for key in ("brutto", "netto", "steuer"))
    number = belegfeld(document.value("rechnungsnummer"))
    if gross is None or not gross or not number:
        return "Rechnungsnummer oder Bruttobetrag fehlt."
    if document.value("waehrung") not in ("", "EUR"):
        return f"Die Rechnung lautet auf {document.value('waehrung')}, nicht auf Euro."
    if not accounts.creditor or not accounts.costs:
        return "Für diesen Lieferanten ist kein Konto eingestellt."
    if objection := _taxed(net, tax, gross):
        return objection
    side = "H" if (document.doctype == "rechnung") == (gross > 0) else "S"
    day = date.fromisoformat(document.value("rechnungsdatum"))
    due = document.value("faellig_am")
    return Row(
        document.eingangsnummer,
        abs(gross),
        side,
        accounts,
        day,
        number,
        document.value("lieferant"),
        ", ".join(document.orders),
        f"{due[8:10]}{due[5:7]}{due[2:4]}" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", due) else "",
    )


def _taxed(net: Decimal | None, tax: Decimal | None, gross: Decimal) -> str:
    """Why the tax of an invoice is a matter for a person, "" when it is plain: one known rate on the whole amount."""
    if net is None or tax is None:
        return "Netto oder Steuer wurde nicht gelesen; der Steuersatz ist nicht sicher."
    if abs(net + tax - gross) > _TOLERANCE:
        return "Netto und Steuer ergeben nicht den Bruttobetrag."
    if not any(abs(net * rate / 100 - tax) <= _TOLERANCE for rate in RATES):
        return "Mehrere Steuersätze oder ein anderer Satz als 19, 7 oder 0 %."
    if not tax:
        return "Ohne Steuer: Ob Steuerschuld des Empfängers, innergemeinschaftlich oder Kleinunternehmer, entscheidet ein Mensch."
    return ""


def belegfeld(number: str) -> str:
    """An invoice number as DATEV takes it: 36 characters, of the special ones only $ % & * + - /."""
    return re.sub(r"[^0-9A-Za-z$%&*+\-/]", "", number.translate(str.maketrans("äöüÄÖÜ", "aouAOU")))[:_FIELD_1]


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text).quantize(Decimal("0.01")) if text else None
    except InvalidOperation:
        return None
