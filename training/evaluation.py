"""What came out of a course, for all together: exercises, how sure people feel before and after, what they say. Names no place.

A figure that fewer than five people stand behind is not shown: it could be told whose it is.
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
class Evaluation:
    """Everything there is to say about a course, or about all."""

    places: int
    exercises: tuple[ExerciseResult, ...]
    items: tuple[ItemResult, ...]
    said: tuple[str, ...]


def evaluated(places: int, exercises: Sequence[Task], steps: Sequence[Step], answers: Sequence[SheetAnswer]) -> Evaluation:
    """The evaluation of these steps and sheets."""
    results = tuple(_exercise(number, each, steps) for number, each in enumerate(exercises, 1))
    items = tuple(
        _item(form.title, sentence, [int(a.value) for a in answers if (a.sheet, a.item) == (form.key, key)])
        for form in SHEETS.values()
        for key, sentence in form.items.items()
    )
    said = sorted(answer.value for answer in answers if answer.item == "frei")
    return Evaluation(places, results, items, tuple(said) if len(said) >= LEAST else ())


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


def _exercise(number: int, task: Task, steps: Iterable[Step]) -> ExerciseResult:
    of_it = [step for step in steps if step.task == task.key]
    if len(of_it) < LEAST:
        return ExerciseResult(number, task.title, None, None, None, None)
    done = sum(step.state == "fertig" for step in of_it)
    # Few who did it, or few who did not, are as good as named.
    safe = done if min(done, len(of_it) - done) == 0 or min(done, len(of_it) - done) >= LEAST else None
    tries, hints = (sum(values) / len(of_it) for values in zip(*((step.tries, step.hints) for step in of_it), strict=True))
    return ExerciseResult(number, task.title, len(of_it), safe, tries, hints)


def _item(sheet: str, sentence: str, values: Sequence[int]) -> ItemResult:
    if len(values) < LEAST:
        return ItemResult(sheet, sentence, None, None)
    return ItemResult(sheet, sentence, len(values), sum(values) / len(values))
