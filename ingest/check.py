"""Checks on what was found: each looks at one thing and objects in German. None changes a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from archive.doctypes import field_name
from archive.document import Doubt, Finding
from archive.kinds import KINDS, currency, iban, tax_number, vat_id
from archive.kinds import date as days
from archive.order import Firm, Supplier
from archive.policy import SURE, quoted
from ingest.layout import simple, text_of
from ingest.paper import Paper, right_of

_CENT = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks look at: the paper, the best finding per field, the sender if known, our firm."""

    paper: Paper
    best: dict[str, Finding]
    every: tuple[Finding, ...]
    sender: Supplier | None
    firm: Firm

    def value(self, key: str) -> str:
        """The value of a field, "" when it was not found."""
        return self.best[key].value if key in self.best else ""

    def number(self, key: str) -> Decimal | None:
        """An amount as a number."""
        return Decimal(self.best[key].value) if key in self.best else None


Check = Callable[[Facts], Iterator[Doubt]]


def check(facts: Facts) -> tuple[Doubt, ...]:
    """All objections, each once."""
    return tuple(dict.fromkeys(doubt for one in CHECKS for doubt in one(facts)))


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
            yield Doubt(f.field, f"{name} {KINDS[kind].show(f.value)} ist nicht sicher gelesen ({f.rule}).", f"Stimmt {name}?")


def adds_up(facts: Facts) -> Iterator[Doubt]:
    """K3: net plus tax is gross."""
    net, tax, gross = facts.number("netto"), facts.number("steuer"), facts.number("brutto")
    if net is not None and tax is not None and gross is not None and abs(net + tax - gross) > _CENT:
        yield Doubt(
            "brutto",
            f"Netto {_money(net)} und Steuer {_money(tax)} ergeben nicht den Bruttobetrag {_money(gross)}.",
            "Welcher Betrag stimmt?",
        )


def unproved_total(facts: Facts) -> Iterator[Doubt]:
    """K3 can not be checked: a gross amount alone may be misread without anybody noticing."""
    gross = facts.best.get("brutto")
    if gross and gross.confidence >= SURE and gross.confidence < 1.0 and not {"netto", "steuer"} <= set(facts.best):
        yield Doubt("brutto", f"Der Bruttobetrag {_money(Decimal(gross.value))} lässt sich nicht nachrechnen.", "Stimmt der Bruttobetrag?")


def account(facts: Facts) -> Iterator[Doubt]:
    """K5: length and check digits of the IBAN."""
    yield from _objection(facts, "iban", iban.check)


def unread(facts: Facts) -> Iterator[Doubt]:
    """K5, K8: a label with digits behind it, but nothing of the right shape: misread, not missing."""
    for key in ("iban", "ust_id"):
        if key in facts.best:
            continue
        for printed, anchor in facts.paper.anchors():
            meaning = anchor.meaning(own=facts.paper.own)
            behind = text_of(right_of(printed, anchor)[:7])
            if meaning and meaning.field.key == key and sum(c.isdigit() for c in behind) >= 6:
                reason = f"Hinter {quoted(anchor.text)} steht {quoted(behind)}. Das ist nicht richtig zu lesen."
                yield Doubt(key, reason, f"Wie lautet: {field_name(key)}?")
                break


def account_changed(facts: Facts) -> Iterator[Doubt]:
    """K6: the supplier has other bank details in the register: the usual way of a fraud."""
    known = facts.sender.ibans if facts.sender else ()
    printed = [f for f in facts.every if f.field == "iban" and iban.valid(f.value)]
    if known and printed and all(f.value not in known for f in printed):
        reason = f"Die Bankverbindung {iban.show(printed[0].value)} ist bei {facts.sender.name if facts.sender else ''} nicht bekannt."
        yield Doubt("iban", f"{reason} Bitte telefonisch prüfen.", "Hat der Lieferant die neue Bankverbindung bestätigt?")


def tax_ids(facts: Facts) -> Iterator[Doubt]:
    """K8 and K9: check digits of the VAT id, shape of the tax number."""
    yield from _objection(facts, "ust_id", vat_id.check)
    yield from _objection(facts, "steuernummer", tax_number.check)


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
    if issued and due and due < issued:
        yield Doubt("faellig_am", "Die Fälligkeit liegt vor dem Rechnungsdatum.", "Stimmt die Fälligkeit?")
    if issued and delivered and (date.fromisoformat(delivered) - date.fromisoformat(issued)).days > 60:
        yield Doubt("lieferdatum", "Die Lieferung liegt mehr als 60 Tage nach der Rechnung.", "Stimmt das Lieferdatum?")


def reader(facts: Facts) -> Iterator[Doubt]:
    """K12: an invoice that does not name us may be somebody else's."""
    names = [simple(n) for n in (facts.firm.name, *facts.firm.aliases) if n]
    if not names or facts.paper.own or facts.paper.doctype.key not in ("rechnung", "gutschrift", "mahnung"):
        return
    text = simple("\n".join(p.text for p in facts.paper.reading.pages))
    terms = facts.paper.reading.einvoice.terms if facts.paper.reading.einvoice else {}
    text += simple(terms.get("BT-44", ""))
    if text and not any(n in text for n in names):
        yield Doubt("empfaenger", f"Das Papier nennt {facts.firm.name} nicht als Empfänger.", "Ist das Papier an uns gerichtet?")


def foreign_money(facts: Facts) -> Iterator[Doubt]:
    """Anything but euro is worth a look."""
    yield from _objection(facts, "waehrung", currency.check)


def _objection(facts: Facts, key: str, judge: Callable[[str], str]) -> Iterator[Doubt]:
    finding = facts.best.get(key)
    text = judge(finding.value) if finding else ""
    if text:
        yield Doubt(key, text, f"Stimmt {field_name(key)}?")


def _money(value: Decimal) -> str:
    return KINDS["amount"].show(f"{value:.2f}")


CHECKS: tuple[Check, ...] = (
    required,
    unsure,
    adds_up,
    unproved_total,
    account,
    unread,
    account_changed,
    tax_ids,
    day,
    reader,
    foreign_money,
)
