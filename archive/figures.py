"""Figures, days and numbers as spreadsheets and ERP systems write them into cells. What is not certain is refused with a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from archive.kinds import date as days

_SCIENTIFIC = re.compile(r"[+-]?\d([.,]\d+)?E[+-]\d{2,}", re.IGNORECASE)
_BROKEN = re.compile(r"#(NAME\?|WERT!|VALUE!|BEZUG!|REF!|DIV/0!|NV|N/A|ZAHL!|NUM!|NULL!|#+)", re.IGNORECASE)
_MONTH = r"(Jan|Feb|Mrz|Mär|Mar|Apr|Mai|May|Jun|Jul|Aug|Sep|Okt|Oct|Nov|Dez|Dec)"
_TURNED = re.compile(rf"\d{{1,2}}[.-]\s?{_MONTH}\.?(\s?-?\d{{2,4}})?|{_MONTH}\.?[ -]\d{{2,4}}", re.IGNORECASE)
_AS_TEXT = "Bitte stellen Sie die Spalte in Excel auf „Text“, tragen Sie den Wert neu ein und speichern Sie die Datei noch einmal."
_SERIAL = re.compile(r"[2-7]\d{4}([.,]\d+)?")
_COMPACT = re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])[0-3]\d")


class BadCellError(Exception):
    """A cell that can not be taken over; ``message`` is German."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Notation:
    """How a column writes its figures: whether cells beyond doubt have a decimal comma, a decimal point, or both are seen."""

    comma: bool = False
    point: bool = False

    def is_decimal(self, mark: str) -> bool:
        """Whether a mark before three digits is the decimal one. German is assumed where nothing tells. Raises ``BadCellError``."""
        if self.comma and self.point:
            raise BadCellError(
                "Der Wert ist nicht eindeutig, denn in dieser Spalte stehen Zahlen mit Komma und Zahlen mit Punkt. "
                "Bitte schreiben Sie alle gleich."
            )
        return mark == ("." if self.point else ",")


def notation(cells: Iterable[str]) -> Notation:
    """The notation of a column, told from the cells that allow only one reading."""
    comma = point = False
    for cell in cells:
        match = re.fullmatch(r"-?(\d+|\d{1,3}(?:([., '])\d{3})+)([.,])(\d+)-?", cell.strip(" €%"))
        if match is None or (match[2] == match[3] and len(match[4]) == 3):
            continue
        if match[2] is None and len(match[4]) == 3 and match[1] != "0":
            continue
        comma |= match[3] == ","
        point |= match[3] == "."
    return Notation(comma, point)


def text(cell: str) -> str:
    """Words. Raises ``BadCellError`` for what a spreadsheet shows instead of them."""
    if match := re.fullmatch(r'="(.*)"', cell):
        cell = match[1]
    if _BROKEN.fullmatch(cell):
        raise BadCellError(f"„{cell}“ ist eine Fehlermeldung von Excel und kein Wert.")
    if cell.startswith("="):
        raise BadCellError(f"„{cell}“ ist eine Formel und kein Wert.")
    return cell


def number(cell: str) -> str:
    """A number that names something, exactly as written, leading zeros too. Raises ``BadCellError`` for what Excel has changed."""
    cell = text(cell)
    if _SCIENTIFIC.fullmatch(cell):
        raise BadCellError(f"„{cell}“ hat Excel gekürzt; die ganze Nummer steht nicht mehr in der Datei. {_AS_TEXT}")
    if _TURNED.fullmatch(cell):
        raise BadCellError(f"„{cell}“ hat Excel für ein Datum gehalten und verändert. {_AS_TEXT}")
    return cell


def decimal(cell: str, written: Notation) -> Decimal:
    """A figure. Raises ``BadCellError``."""
    cell = text(cell)
    if _SCIENTIFIC.fullmatch(cell):
        raise BadCellError(f"„{cell}“ hat Excel gekürzt; die genaue Zahl steht nicht mehr in der Datei. {_AS_TEXT}")
    bare = re.sub(r"(?<=\d)[\s'’\u00a0\u202f](?=\d{3})", "", re.sub(r"EUR|€", "", cell)).strip()
    negative = bare.startswith("-") or bare.endswith("-")
    bare = bare.strip("-+ ")
    if not re.fullmatch(r"\d+(?:[.,]\d+)*", bare):
        raise BadCellError(f"„{cell}“ ist keine Zahl.")
    value = _value(bare, cell, written)
    return -value if negative else value


def _value(bare: str, cell: str, written: Notation) -> Decimal:
    marks = re.findall(r"[.,]", bare)
    if not marks:
        return Decimal(bare)
    *groups, last = re.split(r"[.,]", bare)
    grouped = all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3
    if len(marks) == 1:
        ambiguous = len(last) == 3 and groups[0] != "0" and len(groups[0]) <= 3
        is_decimal = written.is_decimal(marks[0]) if ambiguous else True
    else:
        is_decimal = marks[-1] != marks[-2]
        if not grouped or len(set(marks[:-1])) > 1 or (not is_decimal and len(last) != 3):
            raise BadCellError(f"„{cell}“ ist keine Zahl, oder die Punkte und Kommas stehen falsch.")
    return Decimal("".join(groups) + (f".{last}" if is_decimal else last))


def day(cell: str) -> date:
    """A day. Raises ``BadCellError`` for what is none, or may be another one."""
    cell = re.sub(r"[ T]00:00(:00([.,]0+)?)?$", "", text(cell))
    if _SERIAL.fullmatch(cell):
        raise BadCellError(f"„{cell}“ ist kein Datum, sondern die Tageszahl von Excel. Bitte stellen Sie die Spalte auf „Datum“.")
    if _COMPACT.fullmatch(cell):
        cell = f"{cell[:4]}-{cell[4:6]}-{cell[6:]}"
    parsed = days.parse(cell)
    if parsed is None:
        raise BadCellError(f"„{cell}“ ist kein Datum.")
    if not parsed.sure:
        raise BadCellError(f"„{cell}“ ist nicht eindeutig: {parsed.note}. Bitte schreiben Sie das Datum wie 02.10.2026.")
    if objection := days.check(parsed.value):
        raise BadCellError(f"„{cell}“: {objection}")
    return date.fromisoformat(parsed.value)
