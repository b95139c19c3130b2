"""The checker for new exercises: lets the sixteen pass, and says what is wrong with others."""

from __future__ import annotations

import pytest

from training.authoring import looked_through
from training.tasks import FOLDER, tasks

GOOD = (FOLDER / "13-teillieferung" / "aufgabe.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", [exercise.key for exercise in tasks()])
def test_the_sixteen_pass(key: str) -> None:
    exercise, wrong = looked_through((FOLDER / key / "aufgabe.toml").read_text(encoding="utf-8"))
    assert (exercise is not None, wrong) == (True, [])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("stufe = 3", "stufe = 9", "„stufe“ ist 1"),
        ("stufe = 3", 'stufe = "3"', "„stufe“ muss eine ganze Zahl sein"),
        ('titel = "Wie', "titel = Wie", "Schreibweise"),
        ('art = "zahl"\nwert', 'art = "zahlen"\nwert', "Die Prüfung „zahlen“ gibt es nicht"),
        ("wert = 40\n", "", "fehlt „wert“"),
        ('beginn = "/mappen', 'beginn = "mappen', "ist eine Adresse"),
        ('beginn = "/mappen', 'beginn = "//fremd.example/mappen', "ist eine Adresse"),
        ("wert = 40\n", 'wert = "viele"\n', "stimmt „wert“ nicht"),
        ("wert = 40\n", "wert = 40\ngeheim = 1\n", "kennt „geheim“ nicht"),
        ('mappe = "A-26-0120"', "", "fehlt „papier“ oder „mappe“"),
        ('papiere = ["l040"]', 'papiere = ["x999"]', "Den Beleg „x999“"),
        ("minuten = 10", "minuten = 100000", "von 1 bis"),
        ('  "Bestellt sind 100 Stück, geliefert 60.",\n', "", "drei Tipps"),
        ('art = "zahl"\nfrage', 'art = "geraten"\nfrage', "Arten der Antwort"),
        ("Nur wer den Rest kennt,", "Nur " + "wer " * 25 + "kennt,", "Dieser Satz ist lang"),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, said: str) -> None:
    assert old in GOOD
    _, wrong = looked_through(GOOD.replace(old, new))
    assert any(said in each for each in wrong), wrong


@pytest.mark.parametrize("text", ["", "x", "[[pruefung]]", "tipps = [1, 2, 3]", "a=" + "[" * 20_000])
def test_rubbish_is_refused_in_words(text: str) -> None:
    exercise, wrong = looked_through(text)
    assert exercise is None
    assert wrong
