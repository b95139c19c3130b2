"""Checks the text of a new exercise before it is used: what is wrong, in words for the person who writes it. Keeps nothing."""

from __future__ import annotations

import re
import tomllib
from typing import get_args

from training.checks import KINDS
from training.tasks import LEVELS, AnswerKind, Check, Task, parsed

LONGEST = 40_000
MOST_WORDS = 22
"""In one sentence; longer ones are hard to read."""
_NEEDED = {
    "titel": str,
    "stufe": int,
    "minuten": int,
    "baustein": str,
    "ziel": str,
    "berufsbild": str,
    "beginn": str,
    "aufgabe": str,
    "warum": str,
    "loesung": str,
    "erklaerung": str,
    "tipps": list,
    "pruefung": list,
}
_NEEDS = {
    "zahl": ("wert",),
    "betrag": ("wert",),
    "anzahl_in_mappe": ("auftrag",),
    "auswahl": ("wert",),
    "nummern": ("werte",),
    "zugeordnet": ("papier", "auftraege"),
    "in_mappe": ("papier", "auftrag"),
    "zustand": ("papier", "zustand"),
    "wert": ("papier", "feld", "wert"),
    "verlauf": ("eintrag",),
    "getrennt": ("papier", "seiten"),
    "teile": ("papier", "zahl"),
    "text": ("mindestens",),
}


def looked_through(text: str) -> tuple[Task | None, list[str]]:
    """The exercise, ``None`` when it can not be read at all, and every complaint; without a complaint it can be used."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        return None, [
            f"Zeile {where[1] if where else '?'}: Hier stimmt die Schreibweise nicht. Fehlt ein Anführungszeichen oder eine Klammer?"
        ]
    wrong = [
        f"„{name}“ fehlt oder ist nicht richtig geschrieben." for name, kind in _NEEDED.items() if not isinstance(data.get(name), kind)
    ]
    if isinstance(data.get("tipps"), list) and len(data["tipps"]) != 3:
        wrong.append(f"Es müssen drei Tipps sein, hier sind {len(data['tipps'])}.")
    if data.get("stufe") not in LEVELS:
        wrong.append("„stufe“ ist 1 (Finden), 2 (Prüfen) oder 3 (Entscheiden).")
    if wrong:
        return None, wrong
    try:
        exercise = parsed("neu", text)
    except (ValueError, AttributeError):
        kinds = ", ".join(kind for kind in get_args(AnswerKind) if kind)
        return None, [f"Antwort, Prüfung oder Irrtum ist nicht richtig geschrieben. Arten der Antwort: {kinds}."]
    return exercise, [*_checks(exercise), *_words(exercise)]


def _checks(exercise: Task) -> list[str]:
    wrong = [] if exercise.start.startswith("/") else ["„beginn“ ist eine Adresse und fängt mit / an."]
    if not exercise.checks:
        wrong.append("Es muss mindestens eine Prüfung geben.")
    for check in (*exercise.checks, *(check for mistake in exercise.mistakes for check in mistake.when)):
        wrong += _check(check)
    if exercise.ask.kind == "auswahl":
        known = {key for key, _ in exercise.ask.choices}
        every = (*exercise.checks, *(check for mistake in exercise.mistakes for check in mistake.when))
        chosen = {str(check.needs.get("wert")) for check in every if check.kind == "auswahl"}
        wrong += [f"Die Auswahl „{key}“ kommt in einer Prüfung vor, steht aber nicht zur Wahl." for key in sorted(chosen - known)]
    return wrong + ["Eine Prüfung ohne „sonst“ sagt nicht, was noch fehlt." for check in exercise.checks if not check.otherwise]


def _check(check: Check) -> list[str]:
    if check.kind not in KINDS:
        return [f"Die Prüfung „{check.kind}“ gibt es nicht. Es gibt: {', '.join(KINDS)}."]
    return [f"Der Prüfung „{check.kind}“ fehlt „{name}“." for name in _NEEDS.get(check.kind, ()) if name not in check.needs]


def _words(exercise: Task) -> list[str]:
    said = (exercise.text, exercise.why, exercise.goal, exercise.solution, exercise.explanation, *exercise.hints)
    sentences = (sentence for text in said for sentence in re.split(r"(?<=[.!?:])\s+", text))
    return [f"Dieser Satz ist lang, bitte teilen: „{sentence}“" for sentence in sentences if len(sentence.split()) > MOST_WORDS]
