"""The lists of the Übersicht for people: their names, their lines with links, and as CSV for spreadsheets. Asks the archive nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import quote

from archive import doctypes
from archive.gaps import when
from archive.overview import Entry, ListName
from service.hit_list import harmless
from service.rendering import day


@dataclass(frozen=True, slots=True)
class Named:
    """A list for people. ``empty`` is said when nothing is on it, ``early`` names the choice that shows what is not yet due."""

    title: str
    lead: str
    empty: str
    early: str = ""


LISTS: Mapping[ListName, Named] = {
    "fehlt": Named(
        "Was fehlt",
        "Papiere, Mengen und Zeugnisse, auf die Sie länger warten als üblich. Das Älteste zuerst.",
        "Es fehlt nichts, worauf Sie länger als üblich warten.",
        "auch, was noch Zeit hat",
    ),
    "abweichung": Named(
        "Was nicht passt",
        "Abweichungen zwischen Bestellung, Lieferschein und Rechnung, über die noch niemand entschieden hat.",
        "Bestellungen, Lieferungen und Rechnungen passen zusammen.",
    ),
    "ungeprueft": Named(
        "Rechnungen ungeprüft",
        "Rechnungen, die schon länger da sind und die noch niemand geprüft hat.",
        "Keine Rechnung liegt zu lange ungeprüft.",
        "auch neu eingegangene",
    ),
    "skonto": Named(
        "Skonto läuft ab",
        "Rechnungen, bei denen der Preisnachlass für schnelle Zahlung bald endet.",
        "In den nächsten Tagen läuft kein Skonto ab.",
        "auch spätere",
    ),
    "wartet": Named("Was wartet", "Papiere in der Klärung. Das Älteste zuerst.", "Es wartet nichts."),
    "pruefen": Named(
        "Nicht prüfbar",
        "Stellen, die das Programm nicht sicher vergleichen kann. Bitte sehen Sie selbst nach.",
        "Alles war zu vergleichen.",
    ),
    "abgelehnt": Named("Was abgelehnt wurde", "Papiere, die nicht abgelegt wurden, mit dem Grund.", "Nichts."),
}

KINDS = {
    "preis": "Preis",
    "menge": "Menge",
    "nicht_bestellt": "Nicht bestellt",
    "nicht_geliefert": "Restmenge",
    "doppelt": "Doppelt",
    "rechenfehler": "Rechenfehler",
    "zeugnis_fehlt": "Zeugnis",
    "nicht_pruefbar": "Nicht prüfbar",
    "nicht_geprueft": "Prüfung fehlgeschlagen",
    "anzahlung": "Anzahlung",
    "charge": "Charge",
    "iban": "Bankverbindung",
    "schaden": "Schaden",
    "filed": "abgelegt",
    "waiting": "in Klärung",
}

COLUMNS = ("Auftrag", "Kunde", "Eingang", "Art", "Sachverhalt", "Lieferant", "Nummer", "Seit", "Tage", "Bis", "Betrag in €")


@dataclass(frozen=True, slots=True)
class Row:
    """A line for the screen."""

    href: str
    title: str
    about: str
    sentence: str
    kind: str
    since: str
    until: str
    amount: str


def kind_name(key: str) -> str:
    """A type of deviation, a state or a document type in German."""
    return KINDS.get(key) or (doctypes.doctype(key).name if key in doctypes.doctypes() else key)


def rows(name: ListName, found: Iterable[Entry], today: date) -> list[Row]:
    """Lines with their links."""
    return [_row(name, entry, today) for entry in found]


def _row(name: ListName, entry: Entry, today: date) -> Row:
    if entry.order:
        anchor = "#abgleich" if name in ("abweichung", "pruefen") else ""
        href = f"/mappen/{quote(entry.order)}{f'?beleg={quote(entry.number)}' if anchor and entry.number else ''}{anchor}"
        title, about = entry.order, entry.customer
    else:
        href = f"/klaerung/{entry.paper}" if entry.kind == "waiting" or name == "wartet" else f"/belege/{entry.paper}"
        title, about = entry.number or entry.paper, entry.supplier
    since = when(entry.since, today).removeprefix(", ") if entry.since else ""
    until = f"bis {day(entry.due)}" if name == "skonto" and entry.due else ""
    return Row(href, title, about, entry.sentence, kind_name(entry.kind), since, until, euros(entry.amount))


def euros(amount: str) -> str:
    """``1.234,50 €``, "" for none."""
    return f"{Decimal(amount):,.2f} €".translate(str.maketrans(",.", ".,")) if amount else ""


def as_csv(found: Iterable[Entry], today: date) -> bytes:
    """UTF-8 with a mark, semicolons, German days and figures, and nothing that a spreadsheet would run as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(COLUMNS)
    for entry in found:
        writer.writerow(map(harmless, _cells(entry, today)))
    return out.getvalue().encode("utf-8-sig")


def _cells(entry: Entry, today: date) -> list[str]:
    days = str((today - entry.since).days) if entry.since else ""
    amount = f"{Decimal(entry.amount):.2f}".replace(".", ",") if entry.amount else ""
    dates = [f"{each:%d.%m.%Y}" if each else "" for each in (entry.since, entry.due)]
    return [
        entry.order,
        entry.customer,
        entry.paper,
        kind_name(entry.kind),
        entry.sentence,
        entry.supplier,
        entry.number,
        dates[0],
        days,
        dates[1],
        amount,
    ]
