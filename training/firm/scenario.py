"""The list of papers of a set as written in its data file. What they say is composed elsewhere."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from training.firm.parties import DATA


@dataclass(frozen=True, slots=True)
class Spec:
    """One planned paper. Which German key of the data file fills which attribute stands in ``_NAMES``.

    ``prints`` are the kinds of our numbers that the paper shows, ``replaced`` what is misprinted, ``delay`` days after the purchase order.
    """

    key: str
    doctype: str
    form: str
    purchases: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    prints: tuple[str, ...] = ("bestellung",)
    replaced: Mapping[str, str] = field(default_factory=dict)
    quantities: Mapping[str, int] = field(default_factory=dict)
    factor: Mapping[str, str] = field(default_factory=dict)
    own: str = ""
    about: str = ""
    defects: tuple[str, ...] = ()
    case: str = "normal"
    delay: int = 0
    expected: str = "filed"
    why: str = ""
    supplier: str = ""
    layout: str = ""
    note: str = ""
    quality: str = ""


_NAMES = {
    "id": "key",
    "art": "doctype",
    "datei": "form",
    "von": "purchases",
    "lieferscheine": "notes",
    "druckt": "prints",
    "ersetzt": "replaced",
    "mengen": "quantities",
    "preis": "factor",
    "eigen": "own",
    "zu": "about",
    "maengel": "defects",
    "fall": "case",
    "tage": "delay",
    "erwartet": "expected",
    "warum": "why",
    "lieferant": "supplier",
    "layout": "layout",
    "notiz": "note",
    "qualitaet": "quality",
}


def specs(which: str) -> tuple[Spec, ...]:
    """The planned papers of a set, in the order they came in."""
    entries = tomllib.loads((DATA / f"papiere_{which}.toml").read_text("utf-8"))["papier"]
    return tuple(_spec(entry) for entry in entries)


def _spec(entry: Mapping[str, Any]) -> Spec:
    values: dict[str, Any] = {_NAMES[name]: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    return Spec(**values)
