"""The archive as tables for somebody who does not have this program: which columns there are, and one row after the other.

Written as CSV the way the description standard of the German tax authorities wants it; ``gdpdu`` describes them. Reads no file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.doctypes import doctype
from archive.document import Document
from archive.history import sentence
from archive.inspection import inspected
from archive.intake import Intaken
from archive.problems import NotFound
from archive.retaining import kept
from archive.space import Space

Kind = Literal["text", "zahl", "tag"]
DELIMITER, QUOTE, RECORD = ";", '"', "\r\n"
NUMBERS = ("rechnungsnummer", "lieferscheinnummer", "angebotsnummer", "auftragsnummer_lieferant", "bestellnummer", "zeugnisnummer")
DAYS = ("rechnungsdatum", "lieferdatum", "bestelldatum", "angebotsdatum", "datum")
STATES = {
    "received": "in Arbeit",
    "filed": "abgelegt",
    "waiting": "wartet",
    "rejected": "abgelehnt",
    "replaced": "ersetzt",
    "deleted": "gelöscht",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is called, described, and to be read."""

    name: str
    text: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class TableFile:
    """A CSV file. ``keys`` says how many of the first columns name a row; ``points`` maps columns to the table they point to."""

    name: str
    text: str
    columns: tuple[Column, ...]
    keys: int = 1
    points: tuple[tuple[str, str], ...] = ()

    @property
    def file(self) -> str:
        """What the file is called."""
        return f"{self.name}.csv"


DOKUMENTE = TableFile(
    "dokumente",
    "Alle Eingänge mit ihren Angaben, auch abgelehnte und gelöschte",
    (
        Column("eingangsnummer", "Laufende Nummer des Eingangs, ohne Lücken"),
        Column("belegart", "Art des Belegs"),
        Column("zustand", "Wo der Beleg steht"),
        Column("lieferant", "Absender"),
        Column("belegnummer", "Nummer, die der Beleg nennt"),
        Column("belegdatum", "Tag, den der Beleg nennt", "tag"),
        Column("netto", "Nettobetrag", "zahl"),
        Column("steuer", "Steuerbetrag", "zahl"),
        Column("brutto", "Bruttobetrag", "zahl"),
        Column("waehrung", "Währung"),
        Column("eingang", "Tag des Eingangs", "tag"),
        Column("eingangsweg", "Wie der Beleg hereinkam"),
        Column("dateiname", "Name der Datei beim Eingang"),
        Column("sha256", "Prüfsumme des Originals"),
        Column("sichtpruefung", "Wer den Scan geprüft hat, mit Ergebnis"),
        Column("aufbewahren_bis", "Letzter Tag der Aufbewahrung", "tag"),
        Column("begruendung", "Satz, warum der Beleg dort steht"),
        Column("datei", "Das Original in dieser Ausgabe"),
    ),
)
ZUORDNUNGEN = TableFile(
    "zuordnungen",
    "Welcher Beleg zu welchem Auftrag gehört, mit Grund",
    (Column("eingangsnummer", "Beleg"), Column("auftrag", "Auftrag"), Column("grund", "Warum der Beleg dort liegt")),
    2,
    (("eingangsnummer", "dokumente"), ("auftrag", "auftraege")),
)
AUFTRAEGE = TableFile(
    "auftraege",
    "Aufträge (Mappen)",
    (
        Column("auftrag", "Nummer"),
        Column("kunde", "Kunde"),
        Column("bezeichnung", "Gegenstand"),
        Column("stand", "Stand"),
        Column("bestellt", "Tag der Bestellung", "tag"),
        Column("faellig", "Liefertermin", "tag"),
    ),
)
LIEFERANTEN = TableFile(
    "lieferanten",
    "Lieferanten",
    (Column("nummer", "Unsere Nummer"), Column("name", "Name"), Column("ort", "Ort"), Column("ust_id", "Umsatzsteuer-Identnummer")),
)
PRUEFUNGEN = TableFile(
    "pruefungen",
    "Entscheidungen von Menschen über Abweichungen zwischen Bestellung, Lieferschein und Rechnung",
    (
        Column("auftrag", "Auftrag"),
        Column("nr", "Nummer im Journal", "zahl"),
        Column("abweichung", "Was nicht passte, und was entschieden wurde"),
        Column("wer", "Wer entschieden hat"),
        Column("wann", "Tag", "tag"),
    ),
    2,
    (("auftrag", "auftraege"),),
)
PROTOKOLL = TableFile(
    "protokoll",
    "Journal: jede Änderung, verkettet durch Prüfsummen",
    (
        Column("nr", "Nummer im Journal", "zahl"),
        Column("zeitpunkt", "Wann (UTC, ISO 8601)"),
        Column("wer", "Wer"),
        Column("art", "Art der Änderung"),
        Column("gegenstand", "Beleg, Auftrag, Bestellung oder Lieferant"),
        Column("text", "Was geschah"),
        Column("pruefsumme", "Prüfsumme des Eintrags"),
        Column("vorgaenger", "Prüfsumme des Eintrags davor"),
    ),
)
TABLES = (DOKUMENTE, ZUORDNUNGEN, AUFTRAEGE, LIEFERANTEN, PRUEFUNGEN, PROTOKOLL)


