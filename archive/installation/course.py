"""What a course is, as values: the course, its places, the steps done there. Keeps nothing.

Places are pseudonyms ("Platz 7"); what they did is forgotten with the course.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

StepState = Literal["begonnen", "fertig", "uebersprungen"]


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """What a unit of the plan is about and how many minutes it is to take, where the trainer wants it otherwise than usual."""

    title: str
    content: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What a course is to be like: what is chosen when it is opened."""

    title: str
    tasks: tuple[str, ...] = ()
    plan: tuple[PlannedUnit, ...] = ()
    report: bool = False
    ranking: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """A course. ``template`` is the space its sandboxes are copies of; exercises up to ``open_up_to`` (their number) are open.

    ``tasks`` are the keys of its exercises in their order, empty for all shipped ones; ``plan`` is what its plan says otherwise than
    the usual one; with ``report`` each place sees a report of its own, with ``ranking`` all see which place has done how much.
    """

    id: str
    title: str
    trainer: str
    template: str
    open_up_to: int
    created: datetime
    ended: datetime | None
    tasks: tuple[str, ...] = ()
    plan: tuple[PlannedUnit, ...] = ()
    report: bool = False
    ranking: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a course. ``code`` stands on the printed card; ``space`` is its sandbox now, ``task`` what it is working on."""

    course: str
    number: int
    code: str
    person: str
    space: str
    task: str

    @property
    def name(self) -> str:
        """How a place is called: nobody's name is needed."""
        return f"Platz {self.number}"


@dataclass(frozen=True, slots=True)
class Step:
    """One exercise at one place. ``since`` is when it was begun, ``changed`` when something last happened."""

    place: int
    task: str
    state: StepState
    tries: int
    hints: int
    since: datetime
    changed: datetime
