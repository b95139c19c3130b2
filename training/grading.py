"""What is said when a trainee is done with an exercise: right with an explanation, or what is still missing. Keeps no results."""

from __future__ import annotations

from dataclasses import dataclass

from training.checks import Situation, holds
from training.tasks import Task

_STILL = "Das ist es noch nicht. Schauen Sie sich die Aufgabe noch einmal an oder öffnen Sie einen Tipp."


@dataclass(frozen=True, slots=True)
class Result:
    """Whether the exercise is done, and the sentence for the trainee."""

    done: bool
    sentence: str


def graded(task: Task, situation: Situation) -> Result:
    """Looks at everything the exercise checks; of what is wrong, a typical mistake is named first."""
    failed = [check for check in task.checks if not holds(check, situation)]
    if not failed:
        return Result(done=True, sentence=task.explanation)
    for mistake in task.mistakes:
        if all(holds(check, situation) for check in mistake.when):
            return Result(done=False, sentence=mistake.says)
    return Result(done=False, sentence=failed[0].otherwise or _STILL)
