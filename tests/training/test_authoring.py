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
        ("stufe = 3", 'stufe = "3"', "„stufe“ fehlt oder"),
        ('titel = "Wie', "titel = Wie", "Schreibweise"),
        ('art = "zahl"\nwert', 'art = "zahlen"\nwert', "Die Prüfung „zahlen“ gibt es nicht"),
        ("wert = 40\n", "", "fehlt „wert“"),
        ('beginn = "/mappen', 'beginn = "mappen', "fängt mit / an"),
        ('  "Bestellt sind 100 Stück, geliefert 60.",\n', "", "drei Tipps"),
        ('art = "zahl"\nfrage', 'art = "geraten"\nfrage', "Arten der Antwort"),
        ("Nur wer den Rest kennt,", "Nur " + "wer " * 25 + "kennt,", "Dieser Satz ist lang"),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, said: str) -> None:
    assert old in GOOD
    _, wrong = looked_through(GOOD.replace(old, new))
    assert any(said in each for each in wrong), wrong


@pytest.mark.parametrize("text", ["", "x", "[[pruefung]]", "tipps = [1, 2, 3]"])
def test_rubbish_is_refused_in_words(text: str) -> None:
    exercise, wrong = looked_through(text)
    assert exercise is None
    assert wrong
