"""Courses and their places: who sits where, in which sandbox, at which exercise. Makes no sandbox and judges no answer.

Places are pseudonyms ("Platz 7"); what they did is forgotten with the course.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import delete, insert, select, update

from archive import codec
from archive.catalog.database import Database
from archive.installation import tables
from archive.installation.course import Course, Place, PlannedUnit, Step, StepState, Wish
from archive.problems import Invalid, NotFound

MOST_PLACES = 40
_REPORT, _RANKING = 1, 2
"""What is switched on stands in one column, added together."""
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

_course, _place, _step, _looked = tables.course, tables.place, tables.step, tables.looked_at


class Courses:
    """All courses of an installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Course]:
        """The newest first."""
        with self._database.read() as connection:
            return [_built(row) for row in connection.execute(select(_course).order_by(_course.c.created.desc()))]

    def get(self, course: str) -> Course:
        """Raises ``NotFound``."""
        with self._database.read() as connection:
            row = connection.execute(select(_course).where(_course.c.id == course)).first()
        if row is None:
            raise NotFound("Diesen Kurs gibt es nicht.", cause=f"no course {course}")
        return _built(row)

    def add(self, wish: Wish, trainer: str, template: str, open_up_to: int) -> Course:
        """A new course without places. Raises ``Invalid`` without a title."""
        title, now = wish.title.strip(), datetime.now(UTC)
        if not title:
            raise Invalid("Bitte geben Sie dem Kurs einen Namen.", cause="course without a title")
        shown = (wish.report, wish.ranking)
        made = Course(secrets.token_hex(4), title, trainer, template, open_up_to, now, None, wish.tasks, wish.plan, *shown)
        values = {"id": made.id, "title": title, "trainer": trainer, "template": template, "open_up_to": open_up_to}
        chosen = {"tasks": " ".join(wish.tasks), "plan": _planned(wish.plan), "report": _REPORT * wish.report + _RANKING * wish.ranking}
        with self._database.write() as connection:
            connection.execute(insert(_course).values(**values, **chosen, created=now.isoformat(), ended=""))
        return made

    def plan(self, course: str, plan: Sequence[PlannedUnit]) -> None:
        """Keeps what the plan says otherwise than the usual one."""
        with self._database.write() as connection:
            connection.execute(update(_course).where(_course.c.id == course).values(plan=_planned(plan)))

    def open_up_to(self, course: str, number: int) -> None:
        """Opens the exercises up to this number for all places."""
        with self._database.write() as connection:
            connection.execute(update(_course).where(_course.c.id == course).values(open_up_to=number))

    def end(self, course: str) -> None:
        """Ends a course: nobody comes in with its cards any more. Steps stay until :meth:`forget`."""
        with self._database.write() as connection:
            connection.execute(update(_course).where(_course.c.id == course).values(ended=datetime.now(UTC).isoformat()))

    def forget(self, course: str) -> None:
        """Removes a course with all that was done in it; certificates stay checkable."""
        with self._database.write() as connection:
            spaces = select(_place.c.space).where(_place.c.course == course)
            connection.execute(delete(_looked).where(_looked.c.space.in_(spaces)))
            for table in (_step, _place, tables.sheet_answer, tables.unit_taken):
                connection.execute(delete(table).where(table.c.course == course))
            connection.execute(delete(_course).where(_course.c.id == course))

    def seat(self, course: str, number: int, person: str, space: str) -> Place:
        """Adds a place with a fresh code."""
        code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(2))
        made = Place(course, number, code, person, space, "")
        with self._database.write() as connection:
            connection.execute(insert(_place).values(course=course, number=number, code=code, person=person, space=space, task=""))
        return made

    def places(self, course: str) -> list[Place]:
        """All places of a course, by number."""
        with self._database.read() as connection:
            rows = connection.execute(select(_place).where(_place.c.course == course).order_by(_place.c.number))
            return [_seat(row) for row in rows]

    def place_of(self, person: str) -> Place | None:
        """The place a person sits at."""
        return self._one(_place.c.person == person)

    def by_code(self, code: str) -> Place | None:
        """The place a card belongs to, as long as its course runs; capitals, blanks and dashes do not count."""
        plain = "".join(char for char in code.upper() if char.isalnum())
        running = select(_course.c.id).where(_course.c.ended == "")
        return self._one((_place.c.code == f"{plain[:4]}-{plain[4:]}") & _place.c.course.in_(running))

    def move(self, place: Place, space: str) -> None:
        """Gives a place another sandbox: the old one is not used any more."""
        with self._database.write() as connection:
            connection.execute(update(_place).where(_at(place)).values(space=space))

    def begin(self, place: Place, task: str) -> None:
        """Works on this exercise from now on; begun before, it goes on."""
        now = datetime.now(UTC).isoformat()
        with self._database.write() as connection:
            connection.execute(update(_place).where(_at(place)).values(task=task))
            connection.execute(delete(_looked).where(_looked.c.space == place.space))
            if not task:
                return
            # Begun again, it is not left for later any more, and nobody has been stuck at it since the last time.
            again = update(_step).where(_of(place, task) & (_step.c.state != "fertig")).values(state="begonnen", changed=now)
            if connection.execute(again).rowcount or connection.execute(select(_step.c.state).where(_of(place, task))).first():
                return
            values = {"course": place.course, "place": place.number, "task": task, "state": "begonnen"}
            connection.execute(insert(_step).values(**values, tries=0, hints=0, since=now, changed=now))

    def tried(self, place: Place, task: str, *, done: bool) -> None:
        """Counts a try; what was done once stays done."""
        values: dict[str, Any] = {"tries": _step.c.tries + 1, **({"state": "fertig"} if done else {})}
        self._touch(place, task, values)

    def hinted(self, place: Place, task: str, hints: int) -> None:
        """Notes how many hints were opened."""
        self._touch(place, task, {"hints": hints})

    def skipped(self, place: Place, task: str) -> None:
        """Leaves an exercise for later; one that is done stays done."""
        with self._database.write() as connection:
            unfinished = _of(place, task) & (_step.c.state != "fertig")
            now = datetime.now(UTC).isoformat()
            connection.execute(update(_step).where(unfinished).values(state="uebersprungen", changed=now))

    def reset(self, place: Place, tasks: Sequence[str]) -> None:
        """Forgets what was done at these exercises."""
        with self._database.write() as connection:
            connection.execute(delete(_step).where(_step.c.course == place.course, _step.c.place == place.number, _step.c.task.in_(tasks)))

    def step(self, place: Place, task: str) -> Step | None:
        """One exercise at one place, ``None`` before it was begun."""
        with self._database.read() as connection:
            row = connection.execute(select(_step).where(_of(place, task))).first()
        return _taken(row) if row else None

    def steps(self, course: str) -> list[Step]:
        """All steps of a course."""
        with self._database.read() as connection:
            rows = connection.execute(select(_step).where(_step.c.course == course).order_by(_step.c.place, _step.c.task))
            return [_taken(row) for row in rows]

    def look(self, space: str, address: str) -> None:
        """Notes that an address was looked at in a sandbox."""
        with self._database.write() as connection:
            there = (_looked.c.space == space) & (_looked.c.address == address)
            if not connection.execute(select(_looked.c.space).where(there)).first():
                connection.execute(insert(_looked).values(space=space, address=address))

    def looked_at(self, space: str) -> frozenset[str]:
        """The addresses looked at since the exercise was begun."""
        with self._database.read() as connection:
            return frozenset(connection.scalars(select(_looked.c.address).where(_looked.c.space == space)))

    def _touch(self, place: Place, task: str, values: dict[str, Any]) -> None:
        with self._database.write() as connection:
            connection.execute(update(_step).where(_of(place, task)).values(changed=datetime.now(UTC).isoformat(), **values))

    def _one(self, condition: Any) -> Place | None:
        with self._database.read() as connection:
            row = connection.execute(select(_place).where(condition)).first()
        return _seat(row) if row else None


def _at(place: Place) -> Any:
    return (_place.c.course == place.course) & (_place.c.number == place.number)


def _of(place: Place, task: str) -> Any:
    return (_step.c.course == place.course) & (_step.c.place == place.number) & (_step.c.task == task)


def _planned(plan: Sequence[PlannedUnit]) -> str:
    return codec.dumps(list(plan)) if plan else ""


def _built(row: Any) -> Course:
    ended = datetime.fromisoformat(row.ended) if row.ended else None
    begun = datetime.fromisoformat(row.created)
    plan = codec.loads(tuple[PlannedUnit, ...], row.plan) if row.plan else ()
    chosen = (tuple(row.tasks.split()), plan, bool(row.report & _REPORT), bool(row.report & _RANKING))
    return Course(row.id, row.title, row.trainer, row.template, row.open_up_to, begun, ended, *chosen)


def _seat(row: Any) -> Place:
    return Place(row.course, row.number, row.code, row.person, row.space, row.task)


def _taken(row: Any) -> Step:
    times = (datetime.fromisoformat(row.since), datetime.fromisoformat(row.changed))
    return Step(row.place, row.task, cast("StepState", row.state), row.tries, row.hints, *times)
