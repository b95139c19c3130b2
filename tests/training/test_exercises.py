"""Exercises: every file is whole and solvable by what it says, every kind of check tells right from wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.content import Correction
from archive.locations import Locations
from archive.problems import NotFound, Unreadable
from archive.scan import Page, Reading
from archive.space import Space, open_space
from archive.stack import split
from tests.cast import ANNA, furnish, hand_in, proposal
from training.checks import KINDS, Situation, holds
from training.firm.scenario import specs
from training.grading import graded
from training.tasks import Check, Task, parsed, task, tasks

MOST_WORDS = 22
"""Per sentence; longer ones are hard to read."""


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "uebung")
    furnish(opened)
    yield opened
    opened.close()


@pytest.fixture
def papers(space: Space) -> dict[str, str]:
    """A paper that is filed, one that waits, one that was refused."""
    numbers = {name: hand_in(space, name.encode()).eingangsnummer for name in ("da", "wartet", "weg")}
    space.documents.file(numbers["da"], proposal(space, numbers["da"]))
    space.documents.file(numbers["wartet"], proposal(space, numbers["wartet"], order=""))
    space.documents.reject(numbers["weg"], Unreadable("Die Datei ist mit einem Passwort geschützt."))
    return numbers


def everything(exercise: Task) -> list[Check]:
    return [*exercise.checks, *(check for mistake in exercise.mistakes for check in mistake.when)]


def said(exercise: Task) -> list[str]:
    others = [check.otherwise for check in everything(exercise)] + [mistake.says for mistake in exercise.mistakes]
    return [exercise.text, exercise.why, exercise.goal, exercise.solution, exercise.explanation, *exercise.hints, *others]


def test_there_are_sixteen_in_three_levels_for_a_day() -> None:
    assert len(tasks()) == 16
    assert {exercise.level for exercise in tasks()} == {1, 2, 3}
    assert sum(exercise.minutes for exercise in tasks()) <= 8 * 45


@pytest.mark.parametrize("exercise", tasks(), ids=lambda exercise: exercise.key)
def test_an_exercise_is_whole_and_in_plain_german(exercise: Task) -> None:
    assert all(check.kind in KINDS for check in everything(exercise))
    assert all(check.otherwise for check in exercise.checks)
    assert all(part for part in (exercise.text, exercise.why, exercise.goal, exercise.solution, exercise.explanation))
    if exercise.ask.kind == "auswahl":
        keys = {key for key, _ in exercise.ask.choices}
        assert {check.needs["wert"] for check in everything(exercise) if check.kind == "auswahl"} <= keys
    for text in said(exercise):
        for sentence in re.split(r"(?<=[.!?:])\s", text):
            assert len(sentence.split()) <= MOST_WORDS, sentence


@pytest.mark.parametrize("exercise", tasks(), ids=lambda exercise: exercise.key)
def test_the_papers_an_exercise_speaks_of_are_in_the_demo_firm(exercise: Task) -> None:
    known = {spec.key for spec in specs("voll")}
    named = {str(check.needs["papier"]) for check in everything(exercise) if "papier" in check.needs}
    assert {*named, *exercise.papers} <= known


def test_an_exercise_that_does_not_exist_is_a_problem() -> None:
    assert task("01-mappe-oeffnen").title == "Eine Mappe öffnen"
    with pytest.raises(NotFound):
        task("99-gibt-es-nicht")


def test_a_file_with_something_missing_is_named() -> None:
    with pytest.raises(ValueError, match="neu"):
        parsed("neu", 'titel = "Ohne alles"')


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (Check("zahl", {"wert": 40}, ""), ("40", " 40 Stück"), ("", "4", "400", "vierzig", "40,5")),
        (Check("betrag", {"wert": "1889.58"}, ""), ("1.889,58", "1889,58 €", "1889.58"), ("", "1889,59", "1.889", "abc")),
        (Check("auswahl", {"wert": "neu"}, ""), ("neu",), ("", "alt")),
        (Check("nummern", {"werte": ["A-26-0101", "A-26-0110"]}, ""), ("a26-0110, A-26-0101", "A-26-0101;A-26-0110"), ("", "A-26-0101")),
        (Check("anzahl_in_mappe", {"auftrag": "A-26-0101"}, ""), ("1",), ("0", "2", "")),
        (Check("text", {"mindestens": 5}, ""), ("genug", "mehr als genug"), ("", "a    b")),
    ],
)
def test_answers(space: Space, papers: dict[str, str], check: Check, right: Any, wrong: Any) -> None:
    assert [answer for answer in right if not holds(check, Situation(space, papers, (answer,)))] == []
    assert [answer for answer in wrong if holds(check, Situation(space, papers, (answer,)))] == []


def test_steps(space: Space, papers: dict[str, str]) -> None:
    def now(kind: str, opened: frozenset[str] = frozenset(), **needs: Any) -> bool:
        return holds(Check(kind, needs, ""), Situation(space, papers, (), opened))

    assert not now("geoeffnet", papier="da")
    assert now("geoeffnet", frozenset({f"/belege/{papers['da']}"}), papier="da")
    assert now("geoeffnet", frozenset({"/mappen/A-26-0101"}), mappe="A-26-0101")
    assert now("zugeordnet", papier="da", auftraege=["A-26-0101"])
    assert not now("zugeordnet", papier="da", auftraege=["A-26-0101", "A-26-0102"])
    assert now("in_mappe", papier="da", auftrag="A-26-0101")
    assert now("zustand", papier="weg", zustand="rejected", grund="passwort")
    assert not now("zustand", papier="weg", zustand="rejected", grund="leer")
    assert now("wert", papier="da", feld="rechnungsnummer", wert="RE-4711")
    assert not now("verlauf", papier="wartet", eintrag="korrigiert")
    space.documents.correct(papers["wartet"], Correction(orders=("A-26-0102",)), ANNA)
    assert now("verlauf", papier="wartet", eintrag="korrigiert")
    with pytest.raises(NotFound):
        now("geoeffnet", papier="gibt-es-nicht")
    with pytest.raises(ValueError, match="gibt_es_nicht"):
        now("gibt_es_nicht")


def test_a_stack_is_split_only_where_it_should_be(space: Space, papers: dict[str, str]) -> None:
    number = hand_in(space, b"stapel").eingangsnummer
    scan = space.intake.get(number).scan
    reading = Reading(scan, tuple(Page(page, 595.0, 842.0, 0, (), "ocr") for page in (1, 2, 3)))
    split(space, number, [[1], [2, 3]], ANNA, reading=reading)
    stack = Situation(space, {"s": number})
    assert holds(Check("getrennt", {"papier": "s", "seiten": [[1], [2, 3]]}, ""), stack)
    assert not holds(Check("getrennt", {"papier": "s", "seiten": [[1], [2], [3]]}, ""), stack)
    assert holds(Check("teile", {"papier": "s", "zahl": 2}, ""), stack)
    assert not holds(Check("teile", {"papier": "da", "zahl": 2}, ""), Situation(space, papers))


def test_a_typical_mistake_is_named_before_what_is_missing(space: Space) -> None:
    exercise = task("13-teillieferung")
    folder = frozenset({"/mappen/A-26-0120"})
    assert "sind geliefert" in graded(exercise, Situation(space, {}, ("60",), folder)).sentence
    assert "stimmt noch nicht" in graded(exercise, Situation(space, {}, ("12",), folder)).sentence
    assert "zuerst die Mappe" in graded(exercise, Situation(space, {}, ("40",))).sentence
    done = graded(exercise, Situation(space, {}, ("40 Stück",), folder))
    assert (done.done, done.sentence) == (True, exercise.explanation)


def test_a_check_can_be_turned_round(space: Space, papers: dict[str, str]) -> None:
    refused = {"papier": "weg", "zustand": "rejected"}
    situation = Situation(space, papers)
    assert holds(Check("zustand", refused, ""), situation)
    assert not holds(Check("zustand", refused, "", negated=True), situation)
    assert holds(Check("zustand", refused | {"papier": "wartet"}, "", negated=True), situation)
