"""Checks of the paper as a whole: what is missing or unsure, its days, its reader, whether it came before (K10 to K13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from archive.doctypes import field_name
from archive.document import Doubt
from archive.kinds import KINDS
from archive.kinds import date as days
from archive.order import plain
from archive.policy import SURE
from ingest.check_sums import EXEMPT
from ingest.confusions import alike
from ingest.facts import Facts, money
from ingest.layout import simple

_SMALL = Decimal(250)
_LONG_AGO = 400
_SUPPLY = re.compile(
    r"liefer(?:datum|tag|ung am|ung vom|zeitpunkt)|leistungs(?:datum|zeit|zeitraum|monat|tag)|liefer.{0,3}schein"
    r"|entspricht (?:dem )?rechnungsdatum|abrechnungszeitraum|einsatzzeitraum|mietzeitraum|delivery date|leverdatum|date de livraison"
    r"|\b(?:am|vom|zwischen) [^.;]{0,6}\d{1,2}\.[^;]{0,40}?\d{4}[^.;]{0,80}?\b(?:ausgeführt|erbracht|geleistet|geliefert|abgeholt)"
    # a month alone is enough, one in a day of the paper says nothing
    r"|(?<!\d\. )(?<!\d\.)(?<!\d )\b(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)\s+\d{4}",
    re.IGNORECASE,
)


def required(facts: Facts) -> Iterator[Doubt]:
    """A field every paper of this type has was not found."""
    for field in facts.paper.doctype.fields:
        if field.required and field.key not in facts.best:
            yield Doubt(field.key, f"{field.name} fehlt oder war nicht zu lesen.", f"Was steht als {field.name} auf dem Papier?")


def unsure(facts: Facts) -> Iterator[Doubt]:
    """A value that was found, but not surely."""
    for f in facts.best.values():
        if f.confidence < SURE:
            name = field_name(f.field)
            kind = next((x.kind for x in facts.paper.doctype.fields if x.key == f.field), "name")
            yield Doubt(f.field, f"{name} {KINDS[kind].show(f.value)} ist nicht sicher gelesen ({f.rule}).", "Stimmt das?")


def day(facts: Facts) -> Iterator[Doubt]:
    """K10: days that fit the intake and each other."""
    received = facts.paper.reading.scan.received.date()
    issued = facts.value("rechnungsdatum")
    if issued:
        if days.too_new(issued, received):
            yield Doubt("rechnungsdatum", f"Das Rechnungsdatum {days.show(issued)} liegt in der Zukunft.", "Stimmt das Datum?")
        if days.too_old(issued, received):
            yield Doubt("rechnungsdatum", f"Das Rechnungsdatum {days.show(issued)} liegt mehr als 400 Tage zurück.", "Stimmt das Datum?")
    due, delivered = facts.value("faellig_am"), facts.value("lieferdatum")
    if issued and due and due < issued and facts.is_invoice:  # a reminder comes after the day
        yield Doubt("faellig_am", "Die Fälligkeit liegt vor dem Rechnungsdatum.", "Stimmt die Fälligkeit?")
    if issued and delivered and (date.fromisoformat(delivered) - date.fromisoformat(issued)).days > 60:
        yield Doubt("lieferdatum", "Die Lieferung liegt mehr als 60 Tage nach der Rechnung.", "Stimmt das Lieferdatum?")
    if issued and delivered and (date.fromisoformat(issued) - date.fromisoformat(delivered)).days > _LONG_AGO:
        yield Doubt("lieferdatum", "Die Lieferung liegt mehr als 400 Tage vor der Rechnung.", "Stimmt das Lieferdatum?")


def came_before(facts: Facts) -> Iterator[Doubt]:
    """K11: an invoice number comes once from a supplier."""
    name = facts.value("lieferant")
    again = next((e for e in facts.earlier if simple(e.supplier) == simple(name)), None)
    if again and facts.is_invoice:
        reason = f"Die Rechnung {facts.value('rechnungsnummer')} von {name} gibt es schon: Eingang {again.eingangsnummer}."
        yield Doubt("paper", reason, "Ist es dasselbe Papier noch einmal?", again.eingangsnummer)


def same_sum(facts: Facts) -> Iterator[Doubt]:
    """Another invoice of this supplier with the same sum and day, where the numbers do not tell the two apart."""
    if not facts.is_invoice or not facts.value("brutto") or not facts.value("rechnungsdatum"):
        return
    own = facts.value("rechnungsnummer")
    for twin in facts.twins:
        if twin.number and own and not alike(plain(own), plain(twin.number)):
            continue
        if not any(e.eingangsnummer == twin.eingangsnummer for e in facts.earlier):
            day_, sum_ = days.show(facts.value("rechnungsdatum")), money(Decimal(facts.value("brutto")))
            reason = f"Vom {day_} über {sum_} € gibt es von {facts.value('lieferant')} schon den Eingang {twin.eingangsnummer}."
            yield Doubt("paper", reason, "Ist es dasselbe Papier noch einmal?", twin.eingangsnummer)
            return


def reader(facts: Facts) -> Iterator[Doubt]:
    """K12: an invoice that names neither us nor our address may be somebody else's."""
    names = [simple(n) for n in (facts.firm.name, *facts.firm.aliases) if n]
    if not names or facts.paper.own or facts.paper.doctype.key not in ("rechnung", "gutschrift", "mahnung"):
        return
    text = simple(facts.text)
    terms = facts.paper.reading.einvoice.terms if facts.paper.reading.einvoice else {}
    text += simple(terms.get("BT-44", ""))
    street = simple(facts.firm.street)
    at_home = len(street) > 5 and street in text and facts.firm.postcode in text
    if text and not at_home and not any(n in text for n in names):
        yield Doubt("empfaenger", f"Das Papier nennt {facts.firm.name} nicht als Empfänger.", "Ist das Papier an uns gerichtet?")


def content(facts: Facts) -> Iterator[Doubt]:
    """K13: what § 14 UStG asks for; invoices up to 250 euro need less. Fields that are required anyway are not asked for twice."""
    gross = facts.number("brutto")
    if facts.paper.doctype.key != "rechnung" or facts.paper.own or facts.told or gross is None:
        return
    missing = [] if {"netto", "steuer"} & set(facts.best) or facts.rates or EXEMPT.search(facts.text) else ["Steuersatz"]
    if gross > _SMALL:
        missing += [] if {"ust_id", "steuernummer"} & set(facts.best) else ["USt-IdNr. oder Steuernummer"]
        missing += (
            [] if {"lieferdatum", "lieferscheinnummer"} & set(facts.best) or _SUPPLY.search(facts.text) else ["Zeitpunkt der Lieferung"]
        )
    if missing:
        listed = " und ".join([", ".join(missing[:-1]), missing[-1]] if len(missing) > 1 else missing)
        yield Doubt("pflichtangaben", f"Auf der Rechnung fehlt oder ist nicht zu lesen: {listed}.", "Ist die Rechnung vollständig?")
