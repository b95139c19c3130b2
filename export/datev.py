"""Files for DATEV: the booking batch (EXTF) and the ZIP of pictures with its document.xml. Sends nothing and books nothing.

Both are written after the public description of the formats. DATEV's own schema files are not part of this program, so the
first file of a firm should be taken in as a test by its tax adviser.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from lxml import etree

from archive.booking import Booking
from archive.problems import Invalid, TooHeavy
from export.datev_columns import COLUMNS, FIGURES
from export.datev_rows import Row, guid
from export.datev_text import fitted
from export.parcel import plain_name

NAMESPACE = "http://xml.datev.de/bedi/tps/document/v06.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
MOST_BYTES, MOST_PAPERS = 400 << 20, 4999
"""DATEV takes 465 MB and 5000 papers, and asks not to go to the limit."""
_PREFIXES: dict[str, str] = {None: NAMESPACE, "xsi": XSI}  # type: ignore[dict-item]  # the stubs know no default namespace
_TEXT, _DESCRIPTION, _INFO, _WORDS = 60, 30, 210, 40


@dataclass(frozen=True, slots=True)
class Month:
    """What a batch is for: the space whose papers they are, the first and last day, and when it was made."""

    space: str
    first: date
    last: date
    made: datetime


def batch(rows: Sequence[Row], booking: Booking, month: Month) -> bytes:
    """The booking batch, in code page 1252. Raises ``Invalid`` when the numbers of adviser and client are not known."""
    if not booking.adviser or not booking.client:
        raise Invalid("Bitte tragen Sie zuerst Berater- und Mandantennummer ein.", cause="no adviser or client number")
    lines = [_header(booking, month), ";".join(COLUMNS), *(_line(row, month) for row in rows)]
    return "".join(f"{line}\r\n" for line in lines).encode("cp1252")


def _header(booking: Booking, month: Month) -> str:
    year = month.first.year - (month.first.month < booking.year_start)
    return ";".join(
        [
            *('"EXTF"', "700", "21", '"Buchungsstapel"', "13", f"{month.made:%Y%m%d%H%M%S}000", "", '"RE"', '""', '""'),
            *(booking.adviser, booking.client, f"{year}{booking.year_start:02}01", str(booking.length)),
            *(f"{month.first:%Y%m%d}", f"{month.last:%Y%m%d}", _quoted(f"Auftragsmappe {month.first:%m/%Y}"[:_DESCRIPTION]), '""'),
            *("1", "0", "0", '"EUR"', "", '""', "", "", '""', "", "", '""', '""'),
        ]
    )


def _line(row: Row, month: Month) -> str:
    values = {
        "Umsatz (ohne Soll/Haben-Kz)": f"{row.amount:.2f}".replace(".", ","),
        "Soll/Haben-Kennzeichen": row.side,
        "WKZ Umsatz": "EUR",
        "Konto": row.accounts.creditor,
        "Gegenkonto (ohne BU-Schlüssel)": row.accounts.costs,
        "BU-Schlüssel": row.accounts.key,
        "Belegdatum": f"{row.day:%d%m}",
        "Belegfeld 1": row.number,
        "Belegfeld 2": row.due,
        "Buchungstext": fitted(row.text)[:_TEXT],
        "Beleglink": f'BEDI "{guid(month.space, row.eingangsnummer)}"',
        "Beleginfo - Art 1": "Eingangsnummer",
        "Beleginfo - Inhalt 1": row.eingangsnummer,
        "Beleginfo - Art 2": "Auftrag" if row.order else "",
        "Beleginfo - Inhalt 2": fitted(row.order)[:_INFO],
    }
    cells = ((column, values.get(column, "")) for column in COLUMNS)
    return ";".join(value if not value or column in FIGURES else _quoted(value) for column, value in cells)


def _quoted(text: str) -> str:
    return '"' + fitted(text).replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Picture:
    """A paper for the ZIP: its number, what it is in words, and its files with their endings."""

    eingangsnummer: str
    words: str
    files: Sequence[tuple[str, bytes]]


def pictures_zip(target: Path, pictures: Iterable[Picture], count: int, month: Month) -> None:
    """Writes the ZIP: no folders, exactly one document.xml. Raises ``TooHeavy`` for more than DATEV takes at once."""
    if count > MOST_PAPERS:
        raise _too_much(f"{count} Papiere")
    root = etree.Element(f"{{{NAMESPACE}}}archive", nsmap=_PREFIXES)
    root.set("version", "6.0")
    root.set("generatingSystem", "Auftragsmappe")
    root.set(f"{{{XSI}}}schemaLocation", f"{NAMESPACE} Document_v060.xsd")
    header = etree.SubElement(root, f"{{{NAMESPACE}}}header")
    etree.SubElement(header, f"{{{NAMESPACE}}}date").text = f"{month.made:%Y-%m-%dT%H:%M:%S}"
    etree.SubElement(header, f"{{{NAMESPACE}}}description").text = f"Belege {month.first:%m/%Y}"
    content = etree.SubElement(root, f"{{{NAMESPACE}}}content")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as file:
        for picture in pictures:
            _put(file, content, picture, month)
            if target.stat().st_size > MOST_BYTES:
                raise _too_much("Die Belege dieses Monats zusammen")
        file.writestr("document.xml", etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _put(file: zipfile.ZipFile, content: etree._Element, picture: Picture, month: Month) -> None:
    document = etree.SubElement(content, f"{{{NAMESPACE}}}document")
    document.set("guid", guid(month.space, picture.eingangsnummer))
    # Type 1 is an incoming invoice; process 2 puts it where the repository below says, 1 would ignore that.
    document.set("type", "1")
    document.set("processID", "2")
    words = _clean(picture.words) or picture.eingangsnummer
    etree.SubElement(document, f"{{{NAMESPACE}}}description").text = words[:_WORDS]
    if len(words) > _WORDS:
        etree.SubElement(document, f"{{{NAMESPACE}}}keywords").text = words
    for at, (ending, data) in enumerate(picture.files):
        name = f"{plain_name(picture.eingangsnummer)}{'-' + str(at + 1) if at else ''}.{ending}"
        file.writestr(name, data)
        extension = etree.SubElement(document, f"{{{NAMESPACE}}}extension")
        extension.set(f"{{{XSI}}}type", "File")
        extension.set("name", name)
    repository = etree.SubElement(document, f"{{{NAMESPACE}}}repository")
    for at, level in enumerate(("Eingangsrechnungen", f"{month.first:%Y}", f"{month.first:%m}"), 1):
        step = etree.SubElement(repository, f"{{{NAMESPACE}}}level")
        step.set("id", str(at))
        step.set("name", level)


def _clean(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:255]


def _too_much(what: str) -> TooHeavy:
    return TooHeavy(
        f"{what}: Das ist mehr, als DATEV auf einmal annimmt. Bitte geben Sie die Belege über die Mappen einzeln heraus.",
        cause="more than DATEV takes at once",
    )
