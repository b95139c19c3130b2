"""The cells of a CSV file as values of master data, column by column. Refuses with a German sentence what can not be one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from archive import figures
from archive.column_maps import ListKind
from archive.figures import BadCellError, Notation
from archive.kinds import kind as value_kind
from archive.order import OrderState

_STATES: Mapping[str, OrderState] = {
    "neu": "neu", "offen": "laufend", "laufend": "laufend", "in arbeit": "laufend", "fertig": "fertig",
    "abgeschlossen": "fertig", "erledigt": "fertig", "storniert": "storniert", "storno": "storniert",
}  # fmt: skip
_OPEN = {"offen": False, "neu": False, "laufend": False, "aktiv": False, "teilgeliefert": False, "bestellt": False}
_CLOSED = {
    "abgeschlossen": True,
    "erledigt": True,
    "fertig": True,
    "geschlossen": True,
    "storniert": True,
    "geliefert": True,
    "gesperrt": True,
}


def converted(kind: ListKind, key: str, cell: str, written: Notation) -> Any:
    """The value of a cell in a column. Raises ``BadCellError``."""
    if key == "status":
        return _state(cell) if kind == "auftraege" else _closed(cell)
    if key in _CONVERT:
        return _CONVERT[key](cell)
    value = figures.decimal(cell, written)
    if value < 0 or (not value and key == "preiseinheit"):
        raise BadCellError(f"„{cell}“ ist hier nicht möglich: Der Wert muss größer als null sein.")
    return value


def _state(cell: str) -> OrderState:
    found = _STATES.get(cell.casefold())
    if found is None:
        raise BadCellError(f"Den Status „{cell}“ gibt es nicht; möglich sind neu, laufend, fertig, storniert.")
    return found


def _closed(cell: str) -> bool:
    found = {**_OPEN, **_CLOSED}.get(cell.casefold())
    if found is None:
        raise BadCellError(f"Den Status „{cell}“ gibt es nicht; möglich sind offen und abgeschlossen.")
    return found


def _certificate(cell: str) -> str:
    """``3.1``, ``EN 10204-3.1``, ``APZ 2.2``; "nein" and "-" ask for none."""
    if cell.casefold() in ("nein", "-", "0", "ohne", "kein"):
        return ""
    match = re.search(r"(?<!\d)([23])[.,]([12])(?!\d)", figures.number(cell))
    if match is None:
        raise BadCellError(f"„{cell}“ ist kein Zeugnis nach EN 10204; möglich sind 2.1, 2.2, 3.1 und 3.2.")
    return f"{match[1]}.{match[2]}"


def _checked(name: str) -> Callable[[str], tuple[str, ...]]:
    def convert(cell: str) -> tuple[str, ...]:
        values = tuple(part.replace(" ", "").upper() for part in _several(cell))
        for value in values:
            if wrong := value_kind(name).check(value):
                raise BadCellError(wrong)
        return values

    return convert


def _several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in figures.text(cell).split("|") if part.strip()))


_CONVERT: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("kunde", "bezeichnung", "bemerkung", "name", "ort", "email", "einheit", "zweite_einheit"), figures.text),
    **dict.fromkeys(
        (
            "auftragsnummer", "bestellnummer", "lieferantennummer", "kundennummer", "position", "artikelnummer",
            "artikelnummer_lieferant", "kostenstelle",
        ),
        figures.number,
    ),
    **dict.fromkeys(("bestelldatum", "liefertermin"), figures.day),
    "zeugnis": _certificate,
    "weitere_namen": _several,
    "ust_id": _checked("vat_id"),
    "iban": _checked("iban"),
}  # fmt: skip
"""How the cells of a column become values; those that are not here hold figures. ``status`` depends on the kind of list."""
