"""Checks of accounts and tax numbers: check digits, the register, and the payment code (K5 to K9, K17)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from archive.doctypes import field_name
from archive.document import Doubt
from archive.kinds import currency, iban, tax_number, vat_id
from archive.order import plain
from archive.policy import quoted
from ingest import payment_code as payments
from ingest.confusions import alike, repaired
from ingest.facts import Facts, money
from ingest.layout import text_of
from ingest.paper import right_of

_BIC = re.compile(r"(?:BIC|SWIFT)\W{1,3}([A-Z]{4}\s?[A-Z]{2}\s?[A-Z0-9]{2}(?:\s?[A-Z0-9]{3})?)\b")
_MASKED = re.compile(r"[*•]{2}|\b[xX]{4}\b")
_SOME = 6


def account(facts: Facts) -> Iterator[Doubt]:
    """K5: length and check digits of the IBAN. What the register knows, or the only reading that fits, is proposed."""
    value = facts.value("iban")
    if not value or iban.valid(value):
        return
    known = next((n for n in (facts.sender.ibans if facts.sender else ()) if alike(value, n)), "")
    better = known or repaired(value, iban.valid)
    yield Doubt("iban", iban.check(value), f"Ist es {iban.show(better)}?" if better else "Stimmt das?")


def unread(facts: Facts) -> Iterator[Doubt]:
    """K5, K8: a label with digits behind it, but nothing of the right shape: misread, not missing."""
    ours = {*facts.firm.ibans, *facts.firm.vat_ids}
    keys = {field.key for field in facts.paper.doctype.fields} - set(facts.best)
    for key in ("iban", "ust_id") if not facts.paper.own else ():
        if key not in keys:
            continue
        for printed, anchor in facts.paper.anchors():
            meaning = anchor.meaning(own=facts.paper.own)
            behind = text_of(right_of(printed, anchor)[:7])
            if meaning and meaning.field.key == key and _digits_to_read(behind) and not any(n in plain(behind) for n in ours):
                reason = f"Hinter {quoted(anchor.text)} steht {quoted(behind)}. Das ist nicht richtig zu lesen."
                yield Doubt(key, reason, f"Wie lautet: {field_name(key)}?")
                break


def _digits_to_read(printed: str) -> bool:
    """Digits enough for a number, none of them made unreadable on purpose as on receipts ("DE56 0000 **** ****")."""
    return sum(c.isdigit() for c in printed) >= _SOME and not _MASKED.search(printed)


def account_changed(facts: Facts) -> Iterator[Doubt]:
    """K6: the supplier has other bank details in the register: the usual way of a fraud."""
    known = facts.sender.ibans if facts.sender else ()
    printed = [f for f in facts.every if f.field == "iban" and iban.valid(f.value)]
    if known and printed and all(f.value not in known for f in printed):
        reason = f"Die Bankverbindung {iban.show(printed[0].value)} ist bei {facts.sender.name if facts.sender else ''} nicht bekannt."
        yield Doubt("iban", f"{reason} Bitte telefonisch prüfen.", "Hat der Lieferant die neue Bankverbindung bestätigt?")


def bank_fits(facts: Facts) -> Iterator[Doubt]:
    """K7: the BIC names a bank in the country of the account."""
    accounts = {f.value[:2] for f in facts.every if f.field == "iban" and iban.valid(f.value)}
    codes = {re.sub(r"\s", "", code) for code in _BIC.findall(facts.text)}
    if accounts and codes and not any(code[4:6] in accounts for code in codes):
        reason = f"Der BIC {min(codes)} gehört nicht zu einer Bank im Land der IBAN."
        yield Doubt("iban", reason, "Stimmt die Bankverbindung?")


def vat(facts: Facts) -> Iterator[Doubt]:
    """K8: check digits of the VAT id. What the register knows, or the only reading that fits, is proposed."""
    value = facts.value("ust_id")
    if value and not vat_id.valid(value):
        known = next((n for n in (facts.sender.vat_ids if facts.sender else ()) if alike(value, n)), "")
        better = known or repaired(value, vat_id.valid)
        yield Doubt("ust_id", vat_id.check(value), f"Ist es {better}?" if better else "Stimmt das?")


def vat_changed(facts: Facts) -> Iterator[Doubt]:
    """K8: a VAT id with right check digits that is not the known one of this supplier may still be misread."""
    known = facts.sender.vat_ids if facts.sender else ()
    value = facts.value("ust_id")
    if known and value and vat_id.valid(value) and value not in known and facts.sender and not facts.paper.own:
        reason = f"Die USt-IdNr. {value} ist bei {facts.sender.name} nicht bekannt; bekannt ist {known[0]}."
        yield Doubt("ust_id", reason, "Welche USt-IdNr. steht auf dem Papier?")


def tax(facts: Facts) -> Iterator[Doubt]:
    """K9: a tax number as one of the federal states writes it."""
    yield from _objection(facts, "steuernummer", tax_number.check)


def foreign_money(facts: Facts) -> Iterator[Doubt]:
    """Anything but euro is worth a look."""
    yield from _objection(facts, "waehrung", currency.check)


def _objection(facts: Facts, key: str, judge: Callable[[str], str]) -> Iterator[Doubt]:
    finding = facts.best.get(key)
    text = judge(finding.value) if finding else ""
    if text:
        yield Doubt(key, text, "Stimmt das?")


def payment_code(facts: Facts) -> Iterator[Doubt]:
    """K17: account, amount and purpose of the payment code are those that are printed."""
    for code in facts.codes:
        asked = payments.payment(code)
        if asked is None:
            continue
        printed = [f.value for f in facts.every if f.field == "iban" and f.rule != payments.RULE]
        if printed and asked.account and asked.account not in printed:
            reason = f"Im Zahlcode steht die IBAN {iban.show(asked.account)}, gedruckt ist eine andere."
            yield Doubt("iban", reason, "Bitte telefonisch prüfen: Welche Bankverbindung stimmt?")
        gross = facts.number("brutto")
        if gross is not None and asked.amount is not None and asked.amount != gross:
            yield Doubt("brutto", f"Im Zahlcode stehen {money(asked.amount)}, gedruckt sind {money(gross)}.", "Welcher Betrag stimmt?")
        purpose, number = plain(asked.purpose), plain(facts.value("rechnungsnummer"))
        if purpose and number and number not in purpose and any(c.isdigit() for c in purpose):
            reason = f"Im Zahlcode steht {quoted(asked.purpose)}, nicht die Rechnungsnummer."
            yield Doubt("rechnungsnummer", reason, "Stimmt die Rechnungsnummer?")
