"""Which exercises there are: the shipped ones and those a firm wrote itself, all of them or those of one course. Checks no answer."""

from __future__ import annotations

from archive.exercises import PREFIX, Exercises
from archive.installation.course import Course
from archive.problems import NotFound
from service.parts import House
from training.tasks import Task, parsed, task, tasks


def own(house: House) -> Exercises:
    """The exercises of the firm this installation belongs to; places and all its spaces practise with them."""
    return house.parts(house.settings.space).space.exercises


def exercises(house: House, *, gone: bool = False) -> tuple[Task, ...]:
    """All there are, the shipped ones first."""
    return (*tasks(), *(parsed(each.key, each.text) for each in own(house).all(gone=gone)))


def of_course(house: House, course: Course) -> tuple[Task, ...]:
    """The exercises of a course in their order; also those that were taken out of the list since."""
    if not course.tasks:
        return tasks()
    if not any(key.startswith(PREFIX) for key in course.tasks):
        return tuple(task(key) for key in course.tasks)
    known = {each.key: each for each in exercises(house, gone=True)}
    return tuple(known[key] for key in course.tasks if key in known)


def exercise(house: House, key: str) -> Task:
    """One exercise. Raises ``NotFound``."""
    if not key.startswith(PREFIX):
        return task(key)
    for each in own(house).all(gone=True):
        if each.key == key:
            return parsed(key, each.text)
    raise NotFound("Diese Übung gibt es nicht.", cause=f"no exercise {key}")


def in_use(house: House, key: str) -> bool:
    """Whether a course that runs has this exercise."""
    return any(key in course.tasks for course in house.installation.courses.all() if course.ended is None)
