"""The evaluation: nobody's answer can be told from one report, nor from two of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from archive.installation.course import Step
from archive.installation.records import SheetAnswer
from training.evaluation import Group, evaluated
from training.tasks import Task, tasks

NOW = datetime(2026, 1, 5, tzinfo=UTC)
FIRST: Sequence[Task] = tasks()[:1]


def group(people: int, *, done: int = 0, ended: bool = True, value: str = "2") -> Group:
    steps = [Step(n, FIRST[0].key, "fertig" if n <= done else "begonnen", n, 0, NOW, NOW) for n in range(1, people + 1)]
    answers = [SheetAnswer(n, "vorher", "finden", value) for n in range(1, people + 1)]
    words = [SheetAnswer(n, "rueckmeldung", "frei", f"{value}-{n}") for n in range(1, people + 1)]
    return Group(people, ended, steps, [*answers, *words])


def answered(*groups: Group) -> int | None:
    found = evaluated(FIRST, groups)
    return next(item.answers for item in found.items if item.answers is not None) if any(i.answers for i in found.items) else None


def test_a_small_course_adds_nothing_to_all_courses() -> None:
    alone, both = evaluated(FIRST, [group(6)]), evaluated(FIRST, [group(6), group(2, value="5")])
    assert (both.exercises, both.items, both.said) == (alone.exercises, alone.items, alone.said)
    assert answered(group(4), group(4)) is None, "two small ones make no large one"


def test_sheets_are_shown_once_so_that_nobody_sees_what_the_last_one_said() -> None:
    for people in (5, 6):
        running = evaluated(FIRST, [group(people, ended=False)])
        assert (answered(group(people, ended=False)), running.said, running.waits) == (None, (), True)
    assert (answered(group(6)), len(evaluated(FIRST, [group(6)]).said)) == (6, 6)


def test_few_who_did_it_or_did_not_are_not_counted_even_among_many() -> None:
    assert [evaluated(FIRST, [group(10, done=n)]).exercises[0].done for n in (0, 1, 5, 9, 10)] == [0, None, 5, None, 10]
    assert evaluated(FIRST, [group(10, done=10), group(10, done=9)]).exercises[0].done is None
