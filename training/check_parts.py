"""The kinds of checks as a person fills them in: what each says in plain words, its parts, and what is wrong with one. Runs no check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from archive.doctypes import doctypes
from archive.kinds import kind
from training.tasks import AnswerKind

Shape = Literal["text", "number", "amount", "list", "paper", "order", "orders", "pages", "answer", "one"]
Known = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a check: its name in the file, its label, how it is written; ``choices`` are keys with their words."""

    name: str
    label: str
    shape: Shape = "text"
    needed: bool = True
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A kind of check in words. ``answer`` is the kind of answer it looks at, "" when it looks at what was done."""

    key: str
    words: str
    parts: tuple[Part, ...]
    answer: AnswerKind = ""


_PAPER = Part("papier", "Beleg", "paper")
_ORDER = Part("auftrag", "Auftrag", "order")
_ORDERS = Part("auftraege", "Aufträge, mit Komma dazwischen", "orders")
_PAGES = Part("seiten", "Seiten, Belege mit Strichpunkt getrennt: 1; 2, 3; 4", "pages")
_LEAST = Part("mindestens", "Mindestens so viele Zeichen", "number")
_STATES = (("filed", "abgelegt"), ("waiting", "wartet in der Klärung"), ("rejected", "abgelehnt"), ("replaced", "aufgeteilt"))
_EVENTS = (
    ("gleiches_papier", "als dasselbe Papier entschieden"),
    ("anderes_papier", "als zwei verschiedene Papiere entschieden"),
    ("korrigiert", "angenommen oder geändert"),
    ("verworfen", "abgelehnt"),
    ("aufgeteilt", "in mehrere Belege geteilt"),
    ("gedreht", "eine Seite gedreht"),
    ("zurueckgestellt", "zurückgestellt"),
    ("zurueckgenommen", "etwas rückgängig gemacht"),
)
_ANCHORS = (("lieferant", "an einem Lieferanten"), ("auftrag", "an einem Auftrag"), ("belegart", "an einer Belegart"))


def _fields() -> tuple[tuple[str, str], ...]:
    named = {field.key: field.name for each in doctypes().values() for field in each.fields if field.name}
    return tuple(sorted(named.items(), key=lambda each: each[1]))


PHRASES: Mapping[str, Phrase] = {
    each.key: each
    for each in (
        Phrase("zahl", "Die Antwort ist diese Zahl", (Part("wert", "Zahl", "number"),), "zahl"),
        Phrase("anzahl_in_mappe", "Die Antwort ist die Zahl der Belege in dieser Mappe", (_ORDER,), "zahl"),
        Phrase("betrag", "Die Antwort ist dieser Betrag", (Part("wert", "Betrag in Euro", "amount"),), "betrag"),
        Phrase("auswahl", "Diese Antwort ist gewählt", (Part("wert", "Antwort", "answer"),), "auswahl"),
        Phrase("nummern", "Die Antwort nennt genau diese Nummern", (Part("werte", "Nummern, mit Komma getrennt", "list"),), "nummern"),
        Phrase("text", "Ein Text ist geschrieben", (_LEAST,), "text"),
        Phrase(
            "geoeffnet",
            "Ein Beleg oder eine Mappe wurde geöffnet",
            (Part("papier", "Beleg", "paper", needed=False), Part("mappe", "oder Mappe", "order", needed=False)),
        ),
        Phrase(
            "zugeordnet", "Der Beleg liegt in genau diesen Mappen", (_PAPER, Part("auftraege", "Aufträge, mit Komma dazwischen", "orders"))
        ),
        Phrase("in_mappe", "Der Beleg liegt in dieser Mappe", (_PAPER, _ORDER)),
        Phrase(
            "zustand",
            "Der Beleg ist so weit",
            (_PAPER, Part("zustand", "Zustand", "one", choices=_STATES), Part("grund", "Wort im Grund (darf leer sein)", needed=False)),
        ),
        Phrase("wert", "Der Beleg hat diesen Wert", (_PAPER, Part("feld", "Feld", "one", choices=_fields()), Part("wert", "Wert"))),
        Phrase(
            "verlauf",
            "Das wurde mit dem Beleg oder der Mappe getan",
            (
                Part("eintrag", "Was getan wurde", "one", choices=_EVENTS),
                Part("papier", "Beleg", "paper", needed=False),
                Part("auftrag", "oder Auftrag", "order", needed=False),
            ),
        ),
        Phrase(
            "getrennt",
            "Der Stapel ist so geteilt",
            (_PAPER, Part("seiten", "Seiten, Belege mit Strichpunkt getrennt: 1; 2, 3; 4", "pages")),
        ),
        Phrase("teile", "Der Stapel ist in so viele Belege geteilt", (_PAPER, Part("zahl", "Zahl der Belege", "number"))),
        Phrase("notiz", "Ein Tipp ist geschrieben", (_LEAST, Part("an", "Er hängt", "one", needed=False, choices=_ANCHORS))),
    )
}
"""Every kind of check in words, in the order of the list to choose from."""
_EITHER = {"geoeffnet": ("papier", "mappe"), "verlauf": ("papier", "auftrag")}


def shown(part: Part, value: Any, papers: Known) -> str:
    """A value of a file as it stands in the form."""
    if part.shape == "pages" and isinstance(value, list):
        return "; ".join(", ".join(map(str, pages)) for pages in value if isinstance(pages, list))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if part.shape == "amount":
        return str(value).replace(".", ",")
    return papers.get(str(value), str(value)) if part.shape == "paper" else str(value)


def value_of(part: Part, text: str) -> Any:
    """What was typed as it stands in the file; text that does not fit is left as it is, for the checker to say so."""
    if part.shape == "number":
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else text
    if part.shape == "amount":
        parsed = kind("amount").parse(text)
        return parsed.value if parsed else text
    if part.shape in ("list", "orders"):
        return [each.strip() for each in re.split(r"[,;\n]", text) if each.strip()]
    if part.shape == "pages":
        parts = [re.findall(r"[0-9]{1,4}", each) for each in text.split(";")]
        return [[int(page) for page in each] for each in parts if each]
    return text.split(" – ", 1)[0].strip() if part.shape == "paper" else text


def wrong_part(part: Part, text: str, papers: Known, answers: Known) -> str:
    """What is wrong with what was typed, "" when it fits. ``answers`` are the choices of the exercise."""
    if not text:
        return "Bitte ausfüllen." if part.needed else ""
    value = value_of(part, text)
    said = {
        "number": "" if isinstance(value, int) else "Bitte eine ganze Zahl ohne Komma eingeben.",
        "amount": "" if kind("amount").parse(text) else "Bitte einen Betrag eingeben, zum Beispiel 1.889,58.",
        "paper": "" if str(value) in papers else "Diesen Beleg gibt es in der Musterfirma nicht. Bitte wählen Sie ihn aus der Liste.",
        "pages": "" if value else "Bitte Seiten eingeben, zum Beispiel 1; 2, 3; 4.",
        "list": "" if value else "Bitte mindestens eine Nummer eingeben.",
        "orders": "" if value else "Bitte mindestens einen Auftrag eingeben.",
        "answer": "" if str(value) in answers else "Bitte eine der Antworten wählen, die oben stehen.",
    }
    return said.get(part.shape, "")


def wrong_together(key: str, filled: Mapping[str, str], asked: str) -> str:
    """What is wrong with a check as a whole: nothing it is about, or an answer that nobody is asked for."""
    phrase = PHRASES[key]
    if (either := _EITHER.get(key)) and not any(filled.get(name) for name in either):
        return "Bitte wählen Sie einen Beleg oder eine Mappe."
    if phrase.answer and phrase.answer != asked:
        return "Diese Prüfung sieht sich eine andere Art von Antwort an, als oben gewählt ist. So wird die Übung nie richtig."
    return ""
