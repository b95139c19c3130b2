"""The columns of a table of goods: finds the heading row, tells which column a word of a row below belongs to. Reads no value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.scan import Word
from ingest.layout import Row, distance, gap, height, segments, simple, text_of

_COLUMNS = {
    "position": "pos position posnr lfdnr lfd item regel ligne zeile nr",
    "article": "artikel artikelnr artikelnummer artnr artikelno article articleno itemno materialnr material matnr "
    "sachnr part partno partnumber partnr teilenr teilenummer code référence produktnr produktnummer ref "
    "artikelcode bestellnr artnrlieferant artnrkunde gtin ean sendung sendungsnr sendungsnummer leistnr leistungsnr",
    "text": "bezeichnung beschreibung artikelbezeichnung artikelbeschreibung text produkt leistung description omschrijving designation "
    "désignation benennung artikeltext warenbezeichnung gegenstand relation strecke von leistungsart tätigkeit",
    "quantity": "menge anzahl qty quantity aantal quantité qté hoeveelheid geliefert liefermenge nombre delivered geleverd livré stückzahl "
    "gelmenge stück anz colli kolli packstücke std stunden hours",
    "unit": "einheit einh me eh unit mengeneinheit eenheid eenh unité me",
    "unit_price": "einzelpreis preis epreis stückpreis price unitprice prijs prijsstuk stukprijs eenheidsprijs prix prixunitaire prixunit "
    "pu puht nettopreis ep vkpreis einzel einzelpr rate listenpreis stkpreis preisstk einzelpreiseur epeur preiseur nettostückpreis "
    "stundensatz verrechnungssatz",
    "weight": "kg gewichtkg kgbrutto",
    "price_base": "pe preiseinheit pro per je",
    "discount": "rabatt rab korting remise discount",
    "total": "gesamt gesamtpreis betrag summe gpreis total totaal amount bedrag montant montantht nettobetrag zeilenbetrag gesamtbetrag "
    "wert nettowert warenwert zeilensumme positionssumme entgelt gp positionswert gesamteur betrageur fracht frachteur frachtbetrag",
    "other": "rückstand restmenge rest bestellt bestellmenge ordered besteld commandé gewicht mwst ust steuersatz btw tva vat tax steuer "
    "liefertermin termin lieferdatum datum date charge schmelze zolltarifnr nach",
}
_NAMES = {simple(word): column for column, words in _COLUMNS.items() for word in words.split()}
_TEXTS = frozenset({"position", "article", "text"})
_LINKS = frozenset({"je", "pro", "per"})
_LONGEST = 2
_CURRENCIES = ("EUR", "€", "Euro")
"""What stands alone above the last column is its currency."""
_WIDER = 2
"""Heights of print that a number may begin before the heading of its column."""
_PER = re.compile(r"(?<=preis)(?:10{0,3}(?:stk?)?|pe|me|vpe)$")

_PER_UNIT = re.compile(r"(?:€|EUR)\s?(?:/|je|pro)\s?\w+\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading's place. Texts start at ``left``; numbers stand anywhere around the heading."""

    name: str
    left: float
    right: float

    @property
    def text(self) -> bool:
        """Whether the column starts at the left of its heading, as texts do."""
        return self.name in _TEXTS


def heading(row: Row, above: Row = ()) -> tuple[Column, ...]:
    """The columns, when at least three words of the row name one, a number and a text among them; or it names these two and nothing else.

    ``above`` is the upper line of a heading in two lines: it adds columns where the lower one names none.
    """
    found = _columns(row)
    if len(row) == 2 and {c.name for c in found} in ({"quantity", "text"}, {"quantity", "article"}):
        return tuple(found)
    if len(found) >= 2:
        names = {c.name for c in found}
        found += [c for c in _columns(above) if c.name not in names and all(_apart(c, other) for other in found)]
    names = {c.name for c in found}
    if len(found) < 3 or not names & {"quantity", "total", "unit_price"} or not names & _TEXTS:
        return ()
    return tuple(found)


def _columns(row: Row) -> list[Column]:
    found: dict[str, Column] = {}
    others: list[Column] = []
    at = 0
    while at < len(row):
        name, end = _named(row, at)
        column = Column(name, row[_first(row, at) if name in _TEXTS else at].box[0], row[end - 1].box[2])
        if name == "total" and "total" in found and "quantity" not in found:
            # "Amount … Total": the first of the two is the quantity
            found["quantity"] = replace(found["total"], name="quantity")
            found["total"] = column
        elif name == "price_base" and _goes_on(row, at):
            # "Preis je kg": one heading
            end = min(end + 1, len(row))
            if "unit_price" in found:
                found["unit_price"] = replace(found["unit_price"], right=row[end - 1].box[2])
        elif name == "other":
            others.append(column)
        elif name:
            found.setdefault(name, column)
        at = end
    if weight := found.pop("weight", None):
        if "quantity" in found:
            others.append(replace(weight, name="other"))
        else:  # what was sold is weighed, not counted
            found["quantity"] = replace(weight, name="quantity")
    if "total" not in found and found and row[-1].text in _CURRENCIES:
        found["total"] = Column("total", row[-1].box[0], row[-1].box[2])
    return sorted([*found.values(), *others], key=lambda c: c.left)


