"""The exercise a place is working on, as the screens show it: the task, the hints opened so far, the field for the answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from archive.installation.course import Course, Place, Step
from archive.installation.house import Installation
from archive.problems import NotFound
from service.auth.visitor import Visitor
from service.exercises import exercise, of_course
from service.parts import House
from training.grading import Result
from training.tasks import Task

NOT_TRIED = Result(done=False, sentence="")


@dataclass(frozen=True, slots=True)
class Row:
    """One exercise in the list: ``state`` is "" as long as it was not begun; ``open`` whether the trainer has opened it."""

    number: int
    task: Task
    state: str
    open: bool
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """What stands beside the work. ``sentence`` is what was said to the last try, ``done`` whether it was right."""

    place: Place
    course: Course
    number: int
    task: Task
    hints: tuple[str, ...]
    all_hints: bool
    tries: int
    finished: bool
    following: str
    sentence: str = ""
    done: bool = False
    answer: str = ""


def seat_of(installation: Installation, visitor: Visitor) -> Place:
    """The place of a visitor. Raises ``NotFound`` for who sits at none."""
    place = installation.courses.place_of(visitor.person.id) if visitor.person else None
    if place is None:
        raise NotFound("Übungen gibt es an den Plätzen eines Kurses.", cause="visitor has no place")
    return place


def lesson_of(house: House, visitor: Visitor | None) -> Lesson | None:
    """The exercise under way, ``None`` while there is none."""
    if visitor is None or not visitor.training or visitor.person is None:
        return None
    place = house.installation.courses.place_of(visitor.person.id)
    if place is None or not place.task:
        return None
    return lesson(house, place)


def lesson(house: House, place: Place, result: Result = NOT_TRIED, answer: str = "") -> Lesson:
    """The exercise of a place. Raises ``NotFound`` when it works on none."""
    chosen = exercise(house, place.task)
    course = house.installation.courses.get(place.course)
    keys = [each.key for each in of_course(house, course)]
    number = keys.index(chosen.key) + 1 if chosen.key in keys else 0
    step = house.installation.courses.step(place, place.task)
    hints = step.hints if step else 0
    return Lesson(
        place=place,
        course=course,
        number=number,
        task=chosen,
        hints=chosen.hints[:hints],
        all_hints=hints >= len(chosen.hints),
        tries=step.tries if step else 0,
        finished=step is not None and step.state == "fertig",
        following=keys[number] if number < len(keys) and number < course.open_up_to else "",
        sentence=result.sentence,
        done=result.done,
        answer=answer,
    )


def rows(house: House, place: Place) -> list[Row]:
    """All exercises of the course with how far this place is."""
    course = house.installation.courses.get(place.course)
    steps = {step.task: step for step in house.installation.courses.steps(place.course) if step.place == place.number}
    listed = enumerate(of_course(house, course), start=1)
    return [Row(n, each, _state(steps.get(each.key)), n <= course.open_up_to, steps.get(each.key)) for n, each in listed]


def ranking(house: House, course: Course) -> list[tuple[int, Place, int]]:
    """Each place with its rank and how many exercises were done there; as many done, the same rank."""
    keys = {each.key for each in of_course(house, course)}
    done = Counter(step.place for step in house.installation.courses.steps(course.id) if step.state == "fertig" and step.task in keys)
    places = sorted(house.installation.courses.places(course.id), key=lambda place: (-done[place.number], place.number))
    return [(1 + sum(done[other.number] > done[place.number] for other in places), place, done[place.number]) for place in places]


def _state(step: Step | None) -> str:
    return step.state if step else ""