@dataclass(frozen=True, slots=True)
class Paper:
    """One intake with what was understood of it; ``file`` is where its original lies in this hand-over, "" for none."""

    entry: Intaken
    document: Document | None
    file: str = ""


def own_day(paper: Paper) -> date:
    """The day a paper belongs to: the one it names, else the day it came in."""
    for field in DAYS:
        try:
            return date.fromisoformat(paper.document.value(field) if paper.document else "")
        except ValueError:
            continue
    return paper.entry.scan.received.astimezone().date()


def document_of(space: Space, eingangsnummer: str) -> Document | None:
    """What was understood of a paper, ``None`` for one that never was."""
    try:
        return space.documents.get(eingangsnummer)
    except NotFound:
        return None


def paper_row(space: Space, paper: Paper) -> list[str]:
    """A row of ``dokumente``."""
    entry, document = paper.entry, paper.document
    seen = inspected(space.catalog, entry.eingangsnummer)
    said = f"{'lesbar' if seen.result == 'lesbar' else 'neu zu scannen'}, {seen.who}, {seen.at.astimezone():%d.%m.%Y}" if seen else ""
    last = kept(space, document).term.last if document and document.state == "filed" else None

    def value(*fields: str) -> str:
        return next((found for field in fields if document and (found := document.value(field))), "")

    return [
        entry.eingangsnummer,
        doctype(document.doctype).name if document else "",
        STATES[entry.state],
        value("lieferant"),
        value(*NUMBERS),
        _day(value(*DAYS)),
        *(_amount(value(field)) for field in ("netto", "steuer", "brutto")),
        value("waehrung"),
        f"{entry.scan.received.astimezone():%d.%m.%Y}",
        entry.scan.source,
        entry.scan.name,
        entry.scan.sha256,
        said,
        f"{last:%d.%m.%Y}" if last else "",
        entry.sentence,
        paper.file,
    ]


def journal_rows(space: Space, about: Callable[[str], bool]) -> Iterator[list[str]]:
    """Rows of ``protokoll``."""
    for entry in space.journal.after(0):
        if about(entry.about):
            text = sentence(entry)
            yield [str(entry.seq), entry.at.isoformat(), entry.who, entry.kind, entry.about, text, entry.hash, entry.prev]


def decision_rows(space: Space, orders: Sequence[str]) -> Iterator[list[str]]:
    """Rows of ``pruefungen``."""
    for number in orders:
        for entry in space.journal.about(number):
            if entry.kind == "abweichung_entschieden":
                yield [number, str(entry.seq), sentence(entry), entry.who, f"{entry.at.astimezone():%d.%m.%Y}"]


def as_csv(table: TableFile, rows: Iterable[Sequence[str]]) -> bytes:
    """The file, with a first line of names; a mark would be taken for a part of the first one. Line breaks in values become blanks."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=DELIMITER, quotechar=QUOTE, lineterminator=RECORD)
    writer.writerow([column.name for column in table.columns])
    for row in rows:
        writer.writerow([" ".join(cell.split()) for cell in row])
    return out.getvalue().encode()


def _day(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%d.%m.%Y}"
    except ValueError:
        return ""


def _amount(text: str) -> str:
    return text.replace(".", ",")
