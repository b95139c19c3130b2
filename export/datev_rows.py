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
_MISSING = "Rechnungsnummer oder Bruttobetrag fehlt."
_SELF_BILLED = re.compile(r"die Art (?:389|261|527|50[0-3])\b")


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
    found: dict[tuple[str, str, str], tuple[Row, Document]] = {}
    left = []
    for document in documents:
        supplier = known.get(plain(document.value("lieferant")), "")
        one = _row(document, booking, supplier)
        if isinstance(one, str):
            left.append(Left(document, one))
            continue
        key = supplier, plain(one.number), document.doctype
        if key in found:
            left.append(Left(document, _again(one, document, *found[key])))
        else:
            found[key] = one, document
    return [row for row, _ in found.values()], left


def _again(one: Row, document: Document, first: Row, earlier: Document) -> str:
    """Why an invoice whose number was booked already is left: DATEV would take both for one."""
    where = first.eingangsnummer
    told, known = ("".join(each.value("rechnungsnummer").casefold().split()) for each in (document, earlier))
    if told != known:
        return f"Für DATEV hat diese Rechnung dieselbe Nummer wie {where}: {one.number}. Bitte buchen Sie sie von Hand."
    if (one.day, one.amount) != (first.day, first.amount):
        return f"Dieselbe Rechnungsnummer steht auch auf {where}, mit anderem Tag oder Betrag. Bitte sehen Sie beide an."
    return f"Dieselbe Rechnung ist schon als {where} da. Gebucht wird sie einmal."


def _row(document: Document, booking: Booking, supplier: str) -> Row | str:
    if not supplier:
        return "Der Absender ist kein bekannter Lieferant."
    accounts = booking.accounts(supplier)
    amounts = [_amount(document.value(key)) for key in ("netto", "steuer", "brutto")]
    gross = amounts[2]
    if gross is None or (objection := _objection(document, accounts, amounts)):
        return objection if gross else _MISSING
    # A credit note takes money back, whether it is printed with a minus or without.
    side = "H" if document.doctype == "rechnung" and gross > 0 else "S"
    due = _day(document.value("faellig_am"))
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


def _objection(document: Document, accounts: Accounts, amounts: Sequence[Decimal | None]) -> str:
    """Why an invoice is no proposal, "" when it is one."""
    net, tax, gross = amounts
    if not gross or not belegfeld(document.value("rechnungsnummer")):
        return _MISSING
    if not _day(document.value("rechnungsdatum")):
        return "Das Rechnungsdatum ist kein Tag."
    if document.value("waehrung") not in ("", "EUR"):
        return f"Die Rechnung lautet auf {document.value('waehrung')}, nicht auf Euro."
    if not accounts.creditor or not accounts.costs:
        return "Für diesen Lieferanten ist kein Konto eingestellt."
    return _unclear(document, gross) or _taxed(net, tax, gross, accounts.percent)


def _unclear(document: Document, gross: Decimal) -> str:
    """Credit notes of which it is not plain who owes whom."""
    if document.doctype != "gutschrift":
        return ""
    if _SELF_BILLED.search(document.doctype_reason):
        return "Eine Gutschrift, die der Empfänger der Leistung ausstellt, bucht ein Mensch."
    if gross > 0 and "korrektur" in document.doctype_reason.casefold():
        return "Eine Rechnungskorrektur ohne Minus: Ob sie Geld zurückgibt oder die neue Rechnung ist, entscheidet ein Mensch."
    return ""


def _taxed(net: Decimal | None, tax: Decimal | None, gross: Decimal, percent: int) -> str:
    """Why the tax of an invoice is a matter for a person, "" when it is plain: the rate its account is for, on the whole amount."""
    if net is None or tax is None:
        return "Netto oder Steuer wurde nicht gelesen; der Steuersatz ist nicht sicher."
    if abs(net + tax - gross) > _TOLERANCE:
        return "Netto und Steuer ergeben nicht den Bruttobetrag."
    if not any(abs(net * rate / 100 - tax) <= _TOLERANCE for rate in RATES):
        return "Mehrere Steuersätze oder ein anderer Satz als 19, 7 oder 0 %."
    if not tax:
        return "Ohne Steuer: Ob Steuerschuld des Empfängers, innergemeinschaftlich oder Kleinunternehmer, entscheidet ein Mensch."
    if abs(net * percent / 100 - tax) > _TOLERANCE:
        return f"Die Rechnung hat einen anderen Steuersatz als {percent} %, für den das Aufwandskonto eingestellt ist."
    return ""


def belegfeld(number: str) -> str:
    """An invoice number as DATEV takes it: 36 characters, of the special ones only $ % & * + - /."""
    return re.sub(r"[^0-9A-Za-z$%&*+\-/]", "", number.translate(str.maketrans("äöüÄÖÜ", "aouAOU")))[:_FIELD_1]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text).quantize(Decimal("0.01")) if text else None
    except InvalidOperation:
        return None
