"""The list of papers of a set as written in its data file. What they say is composed elsewhere."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from training.firm.parties import DATA


@dataclass(frozen=True, slots=True)
class Spec:
    """One planned paper. Which German key of the data file fills which attribute stands in ``_NAMES``.

    ``prints`` are the kinds of our numbers that the paper shows, ``replaced`` what is misprinted, ``delay`` days after the purchase order.
    ``number`` and ``date`` (ISO) are fixed where exercises name them. ``fault`` is what is wrong on
    purpose, ``also`` further planted cases.
    Mappings are by position of the purchase order. ``items`` are goods without a purchase order: text, quantity, unit, price.
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
    number: str = ""
    date: str = ""
    positions: tuple[int, ...] = ()
    bases: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[str, str] = field(default_factory=dict)
    discounts: Mapping[str, str] = field(default_factory=dict)
    charges: tuple[tuple[str, str], ...] = ()
    items: tuple[tuple[str, str, str, str], ...] = ()
    fault: str = ""
    share: str = ""
    deducts: str = ""
    language: str = ""
    certificate: str = ""
    orders: tuple[str, ...] = ()
    customer: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stack:
    """Papers that somebody put through the feeder together; ``separated`` with a separator sheet between them."""

    name: str
    papers: tuple[str, ...]
    separated: bool = False
    back: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """A paper that should be there and is not: planted, too."""

    case: str
    purchase: str
    about: str = ""


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
    "nummer": "number",
    "datum": "date",
    "zeilen": "positions",
    "preiseinheit": "bases",
    "gewicht": "weights",
    "rabatt": "discounts",
    "nebenkosten": "charges",
    "posten": "items",
    "fehler": "fault",
    "anteil": "share",
    "abzug": "deducts",
    "sprache": "language",
    "zeugnis": "certificate",
    "auftrag": "orders",
    "kunde": "customer",
    "auch": "also",
}


def specs(which: str) -> tuple[Spec, ...]:
    """The planned papers of a set, in the order they came in."""
    return tuple(_spec(entry) for entry in _plan(which)["papier"])


def stacks(which: str) -> tuple[Stack, ...]:
    """The stacks of a set; what lies in one has the form "stapel"."""
    entries = _plan(which).get("stapel", ())
    return tuple(Stack(e["datei"], tuple(e["papiere"]), e.get("trennblatt", False), e.get("rueckseiten", False)) for e in entries)


def absences(which: str) -> tuple[Absence, ...]:
    """What is missing on purpose."""
    return tuple(Absence(e["fall"], e["bestellung"], e.get("zu", "")) for e in _plan(which).get("fehlt", ()))


@cache
def _plan(which: str) -> Mapping[str, Any]:
    plan = tomllib.loads((DATA / f"papiere_{which}.toml").read_text("utf-8"))
    if "auswahl" not in plan:
        return plan
    papers = {entry["id"]: entry for entry in _plan(plan["aus"])["papier"]}
    return {"papier": [papers[key] for key in plan["auswahl"]]}


def _spec(entry: Mapping[str, Any]) -> Spec:
    return Spec(**{_NAMES[name]: _frozen(value) for name, value in entry.items()})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
