"""Reads the CSV files that ERP systems and Excel write: encodings, separators, German column names. Knows no order."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.problems import Invalid

LARGEST = 50 * 1024 * 1024
"""Larger files are no list of orders."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file: its number as an editor shows it, and its cells by column key. Cells are stripped, "" when empty."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A file as read: the keys of the columns we know, the headings we do not, and the rows."""

    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(data: bytes, headings: Mapping[str, str]) -> CsvTable:
    """The rows of a CSV file with a heading line. ``headings`` maps simplified headings (see :func:`simple`) to column keys.

    Raises ``Invalid`` when it is no such file.
    """
    if len(data) > LARGEST:
        raise Invalid("Die Datei ist größer als 50 MB. Bitte teilen Sie sie auf.", cause="CSV too large")
    text = _text(data)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        first = next(lines, None)
        if not first or not any(cell.strip() for cell in first):
            raise Invalid("Die Datei ist leer oder hat keine Zeile mit Spaltennamen.", cause="CSV without heading")
        keys = [headings.get(simple(cell), "") for cell in first]
        rows = tuple(_rows(lines, keys))
    except csv.Error as error:
        raise Invalid("Die Datei ist keine lesbare CSV-Datei.", cause=f"csv: {error}") from error
    unknown = tuple(cell.strip() for cell, key in zip(first, keys, strict=True) if not key and cell.strip())
    return CsvTable(tuple(key for key in keys if key), unknown, rows)


def simple(heading: str) -> str:
    """A heading as it is compared: ``simple("Best.-Nr. ") == "bestnr"``."""
    folded = heading.strip().lower().translate(_UMLAUTS)
    return re.sub(r"[^a-z0-9]", "", folded)


_UMLAUTS: dict[int, str] = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(data, "cp1252")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Invalid("Die Zeichen der Datei sind nicht lesbar. Bitte speichern Sie sie als „CSV UTF-8“.", cause=str(error)) from error


def _separator(text: str) -> str:
    heading = next((line for line in text.splitlines() if line.strip()), "")
    return max(";\t,|", key=heading.count)


def _rows(lines: Iterator[list[str]], keys: list[str]) -> Iterator[Row]:
    for cells in lines:
        named = {key: cell.strip() for key, cell in zip(keys, cells, strict=False) if key}
        if any(named.values()):
            yield Row(lines.line_num, named)  # type: ignore[attr-defined]
