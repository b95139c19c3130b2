"""The form of an exercise of one's own: what was typed, checks added and taken away, the papers to choose from. Keeps nothing."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.doctypes import doctype
from archive.problems import Problem
from service import room
from service.parts import entered
from service.settings import Settings
from training.authoring import looked_through, papers
from training.check_parts import PHRASES
from training.exercise_form import HINTS, LONG, MOST_CHOICES, MOST_ROWS, SHORT, Fields, fields_of, text_of, wrong_fields
from training.tasks import Task

LONGEST = 4000
_PLAIN = (*SHORT, *LONG, *HINTS, "stufe", "minuten", "antwort_art", "frage", "papiere")
_NUMBERS = ("rechnungsnummer", "lieferscheinnummer", "belegnummer", "auftragsnummer_lieferant", "bestellnummer")


@dataclass(frozen=True, slots=True)
class Draft:
    """The form as it is to be shown; ``key`` is the exercise it changes, "" for a new one.

    ``beside`` is what is wrong by field; ``above`` is what else is wrong, ``None`` as long as nobody asked.
    ``text`` is the exercise as text; ``as_text`` whether it was sent as one.
    """

    fields: Fields
    text: str
    key: str = ""
    stand: str = ""
    exercise: Task | None = None
    beside: Mapping[str, str] = field(default_factory=dict)
    above: tuple[str, ...] | None = None
    as_text: bool = False
    problem: Problem | None = None

    @property
    def complete(self) -> bool:
        """Whether it was looked through and nothing is wrong."""
        return self.above == () and not self.beside


def paper_names(settings: Settings) -> Mapping[str, str]:
    """The papers of the demo firm by key, as people choose them: "r049 – Rechnung 419016, Normteile Hürtgenwald e. K."."""
    try:
        named = _named(settings.data / room.FIRM / "gold.jsonl")
    except (OSError, ValueError, KeyError):
        named = {}
    return {key: named.get(key, key) for key in sorted(papers())}


def from_text(text: str, known: Mapping[str, str]) -> Fields:
    """The fields of an exercise that stands there as text; none for a text that can not be read."""
    try:
        return fields_of(tomllib.loads(text), known)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """What was typed. Raises ``Invalid`` for what no keyboard makes."""
    rows = [name for name in form if _is_row(name)]
    chosen = [f"wahl_{number}{end}" for number in range(1, MOST_CHOICES + 1) for end in ("", "_id")]
    values = {name: " ".join(entered(dict(form), name, LONGEST).split()) for name in (*_PLAIN, *chosen, *rows) if name in form}
    return {name: value for name, value in values.items() if value}


def changed(fields: Fields, act: str, form: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The fields after "dazu:…" or "weg:…", and the place it was about, for the page to go on there."""
    what, _, at = act.partition(":")
    if what == "weg":
        return {name: value for name, value in fields.items() if not (name.startswith((f"{at}_", f"{at}b")))}, at
    kind, start = form.get(f"neu_{at}", ""), {"p": "p", "i": "i"}.get(at, f"{at}b")
    free = next((n for n in range(1, MOST_ROWS + 1) if not any(name.startswith((f"{start}{n}_", f"{start}{n}b")) for name in fields)), 0)
    if kind not in PHRASES or not free:
        return dict(fields), at
    row = f"i{free}b1" if at == "i" else f"{start}{free}"
    return {**fields, f"{row}_art": kind}, row


def looked(fields: Fields, known: Mapping[str, str], key: str = "", stand: str = "") -> Draft:
    """The form with everything that is wrong, each beside its field."""
    text = text_of(fields)
    beside = wrong_fields(fields, known)
    exercise, wrong = looked_through(text)
    # What stands beside a field is not said a second time above.
    return Draft(fields, text, key, stand, exercise, beside, () if beside else tuple(wrong))


def looked_as_text(text: str, known: Mapping[str, str], key: str = "", stand: str = "") -> Draft:
    """The same for an exercise that was sent as text."""
    exercise, wrong = looked_through(text)
    return Draft(from_text(text, known), text, key, stand, exercise, {}, tuple(wrong), as_text=True)


@lru_cache(maxsize=4)
def _named(gold: Path) -> dict[str, str]:
    truths = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    return {truth["key"]: f"{truth['key']} – {_words(truth)}" for truth in truths}


def _words(truth: Mapping[str, Any]) -> str:
    fields = truth.get("fields", {})
    number = next((fields[name][0] for name in _NUMBERS if fields.get(name)), truth["file"])
    sender = fields.get("lieferant", [""])[0]
    name = doctype(truth["doctype"]).name if truth["doctype"] else "Datei"
    return f"{name} {number}{', ' if sender else ''}{sender}".replace(" – ", " ")


def _is_row(name: str) -> bool:
    at, _, part = name.partition("_")
    return bool(part) and at[:1] in ("p", "i") and at[1:].replace("b", "").isdigit() and len(at) <= 6
