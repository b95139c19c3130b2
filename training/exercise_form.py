"""An exercise as the fields of a form: from its text, to its text, and what is wrong beside each field. Keeps and shows nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from training.check_parts import PHRASES, Known, Phrase, shown, value_of, wrong_part, wrong_together
from training.tasks import LEVELS

Fields = Mapping[str, str]
SHORT = {"titel": "Titel", "ziel": "Ziel", "baustein": "Baustein", "berufsbild": "Berufsbildposition", "beginn": "Beginn"}
LONG = {"aufgabe": "Aufgabe", "warum": "Warum ist das wichtig?", "loesung": "Lösung", "erklaerung": "Erklärung"}
HINTS = ("tipp_1", "tipp_2", "tipp_3")
MOST_ROWS = 12
MOST_CHOICES = 10
SHORTEST, LONGEST_SENTENCE, MOST_MINUTES = 200, 22, 120
_START = re.compile(r"/[a-z][^\s\\]{0,200}")
_ANSWERED = frozenset({"zahl", "betrag", "auswahl", "nummern", "text"})


@dataclass(frozen=True, slots=True)
class Row:
    """One check in the form: ``at`` is what its fields begin with, "p1" or, in a mistake, "i1b1"."""

    at: str
    phrase: Phrase

    def name(self, part: str) -> str:
        """The name of one of its fields."""
        return f"{self.at}_{part}"


def checks(fields: Fields, before: str = "p") -> list[Row]:
    """The checks in a form, in their order."""
    found = [(number, PHRASES.get(fields.get(f"{before}{number}_art", ""))) for number in range(1, MOST_ROWS + 1)]
    return [Row(f"{before}{number}", phrase) for number, phrase in found if phrase]


def mistakes(fields: Fields) -> list[tuple[str, list[Row]]]:
    """The typical mistakes with what tells them."""
    rows = [(f"i{number}", checks(fields, f"i{number}b")) for number in range(1, MOST_ROWS + 1)]
    return [(at, each) for at, each in rows if each]


def choices(fields: Fields) -> dict[str, str]:
    """The answers to choose from, by their keys."""
    numbers = range(1, MOST_CHOICES + 1)
    return {fields.get(f"wahl_{n}_id") or f"antwort{n}": text for n in numbers if (text := fields.get(f"wahl_{n}", ""))}


def fields_of(data: Mapping[str, Any], papers: Known) -> dict[str, str]:
    """A parsed exercise as fields. Parts of another kind than they should be are left out."""
    fields = {name: " ".join(str(data.get(name, "")).split()) for name in (*SHORT, *LONG, "stufe", "minuten")}
    hints = data.get("tipps", [])
    fields |= {name: " ".join(str(hint).split()) for name, hint in zip(HINTS, hints if isinstance(hints, list) else [], strict=False)}
    answer = _table(data.get("antwort"))
    fields |= {"antwort_art": str(answer.get("art", "")), "frage": " ".join(str(answer.get("frage", "")).split())}
    for number, (key, text) in enumerate(_table(answer.get("auswahl")).items(), 1):
        fields |= {f"wahl_{number}_id": str(key), f"wahl_{number}": str(text)}
    fields["papiere"] = ", ".join(map(str, data.get("papiere", ())))
    for number, check in enumerate(_tables(data.get("pruefung")), 1):
        fields |= _check_fields(f"p{number}", check, papers)
    for number, mistake in enumerate(_tables(data.get("irrtum")), 1):
        fields[f"i{number}_meldung"] = " ".join(str(mistake.get("meldung", "")).split())
        for at, check in enumerate(_tables(mistake.get("wenn")), 1):
            fields |= _check_fields(f"i{number}b{at}", check, papers)
    return fields


def text_of(fields: Fields) -> str:
    """The exercise as the text it is kept as."""
    level, minutes = fields.get("stufe", ""), fields.get("minuten", "")
    lines = [f"{name} = {_quoted(fields.get(name, ''))}" for name in (*SHORT, *LONG)]
    lines += [f"{name} = {text if text.isascii() and text.isdigit() else 0}" for name, text in (("stufe", level), ("minuten", minutes))]
    lines.append(f"tipps = {_value([fields.get(name, '') for name in HINTS])}")
    if named := _papers(fields):
        lines.append(f"papiere = {_value(named)}")
    if fields.get("antwort_art"):
        lines += ["", "[antwort]", f"art = {_quoted(fields['antwort_art'])}", f"frage = {_quoted(fields.get('frage', ''))}"]
    if fields.get("antwort_art") == "auswahl":
        lines += ["", "[antwort.auswahl]", *(f"{_quoted(key)} = {_quoted(text)}" for key, text in choices(fields).items())]
    for row in checks(fields):
        needs = {**_needs(row, fields), "sonst": fields.get(row.name("sonst"), "")}
        lines += ["", "[[pruefung]]", *(f"{name} = {_value(value)}" for name, value in needs.items())]
    for at, rows in mistakes(fields):
        told = ", ".join(_value(_needs(row, fields)) for row in rows)
        lines += ["", "[[irrtum]]", f"wenn = [{told}]", f"meldung = {_quoted(fields.get(f'{at}_meldung', ''))}"]
    return "\n".join(lines) + "\n"


def wrong_fields(fields: Fields, papers: Known) -> dict[str, str]:
    """What is wrong, by the field it stands beside; "pruefungen" stands for the list of checks."""
    wrong: dict[str, str] = {}
    for name in (*SHORT, *LONG, *HINTS):
        wrong[name] = _wrong_text(fields.get(name, ""), SHORTEST if name in SHORT else 0)
    wrong["beginn"] = wrong["beginn"] or (
        "" if _START.fullmatch(fields.get("beginn", "")) else "Bitte eine Seite der Auftragsmappe angeben, zum Beispiel /mappen/A-26-0120."
    )
    minutes = fields.get("minuten", "")
    fits = minutes.isascii() and minutes.isdigit() and 1 <= int(minutes[:6]) <= MOST_MINUTES
    wrong["minuten"] = "" if fits else f"Bitte eine Zahl von 1 bis {MOST_MINUTES} eingeben."
    wrong["stufe"] = "" if fields.get("stufe", "") in map(str, LEVELS) else "Bitte wählen."
    wrong |= dict(_wrong_answer(fields))
    strange = [each for each in _listed(fields) if each not in papers]
    wrong["papiere"] = f"Den Beleg „{strange[0][:40]}“ gibt es in der Musterfirma nicht." if strange else ""
    wrong["pruefungen"] = "" if checks(fields) else "Bitte fügen Sie mindestens eine Prüfung hinzu. Sonst weiß niemand, was richtig ist."
    for row in [*checks(fields), *(row for _, rows in mistakes(fields) for row in rows)]:
        wrong |= dict(_wrong_row(row, fields, papers))
    for row in checks(fields):
        wrong[row.name("sonst")] = _wrong_text(fields.get(row.name("sonst"), ""), 0)
    for at, _ in mistakes(fields):
        wrong[f"{at}_meldung"] = _wrong_text(fields.get(f"{at}_meldung", ""), 0)
    return {name: said for name, said in wrong.items() if said}


def _wrong_text(text: str, longest: int) -> str:
    if not text:
        return "Bitte ausfüllen."
    if longest and len(text) > longest:
        return f"Bitte kürzen: höchstens {longest} Zeichen."
    long = [each for each in re.split(r"(?<=[.!?:])\s+", text) if len(each.split()) > LONGEST_SENTENCE]
    return f"Dieser Satz ist lang, bitte teilen: „{long[0]}“" if long else ""


def _wrong_answer(fields: Fields) -> Iterator[tuple[str, str]]:
    asked = fields.get("antwort_art", "")
    if asked and asked not in _ANSWERED:
        yield "antwort_art", "Bitte wählen."
    if asked and not fields.get("frage"):
        yield "frage", "Bitte schreiben Sie die Frage."
    if asked == "auswahl" and len(choices(fields)) < 2:
        yield "wahl_1", "Bitte geben Sie mindestens zwei Antworten an."


def _wrong_row(row: Row, fields: Fields, papers: Known) -> Iterator[tuple[str, str]]:
    filled = {part.name: fields.get(row.name(part.name), "") for part in row.phrase.parts}
    for part in row.phrase.parts:
        yield row.name(part.name), wrong_part(part, filled[part.name], papers, choices(fields))
    yield row.name("art"), wrong_together(row.phrase.key, filled, fields.get("antwort_art", ""))


def _check_fields(at: str, check: Mapping[str, Any], papers: Known) -> dict[str, str]:
    phrase = PHRASES.get(str(check.get("art", "")))
    if phrase is None:
        return {}
    fields = {f"{at}_{part.name}": shown(part, check[part.name], papers) for part in phrase.parts if part.name in check}
    fields |= {f"{at}_art": phrase.key, f"{at}_sonst": " ".join(str(check.get("sonst", "")).split())}
    if check.get("nicht") is True:
        fields[f"{at}_nicht"] = "ja"
    return fields


def _needs(row: Row, fields: Fields) -> dict[str, Any]:
    filled = [(part, fields.get(row.name(part.name), "")) for part in row.phrase.parts]
    needs = {"art": row.phrase.key, **{part.name: value_of(part, text) for part, text in filled if text}}
    return needs | ({"nicht": True} if fields.get(row.name("nicht")) == "ja" else {})


def _papers(fields: Fields) -> list[str]:
    """The papers an exercise speaks of: those that are named, and those that checks look at."""
    looked_at = [str(_needs(row, fields).get("papier", "")) for row in checks(fields)]
    return list(dict.fromkeys(each for each in (*_listed(fields), *looked_at) if each))


def _listed(fields: Fields) -> list[str]:
    return [part.split(" – ", 1)[0].strip() for part in fields.get("papiere", "").split(",") if part.strip()]


def _quoted(text: str) -> str:
    """A string of TOML: what JSON escapes, TOML reads; one character is allowed in one and not in the other."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "")


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_value(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _quoted(str(value))


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _tables(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
