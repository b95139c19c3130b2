"""Reads the CSV files that ERP systems and Excel write: encodings, separators, headings. Knows no order and no column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.problems import Invalid

LARGEST = 50 * 1024 * 1024
"""Larger files are no list of orders."""

MOST_COLUMNS = 100
_MARKS = {";": "Semikolon", ",": "Komma", "\t": "Tabulator", "|": "senkrechter Strich"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file: its number as an editor shows it, and its cells in the order of the headings, stripped."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A file as read. ``encoding`` and ``separator`` are German words for people."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    separator: str


def read_table(data: bytes) -> CsvTable:
    """The rows of a CSV file with a heading line. Raises ``Invalid`` when it is no such file."""
    if len(data) > LARGEST:
        raise Invalid("Die Datei ist größer als 50 MB. Bitte teilen Sie sie auf.", cause="CSV too large")
    text, encoding = _text(data)
    mark = _separator(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        first = next((cells for cells in lines if any(cell.strip() for cell in cells)), None)
        if not first:
            raise Invalid("Die Datei ist leer oder hat keine Zeile mit Spaltennamen.", cause="CSV without heading")
        if len(first) > MOST_COLUMNS:
            raise Invalid(f"Die Datei hat mehr als {MOST_COLUMNS} Spalten. Bitte lassen Sie die unnötigen weg.", cause="too many columns")
        rows = tuple(_rows(lines, len(first)))
    except csv.Error as error:
        raise Invalid("Die Datei ist keine lesbare CSV-Datei.", cause=f"csv: {error}") from error
    return CsvTable(tuple(cell.strip() for cell in first), rows, encoding, _MARKS[mark])


def simple(heading: str) -> str:
    """A heading as it is compared: ``simple("Best.-Nr. ") == "bestnr"``."""
    folded = heading.strip().lower().translate(_UMLAUTS)
    return re.sub(r"[^a-z0-9]", "", folded)


_UMLAUTS: dict[int, str] = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}


def _text(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16"), "UTF-16"
    if data[1:2] == b"\0" and data[3:4] == b"\0":
        return _decoded(data, "utf-16-le"), "UTF-16"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return _decoded(data, "cp1252"), "Windows-1252"


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Invalid("Die Zeichen der Datei sind nicht lesbar. Bitte speichern Sie sie als „CSV UTF-8“.", cause=str(error)) from error


def _separator(text: str) -> str:
    heading = next((line for line in io.StringIO(text) if line.strip()), "")
    return max(_MARKS, key=heading.count)


def _rows(lines: Iterator[list[str]], width: int) -> Iterator[Row]:
    for cells in lines:
        stripped = tuple(cell.strip() for cell in cells[:width])
        if any(stripped):
            yield Row(lines.line_num, stripped + ("",) * (width - len(stripped)))  # type: ignore[attr-defined]
