"""What both syntaxes of electronic invoices share: writing elements, units, profiles. Knows no syntax."""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import escape, quoteattr

from training.firm.paper import Paper, Sums
from training.firm.parties import Party

XRECHNUNG = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
ZUGFERD = "urn:cen.eu:en16931:2017"
BILLING = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
UNITS = {"Stk": "C62", "m": "MTR", "kg": "KGM", "Std": "HUR", "m²": "MTK", "psch": "C62"}
HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'


def node(name: str, *inner: str, **attributes: str) -> str:
    """One element around finished XML."""
    head = "".join(f" {key.replace('__', ':')}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{head}>{''.join(inner)}</{name}>"


def text(name: str, value: object, **attributes: str) -> str:
    """One element around plain text."""
    return node(name, escape(str(value)), **attributes)


def required(paper: Paper) -> Sums:
    """The sums, which every invoice has."""
    if paper.sums is None:
        message = f"{paper.key} is no invoice"
        raise ValueError(message)
    return paper.sums


def reference(paper: Paper, field: str) -> str:
    """The first printed reference of a kind."""
    return next((ref.value for ref in paper.refs if ref.field == field), "")


def theirs(paper: Paper) -> str:
    """The sender's own number of the business, which both syntaxes have a place for."""
    return next((ref.value for ref in paper.refs if ref.label == paper.supplier.words["eigen"]), paper.number)


def delivered(paper: Paper) -> date:
    """The day of delivery as printed, or the day of the invoice."""
    value = reference(paper, "lieferdatum")
    if not value:
        return paper.day
    day, month, year = (int(part) for part in value.split("."))
    return date(year, month, day)


def mail(party: Party) -> str:
    return f"rechnung@{'musterwerk' if not party.number else 'lieferant-' + party.number}.example"