def _first(row: Row, at: int) -> int:
    """``Zeichnung / Bezeichnung`` is one heading: it begins with its first word."""
    slash = next((n for n in (at, at - 1) if n > 0 and row[n].text == "/"), 0)
    joined = slash and gap(row[slash - 1].box, row[slash].box) < height(row[slash]) and not _named(row, slash - 1)[0]
    return slash - 1 if joined else at


def _goes_on(row: Row, at: int) -> bool:
    """Whether the word only joins what stands close before and behind it."""
    return 0 < at < len(row) - 1 and simple(row[at].text) in _LINKS and gap(row[at - 1].box, row[at].box) < height(row[at])


def _apart(left: Column, right: Column) -> bool:
    return left.right < right.left or right.right < left.left


def _named(row: Row, start: int) -> tuple[str, int]:
    for end in range(min(len(row), start + _LONGEST), start, -1):
        words = row[start:end]
        if end - start > 1 and gap(words[0].box, words[1].box) > height(words[0]):
            continue
        key = simple(text_of(words))
        if _PER_UNIT.fullmatch(text_of(words)):
            return "unit_price", end
        if name := _name(key) or _name(_PER.sub("", key)):  # "Preis/100"
            # "Preis/Einheit" is a price, "Preiseinheit" what it is for
            return "unit_price" if name == "price_base" and re.match(r"preis\W*/", text_of(words), re.IGNORECASE) else name, end
    return "", start + 1


@lru_cache(maxsize=20_000)
def _name(key: str) -> str:
    """The column, in spite of one misread letter in longer words."""
    if key in _NAMES or len(key) < 5:
        return _NAMES.get(key, "")
    near = {column for word, column in _NAMES.items() if len(word) >= 5 and distance(key, word, 1) <= 1}
    return near.pop() if len(near) == 1 else ""


def cells(row: Row, columns: Sequence[Column]) -> dict[str, list[Word]]:
    """The words of a row by column. Words close together stay in one cell unless another column starts between them."""
    found: dict[str, list[Word]] = {}
    for part in segments(row, 0.9):
        for piece in _cut(part, columns):
            found.setdefault(_column(piece, columns), []).extend(piece)
    return found


def _cut(part: Row, columns: Sequence[Column]) -> Iterable[Row]:
    """The part cut where a word stands right at the start of a column of texts, or alone in a column of numbers."""
    start = 0
    for at in range(1, len(part)):
        if any(_starts(part, at, c) for c in columns):
            yield part[start:at]
            start = at
    yield part[start:]


def _starts(part: Row, at: int, column: Column) -> bool:
    word, size = part[at], height(part[at])
    if column.text:
        return abs(word.box[0] - column.left) < 0.5 * size and part[0].box[0] < column.left - size
    inside = column.left - _WIDER * size < word.box[0] and word.box[2] < column.right + size and any(c.isdigit() for c in word.text)
    before = part[at - 1].box[2] < column.left - 0.5 * size or abs(word.box[2] - column.right) < 0.5 * size
    return inside and before and column.name in ("quantity", "unit_price", "total", "other")


def _column(part: Row, columns: Sequence[Column]) -> str:
    left, right, size = part[0].box[0], part[-1].box[2], height(part[0])
    for column in columns:
        if column.text and abs(left - column.left) < size:
            return column.name
    numeric = any(c.isdigit() for c in text_of(part)) or len(part) == 1
    over = [(min(right, c.right + size) - max(left, c.left - size), c) for c in columns if not c.text]
    share, best = max(over, key=lambda item: item[0], default=(0.0, None))
    if best and share > 0 and numeric and left > best.left - 5 * size:
        return best.name
    texts = [c for c in columns if c.text and c.left <= left + 0.5 * size]
    after = [c for c in columns if c.left <= left + 0.5 * size]
    if texts and (not numeric or max(after, key=lambda c: c.left).text):
        return max(texts, key=lambda c: c.left).name
    return min(columns, key=lambda c: max(c.left - right, left - c.right, 0.0)).name
