"""Which column of a file means what: the columns we know, guessing by heading, and maps people have saved by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import select

from archive import codec
from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.journal import Journal
from archive.problems import Invalid
from archive.tables_csv import CsvTable, simple

ListKind = Literal["auftraege", "bestellungen", "lieferanten", "kunden"]
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Column:
    """A column we can take over: its key, its German label, and headings under which it comes, simplified."""

    key: str
    label: str
    headings: str


_ORDER = Column(
    "auftragsnummer", "Auftragsnummer", "auftragsnummer auftrag auftragsnr auftrnr kommission projekt projektnummer order ordernumber"
)
_DAY = "bestelldatum auftragsdatum datum belegdatum orderdate date"
_DUE = Column("liefertermin", "Liefertermin", "liefertermin termin lieferdatum wunschtermin duedate")
_STATE = Column("status", "Status", "status zustand state")
_MAIL = Column("email", "E-Mail", "email mail emailadresse")
_CITY = Column("ort", "Ort", "ort stadt city")
_NOTE = Column("bemerkung", "Bemerkung", "bemerkung notiz anmerkung note")

COLUMNS: Mapping[ListKind, tuple[Column, ...]] = {
    "bestellungen": (
        Column("bestellnummer", "Bestellnummer", "bestellnummer bestellung bestellnr bestnr bestellno purchaseorder po ponumber"),
        Column(
            "lieferantennummer",
            "Lieferant",
            "lieferantennummer lieferantennr lieferant kreditor kreditorennummer liefnr suppliernumber supplier",
        ),
        _ORDER,
        Column("bestelldatum", "Bestelldatum", _DAY),
        Column("position", "Position", "position pos posnr positionsnummer line"),
        Column(
            "artikelnummer",
            "Artikelnummer (unsere)",
            "artikelnummer artikelnr artnr artikel sachnummer materialnummer matnr teilenummer article",
        ),
        Column(
            "artikelnummer_lieferant",
            "Artikelnummer des Lieferanten",
            "artikelnummerlieferant artikelnrlieferant lieferantenartikel lieferantenartikelnummer bestellnrlieferant",
        ),
        Column("bezeichnung", "Bezeichnung", "bezeichnung titel text artikelbezeichnung beschreibung benennung description title kurztext"),
        Column("menge", "Menge", "menge bestellmenge anzahl quantity qty"),
        Column("einheit", "Einheit", "einheit me mengeneinheit unit"),
        Column("einzelpreis", "Einzelpreis", "einzelpreis preis epreis stueckpreis price unitprice nettopreis"),
        Column("preiseinheit", "Preiseinheit", "preiseinheit pe preisproeinheit pricebase per"),
        Column("umrechnung", "Umrechnung (1 Einheit = …)", "umrechnung umrechnungsfaktor faktor gewichtjestueck stueckgewicht factor"),
        Column("zweite_einheit", "Einheit der Umrechnung", "zweiteeinheit einheitumrechnung abrechnungseinheit secondunit"),
        Column("zeugnis", "Zeugnis", "zeugnis pruefbescheinigung zeugnisart certificate"),
        _DUE,
        Column("kostenstelle", "Kostenstelle", "kostenstelle kst costcentre costcenter"),
        _STATE,
    ),
    "auftraege": (
        _ORDER,
        Column("kunde", "Kunde", "kunde kundenname name1 auftraggeber customer"),
        Column("bezeichnung", "Bezeichnung", "bezeichnung titel text beschreibung benennung description title"),
        _STATE,
        Column("bestelldatum", "Bestelldatum", _DAY),
        _DUE,
        _NOTE,
    ),
    "lieferanten": (
        Column(
            "lieferantennummer",
            "Lieferantennummer",
            "lieferantennummer lieferantennr lieferant kreditor kreditorennummer liefnr suppliernumber supplier",
        ),
        Column("name", "Name", "name lieferantenname firma firmenname name1"),
        Column("weitere_namen", "Weitere Namen", "weiterenamen alias aliasse namen2 name2"),
        _CITY,
        Column("ust_id", "USt-IdNr.", "ustid ustidnr umsatzsteuerid vatid ustidentnr"),
        Column("iban", "IBAN", "iban bankverbindung"),
        Column("kundennummer", "Unsere Kundennummer dort", "kundennummer kundennr unserekundennummer eigenekundennummer customernumber"),
        _MAIL,
        _STATE,
    ),
    "kunden": (
        Column("kundennummer", "Kundennummer", "kundennummer kundennr kdnr debitor debitorennummer customernumber"),
        Column("name", "Name", "name kundenname firma firmenname name1 kunde customer"),
        _CITY,
        _MAIL,
        _NOTE,
        _STATE,
    ),
}
"""For each kind of list its columns; the first is the number, without which there is nothing to take over."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """How a file is read: its kind, and for each heading the key of a column, "" for one that is not needed."""

    kind: ListKind
    headings: tuple[str, ...]
    keys: tuple[str, ...]
    name: str = ""

    @property
    def number(self) -> str:
        """The key of the column with the number."""
        return COLUMNS[self.kind][0].key

    def fits(self, table: CsvTable) -> bool:
        """Whether the file has these headings, in this order."""
        return [simple(heading) for heading in self.headings] == [simple(heading) for heading in table.headings]


def label(kind: ListKind, key: str) -> str:
    """The German label of a column, the key itself for one of no list."""
    return next((column.label for column in COLUMNS[kind] if column.key == key), key)


def list_kind(name: str) -> ListKind | None:
    """The kind of list of this name, ``None`` when there is none."""
    return next((kind for kind in get_args(ListKind) if kind == name), None)


def guess(table: CsvTable, kind: ListKind | None = None) -> ColumnMap:
    """What the headings say, for the kind of list they fit best or for a given one."""
    if kind is None:
        found = [guess(table, known) for known in COLUMNS]
        keyed = [each for each in found if each.number in each.keys]
        return keyed[0] if keyed else max(found, key=lambda each: sum(bool(key) for key in each.keys))
    keys: list[str] = []
    for heading in table.headings:
        bare = simple(heading)
        fitting = (column.key for column in COLUMNS[kind] if bare in column.headings.split() and column.key not in keys)
        keys.append(next(fitting, ""))
    return ColumnMap(kind, table.headings, tuple(keys))


def chosen(table: CsvTable, kind: ListKind, keys: Sequence[str]) -> ColumnMap:
    """What a person has chosen. Raises ``Invalid`` for a column of another list, and for one chosen twice."""
    known = {column.key for column in COLUMNS[kind]} | {""}
    if len(keys) != len(table.headings) or not set(keys) <= known:
        raise Invalid(
            "Die Zuordnung passt nicht zu dieser Datei. Bitte wählen Sie die Spalten noch einmal aus.", cause="columns do not fit"
        )
    twice = next((key for key in keys if key and list(keys).count(key) > 1), "")
    if twice:
        raise Invalid(f"„{label(kind, twice)}“ ist zwei Spalten zugeordnet. Bitte wählen Sie eine davon aus.", cause=f"{twice} twice")
    return ColumnMap(kind, table.headings, tuple(keys))


class ColumnMaps:
    """The saved maps of one space."""

    def __init__(self, catalog: Catalog, journal: Journal) -> None:
        self._catalog = catalog
        self._journal = journal

    def all(self) -> list[ColumnMap]:
        """All of them, by name."""
        with self._catalog.read() as connection:
            contents = connection.execute(select(t.column_map.c.content).order_by(t.column_map.c.name)).scalars().all()
        return [codec.loads(ColumnMap, content) for content in contents]

    def of(self, table: CsvTable) -> ColumnMap | None:
        """The one that was saved for files with these headings; ``None`` when there is none."""
        return next((known for known in self.all() if known.fits(table)), None)

    def save(self, saved: ColumnMap, who: str) -> None:
        """Keeps a map under its name; one of the same name is replaced. Raises ``Invalid`` without a name."""
        if not saved.name.strip() or len(saved.name) > LONGEST_NAME or not saved.name.isprintable():
            raise Invalid(f"Bitte geben Sie der Zuordnung einen Namen mit höchstens {LONGEST_NAME} Zeichen.", cause="bad name of a map")
        if saved not in self.all():
            with self._journal.change(who) as change:
                change.record("spalten", saved.name, codec.encode(saved))
