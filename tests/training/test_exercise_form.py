"""The form of an exercise: the sixteen go through it unharmed, and what is wrong is said beside its field."""

from __future__ import annotations

import dataclasses
import tomllib

import pytest

from training.authoring import looked_through, papers
from training.check_parts import PHRASES
from training.checks import KINDS
from training.exercise_form import fields_of, text_of, wrong_fields
from training.tasks import parsed, task, tasks, written

KNOWN = {key: f"{key} – Rechnung" for key in papers()}


def fields(key: str) -> dict[str, str]:
    return fields_of(tomllib.loads(written(key)), KNOWN)


def test_every_kind_of_check_has_words() -> None:
    assert set(PHRASES) == set(KINDS)


@pytest.mark.parametrize("key", [exercise.key for exercise in tasks()])
def test_the_sixteen_come_out_as_they_went_in(key: str) -> None:
    filled = fields(key)
    assert wrong_fields(filled, KNOWN) == {}
    assert dataclasses.replace(parsed(key, text_of(filled)), papers=()) == dataclasses.replace(task(key), papers=())
    assert looked_through(text_of(filled))[1] == []


@pytest.mark.parametrize(
    ("key", "field", "typed", "said"),
    [
        ("13-teillieferung", "titel", "", "Bitte ausfüllen"),
        ("13-teillieferung", "titel", "x" * 201, "höchstens 200"),
        ("13-teillieferung", "aufgabe", "Wort " * 25 + ".", "Satz ist lang"),
        ("13-teillieferung", "minuten", "bald", "von 1 bis 120"),
        ("13-teillieferung", "minuten", "²", "von 1 bis 120"),
        ("13-teillieferung", "beginn", "//fremd.example/", "Seite der Auftragsmappe"),
        ("13-teillieferung", "p2_wert", "vierzig", "ganze Zahl"),
        ("13-teillieferung", "p2_sonst", "", "Bitte ausfüllen"),
        ("13-teillieferung", "papiere", "l040, x999", "„x999“"),
        ("07-unsere-oder-ihre-nummer", "p1_papier", "Rechnung", "wählen Sie ihn aus der Liste"),
        ("07-unsere-oder-ihre-nummer", "p1_auftraege", ",", "mindestens einen Auftrag"),
        ("08-sammelrechnung", "p2_wert", "viel", "einen Betrag"),
        ("11-dreifach-abgleich", "p2_wert", "erfunden", "eine der Antworten"),
        ("05-stapel-trennen", "p1_seiten", "alle", "bitte Seiten"),
        ("11-dreifach-abgleich", "frage", "", "schreiben Sie die Frage"),
        ("14-dublette", "p1_papier", "", "einen Beleg oder eine Mappe"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(key: str, field: str, typed: str, said: str) -> None:
    wrong = wrong_fields(fields(key) | {field: typed}, KNOWN)
    beside = wrong.get("p1_art" if key == "14-dublette" else field, "")
    assert said.casefold() in beside.casefold(), wrong


def test_an_answer_that_nobody_is_asked_for_can_never_be_right() -> None:
    wrong = wrong_fields(fields("13-teillieferung") | {"antwort_art": "text"}, KNOWN)
    assert "andere Art von Antwort" in wrong["p2_art"]


def test_an_empty_form_says_what_it_needs_and_never_breaks() -> None:
    wrong = wrong_fields({}, KNOWN)
    assert {"titel", "aufgabe", "tipp_3", "loesung", "stufe", "minuten", "berufsbild", "pruefungen"} <= wrong.keys()
    assert looked_through(text_of({}))[1]


@pytest.mark.parametrize("nasty", ['"; x = 1', "\\", '"""', "Zeile\nzwei", "]]", "\x7f", "’„“"])
def test_nothing_typed_can_break_out_of_its_field(nasty: str) -> None:
    made = parsed("neu", text_of(fields("13-teillieferung") | {"titel": f"Titel {nasty}", "aufgabe": nasty}))
    assert len(made.checks) == len(task("13-teillieferung").checks)
    assert " ".join(nasty.replace("\x7f", "").split()) in made.title
