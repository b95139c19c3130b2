"""Checks the text of a new exercise before it is used: what is wrong, in words for the person who writes it. Keeps nothing."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import get_args

from training.check_needs import objections
from training.firm.scenario import specs
from training.tasks import LEVELS, AnswerKind, Task, parsed

LONGEST = 40_000
SHORT = 200
MOST = 20
MOST_MINUTES = 120
MOST_WORDS = 22
"""In one sentence; longer ones are hard to read."""
_START = re.compile(r"/[a-z][^\s\\]{0,200}")
"""Never "//": that would lead to another machine."""
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
_SAY = {str: "Text in Anführungszeichen", int: "eine ganze Zahl", list: "eine Liste in eckigen Klammern"}


def looked_through(text: str) -> tuple[Task | None, list[str]]:
    """The exercise, ``None`` when it can not be read at all, and every complaint; without a complaint it can be used."""
    try:
        data = tomllib.loads(text)
    except RecursionError:
        return None, ["Hier sind zu viele Klammern ineinander."]
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        return None, [
            f"Zeile {where[1] if where else '?'}: Hier stimmt die Schreibweise nicht. Fehlt ein Anführungszeichen oder eine Klammer?"
        ]
    wrong = [
        f"„{name}“ fehlt." if name not in data else f"„{name}“ muss {_SAY[kind]} sein."
        for name, kind in _NEEDED.items()
        if not isinstance(data.get(name), kind) or isinstance(data.get(name), bool)
    ]
    if isinstance(data.get("tipps"), list) and len(data["tipps"]) != 3:
        wrong.append(f"Es müssen drei Tipps sein, hier sind {len(data['tipps'])}.")
    if data.get("stufe") not in LEVELS:
        wrong.append("„stufe“ ist 1 (Finden), 2 (Prüfen) oder 3 (Entscheiden).")
    if wrong:
        return None, wrong
    try:
        exercise = parsed("neu", text)
    except (ValueError, AttributeError, TypeError):
        kinds = ", ".join(kind for kind in get_args(AnswerKind) if kind)
        return None, [f"Antwort, Prüfung oder Irrtum ist nicht richtig geschrieben. Arten der Antwort: {kinds}."]
    return exercise, [*_checks(exercise), *_sizes(exercise), *_words(exercise)]


def _checks(exercise: Task) -> list[str]:
    wrong = [] if _START.fullmatch(exercise.start) else ["„beginn“ ist eine Adresse in der Auftragsmappe, zum Beispiel /mappen/A-26-0120."]
    if not exercise.checks:
        wrong.append("Es muss mindestens eine Prüfung geben.")
    every = (*exercise.checks, *(check for mistake in exercise.mistakes for check in mistake.when))
    for check in every:
        wrong += objections(check)
    named = {*exercise.papers, *(str(check.needs["papier"]) for check in every if "papier" in check.needs)}
    wrong += [f"Den Beleg „{key}“ gibt es in der Musterfirma nicht." for key in sorted(named - papers())]
    if exercise.ask.kind == "auswahl":
        known = {key for key, _ in exercise.ask.choices}
        chosen = {str(check.needs.get("wert")) for check in every if check.kind == "auswahl"}
        wrong += [f"Die Auswahl „{key}“ kommt in einer Prüfung vor, steht aber nicht zur Wahl." for key in sorted(chosen - known)]
    return wrong + ["Eine Prüfung ohne „sonst“ sagt nicht, was noch fehlt." for check in exercise.checks if not check.otherwise]


def _sizes(exercise: Task) -> list[str]:
    wrong = [] if 1 <= exercise.minutes <= MOST_MINUTES else [f"„minuten“ ist eine Zahl von 1 bis {MOST_MINUTES}."]
    short = {"titel": exercise.title, "baustein": exercise.block, "ziel": exercise.goal, "berufsbild": exercise.profession}
    wrong += [f"„{name}“ ist leer oder länger als {SHORT} Zeichen." for name, text in short.items() if not 0 < len(text) <= SHORT]
    said = {"aufgabe": exercise.text, "warum": exercise.why, "loesung": exercise.solution, "erklaerung": exercise.explanation}
    wrong += [f"„{name}“ ist leer." for name, text in said.items() if not text]
    if len(exercise.ask.choices) > MOST or len(exercise.checks) > MOST or len(exercise.mistakes) > MOST:
        wrong.append(f"Mehr als {MOST} Antworten, Prüfungen oder Irrtümer sind zu viel.")
    return wrong


@cache
def papers() -> frozenset[str]:
    """The keys of the papers of the demo firm."""
    return frozenset(spec.key for spec in specs("voll"))


def _words(exercise: Task) -> list[str]:
    said = (exercise.text, exercise.why, exercise.goal, exercise.solution, exercise.explanation, *exercise.hints)
    sentences = (sentence for text in said for sentence in re.split(r"(?<=[.!?:])\s+", text))
    return [f"Dieser Satz ist lang, bitte teilen: „{sentence}“" for sentence in sentences if len(sentence.split()) > MOST_WORDS]
