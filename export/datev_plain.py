"""Whether an invoice is plain enough to be proposed for booking, and if not, why. What is not plain a person books.

Compares the tax that was read with the rate that somebody set for the account. Chooses neither rate nor account, and sees no single
rows: an invoice whose several rates add up to exactly one of ours would pass.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from archive.booking import Accounts
from archive.document import Document
from export.datev_text import belegfeld

RATES = (Decimal(7), Decimal(19))
_TOLERANCE = Decimal("0.02")
_MOST = Decimal(10) ** 10
_CODE = re.compile(r"die Art (\d+)\b")
_SELF_BILLED = frozenset({"389", "261", "527", "500", "501", "502", "503"})
_NOTHING_TO_PAY = "325"
_CORRECTED = "384"
_STEPS = frozenset({"Anzahlungsrechnung", "Abschlagsrechnung", "Schlussrechnung"})


def objection(document: Document, accounts: Accounts) -> str:
    """Why an invoice is no proposal, as a German sentence; "" when it is one."""
    gross = amount(document.value("brutto")) or Decimal(0)
    if not gross or not document.value("rechnungsnummer"):
        return "Rechnungsnummer oder Bruttobetrag fehlt."
    if not accounts.creditor or not accounts.costs:
        return "Für diesen Lieferanten ist kein Konto eingestellt."
    return _unfit(document, gross) or _sort(document, gross) or _taxed(document, gross, accounts.percent)


def _unfit(document: Document, gross: Decimal) -> str:
    """What does not fit into the fields of a batch."""
    if abs(gross) >= _MOST:
        return "Der Betrag ist größer, als DATEV ihn annimmt."
    if not belegfeld(document.value("rechnungsnummer")):
        return "Die Rechnungsnummer hat kein Zeichen, das DATEV annimmt."
    if not day(document.value("rechnungsdatum")):
        return "Das Rechnungsdatum ist kein Tag."
    if document.value("waehrung") not in ("", "EUR"):
        return f"Die Rechnung lautet auf {document.value('waehrung')}, nicht auf Euro."
    return ""


def _sort(document: Document, gross: Decimal) -> str:
    """Sorts of invoices of which it is not plain who owes whom how much."""
    found = _CODE.search(document.doctype_reason)
    code, sort = found[1] if found else "", document.value("rechnungsart")
    if code in _SELF_BILLED or sort == "Gutschriftsverfahren":
        return "Eine Gutschrift, die der Empfänger der Leistung ausstellt, bucht eine Person."
    if code == _NOTHING_TO_PAY:
        return "Eine Proforma-Rechnung wird nicht gebucht."
    if sort in _STEPS:
        return f"Das ist eine {sort}. Welcher Teil wohin gebucht wird, entscheidet eine Person."
    if gross > 0 and (code == _CORRECTED or "korrektur" in document.doctype_reason.casefold()):
        return "Eine Rechnungskorrektur ohne Minus: Ob sie Geld zurückgibt oder die neue Rechnung ist, entscheidet eine Person."
    return ""


def _taxed(document: Document, gross: Decimal, percent: int) -> str:
    """Why the tax is a matter for a person, "" when it is plain: the rate the account is for, on the whole amount."""
    net, tax = amount(document.value("netto")), amount(document.value("steuer"))
    if net is None or tax is None:
        return "Netto oder Steuer wurde nicht gelesen; der Steuersatz ist nicht sicher."
    if gross < 0 < net:
        net, tax = -net, -abs(tax)  # a credit note with a minus before its total only
    if abs(net + tax - gross) > _TOLERANCE:
        return "Netto und Steuer ergeben nicht den Bruttobetrag."
    if not tax:
        return "Ohne Steuer: Ob Steuerschuld des Empfängers, innergemeinschaftlich oder Kleinunternehmer, entscheidet eine Person."
    return _of_another_rate([rate for rate in RATES if abs(net * rate / 100 - tax) <= _TOLERANCE], percent)


def _of_another_rate(fitting: list[Decimal], percent: int) -> str:
    if not fitting:
        return "Mehrere Steuersätze oder ein anderer Satz als 19 oder 7 %."
    if len(fitting) > 1:
        return "Der Betrag ist so klein, dass der Steuersatz nicht sicher ist."
    if fitting != [percent]:
        return f"Die Rechnung hat {fitting[0]} % Steuer. Das Aufwandskonto ist für {percent} % eingestellt."
    return ""


def day(text: str) -> date | None:
    """A day, ``None`` for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def amount(text: str) -> Decimal | None:
    """An amount in cents, ``None`` for what is none."""
    try:
        return Decimal(text).quantize(Decimal("0.01")) if text else None
    except InvalidOperation:
        return None
