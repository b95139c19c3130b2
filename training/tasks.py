"""The exercises as data: one folder each below ``exercises``, with its text, its hints and how it is checked. Shows and checks nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from archive.problems import NotFound

FOLDER = Path(__file__).parent / "exercises"
AnswerKind = Literal["", "zahl", "betrag", "auswahl", "nummern", "text"]
"""What is asked for: nothing (only what was done counts), a number, an amount, one of a list, numbers of papers or orders, a text."""
LEVELS = {1: "Finden", 2: "Prüfen", 3: "Entscheiden"}


@dataclass(frozen=True, slots=True)
class Ask:
    """The question below the task. ``choices`` are keys with their words, for one of a list."""

    kind: AnswerKind = ""
    question: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One declarative check: its kind, what it needs, and what is said when it does not hold. ``negated`` turns it round."""

    kind: str
    needs: Mapping[str, Any]
    otherwise: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Mistake:
    """A typical mistake: when all its checks hold, its sentence is said."""

    when: tuple[Check, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Task:
    """One exercise. ``papers`` are the papers of the demo firm it speaks of, by their key in the gold file."""

    key: str
    title: str
    level: int
    minutes: int
    block: str
    goal: str
    profession: str
    text: str
    why: str
    hints: tuple[str, str, str]
    solution: str
    explanation: str
    start: str
    ask: Ask
    checks: tuple[Check, ...]
    mistakes: tuple[Mistake, ...]
    papers: tuple[str, ...] = field(default=())


@cache
def tasks() -> tuple[Task, ...]:
    """All exercises in their order. Raises ``ValueError`` naming the folder whose file is not as it has to be."""
    return tuple(_read(folder) for folder in sorted(FOLDER.iterdir()) if (folder / "aufgabe.toml").is_file())


def task(key: str) -> Task:
    """One exercise. Raises ``NotFound``."""
    for each in tasks():
        if each.key == key:
            return each
    raise NotFound("Diese Übung gibt es nicht.", cause=f"no exercise {key}")


@lru_cache(maxsize=512)
def parsed(key: str, text: str) -> Task:
    """An exercise from its file. Raises ``ValueError`` with what is wrong."""
    try:
        return _built(key, tomllib.loads(text))
    except (KeyError, TypeError) as error:
        raise ValueError(f"exercise {key}: {error!r} is missing or wrong") from error


def written(key: str) -> str:
    """The file of a shipped exercise. Raises ``NotFound``."""
    return (FOLDER / task(key).key / "aufgabe.toml").read_text(encoding="utf-8")


def _read(folder: Path) -> Task:
    return parsed(folder.name, (folder / "aufgabe.toml").read_text(encoding="utf-8"))


def _built(key: str, data: Mapping[str, Any]) -> Task:
    first, second, third = (_words(hint) for hint in data["tipps"])
    answer = data.get("antwort", {})
    kind = answer.get("art", "")
    if kind not in get_args(AnswerKind) or data["stufe"] not in LEVELS:
        raise ValueError(f"exercise {key}: unknown answer {kind!r} or level {data['stufe']!r}")
    return Task(
        key=key,
        title=data["titel"],
        level=data["stufe"],
        minutes=data["minuten"],
        block=data["baustein"],
        goal=_words(data["ziel"]),
        profession=_words(data["berufsbild"]),
        text=_words(data["aufgabe"]),
        why=_words(data["warum"]),
        hints=(first, second, third),
        solution=_words(data["loesung"]),
        explanation=_words(data["erklaerung"]),
        start=data["beginn"],
        ask=Ask(kind, _words(answer.get("frage", "")), tuple((str(k), str(v)) for k, v in answer.get("auswahl", {}).items())),
        checks=tuple(_check(key, each) for each in data["pruefung"]),
        mistakes=tuple(Mistake(tuple(_check(key, c) for c in each["wenn"]), _words(each["meldung"])) for each in data.get("irrtum", ())),
        papers=tuple(data.get("papiere", ())),
    )


def _check(key: str, data: Mapping[str, Any]) -> Check:
    needs = {name: value for name, value in data.items() if name not in ("art", "sonst", "nicht")}
    if not isinstance(data["art"], str):
        raise TypeError(f"exercise {key}: a check without a kind")
    return Check(data["art"], needs, _words(data.get("sonst", "")), data.get("nicht", False) is True)


def _words(text: str) -> str:
    """A text of a file as it is said: its line breaks are those of the editor."""
    return " ".join(text.split())
