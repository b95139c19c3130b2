"""What came out of a course, for all together: exercises, how sure people feel before and after, what they say. Names no place.

A figure that fewer than five people stand behind is not shown: it could be told whose it is. Nor can it be found by taking one
report from another: over several courses only groups count that are shown for themselves, and sheets only once a course has ended.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from archive.installation.course import Step
from archive.installation.records import SheetAnswer
from training.sheets import SHEETS
from training.tasks import Task

LEAST = 5
"""So many people must stand behind a figure."""
HIDDEN = "unter 5 Personen"


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """How one exercise went; ``None`` where too few people stand behind a figure."""

    number: int
    title: str
    begun: int | None
    done: int | None
    tries: float | None
    hints: float | None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The mean of one sentence of a sheet; ``None`` where too few people answered."""

    sheet: str
    sentence: str
    answers: int | None
    mean: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """What is known of one course: how many places it has, whether it has ended, its steps and its sheets."""

    places: int
    ended: bool
    steps: Sequence[Step]
    answers: Sequence[SheetAnswer]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything there is to say about a course, or about all; with ``waits`` sheets of a course that runs are still left out."""

    places: int
    exercises: tuple[ExerciseResult, ...]
    items: tuple[ItemResult, ...]
    said: tuple[str, ...]
    waits: bool = False


def evaluated(exercises: Sequence[Task], groups: Sequence[Group]) -> Evaluation:
    """The evaluation of one course, or of several together."""
    results = tuple(_exercise(number, each, groups) for number, each in enumerate(exercises, 1))
    over = [group for group in groups if group.ended]
    items = tuple(
        _item(form.title, sentence, [_values(group, form.key, key) for group in over])
        for form in SHEETS.values()
        for key, sentence in form.items.items()
    )
    words = [[answer.value for answer in group.answers if answer.item == "frei"] for group in over]
    said = sorted(word for each in words if len(each) >= LEAST for word in each)
    return Evaluation(sum(group.places for group in groups), results, items, tuple(said), waits=len(over) < len(groups))


def as_csv(evaluation: Evaluation) -> str:
    """The figures for a spreadsheet."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(("Was", "Nummer", "Text", "Personen", "geschafft", "Versuche im Mittel", "Tipps im Mittel", "Mittelwert"))
    for each in evaluation.exercises:
        writer.writerow(("Übung", each.number, each.title, shown(each.begun), shown(each.done), shown(each.tries), shown(each.hints), ""))
    for item in evaluation.items:
        writer.writerow((item.sheet, "", item.sentence, shown(item.answers), "", "", "", shown(item.mean)))
    for words in evaluation.said:
        # A leading apostrophe keeps a spreadsheet from taking words for a formula.
        writer.writerow(("Rückmeldung", "", f"'{words}" if words[:1] in "=+-@\t\r" else words, "", "", "", "", ""))
    return out.getvalue()


def shown(value: float | None) -> str:
    """A figure as people write it, or that it is not shown."""
    if value is None:
        return HIDDEN
    return str(value) if isinstance(value, int) else f"{value:.1f}".replace(".", ",")


def _exercise(number: int, task: Task, groups: Sequence[Group]) -> ExerciseResult:
    every = [[step for step in group.steps if step.task == task.key] for group in groups]
    large = [steps for steps in every if len(steps) >= LEAST]
    of_it = [step for steps in large for step in steps]
    if not of_it:
        return ExerciseResult(number, task.title, None, None, None, None)
    done = [sum(step.state == "fertig" for step in steps) for steps in large]
    # Few who did it, or few who did not, are as good as named; in one course of several, too.
    safe = all(min(each, len(steps) - each) == 0 or min(each, len(steps) - each) >= LEAST for each, steps in zip(done, large, strict=True))
    tries, hints = (sum(values) / len(of_it) for values in zip(*((step.tries, step.hints) for step in of_it), strict=True))
    return ExerciseResult(number, task.title, len(of_it), sum(done) if safe else None, tries, hints)


def _values(group: Group, sheet: str, item: str) -> list[int]:
    return [int(answer.value) for answer in group.answers if (answer.sheet, answer.item) == (sheet, item)]


def _item(sheet: str, sentence: str, groups: Iterable[Sequence[int]]) -> ItemResult:
    values = [value for group in groups if len(group) >= LEAST for value in group]
    if not values:
        return ItemResult(sheet, sentence, None, None)
    return ItemResult(sheet, sentence, len(values), sum(values) / len(values))
