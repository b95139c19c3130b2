"""Lernen: the exercises of a place, done on the very screens of the work, with the task beside them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.installation.course import Place
from archive.problems import Invalid, NotFound
from service import room
from service.auth.may import Asking
from service.auth.visitor import Visitor
from service.exercises import exercise, exercises, of_course
from service.lesson import NOT_TRIED, lesson, ranking, rows, seat_of
from service.parts import AtHouse, Form, Here, House, Parts, entered
from service.rendering import render
from training.checks import Situation
from training.grading import Result, graded
from training.tasks import LEVELS

router = APIRouter(prefix="/lernen")


@router.get("")
def learn(request: Request, house: AtHouse, asking: Asking, zurueckgesetzt: str = "", bogen: str = "") -> Response:
    """The list of exercises at a place; elsewhere how to get to one."""
    if not asking.training:
        return render(request, "learn.html", ready=room.is_ready(house.settings), exercises=exercises(house))
    place = seat_of(house.installation, asking)
    listed = rows(house, place)
    done = sum(row.state == "fertig" for row in listed)
    course = house.installation.courses.get(place.course)
    values: dict[str, Any] = {"place": place, "course": course, "rows": listed, "done": done, "reset": bool(zurueckgesetzt)}
    return render(request, "exercises.html", levels=LEVELS, sheet_kept=bool(bogen), **values)


@router.get("/bericht")
def report(request: Request, house: AtHouse, asking: Asking) -> Response:
    """What was practised at this place, for the person who sits there; only in courses that were opened with it."""
    place = seat_of(house.installation, asking)
    course = house.installation.courses.get(place.course)
    if not course.report:
        raise NotFound("In diesem Kurs gibt es keinen Lernbericht.", cause="course without reports")
    return render(request, "report.html", place=place, course=course, rows=rows(house, place))


@router.get("/rangliste")
def ranks(request: Request, house: AtHouse, asking: Asking) -> Response:
    """The places by what was done there, for all in the course; only in courses that were opened with it."""
    place = seat_of(house.installation, asking)
    course = house.installation.courses.get(place.course)
    if not course.ranking:
        raise NotFound("In diesem Kurs gibt es keine Rangliste.", cause="course without a ranking")
    return render(request, "ranking.html", mine=place, course=course, ranks=ranking(house, course), count=len(rows(house, place)))


@router.post("/{key}/beginnen")
def begin(house: AtHouse, asking: Asking, key: str) -> Response:
    """Begins an exercise, or goes on with it, on the screen where it starts."""
    place, chosen = seat_of(house.installation, asking), exercise(house, key)
    if not any(row.open for row in rows(house, place) if row.task.key == key):
        raise Invalid("Diese Übung ist noch nicht freigegeben. Bitte warten Sie auf die Kursleitung.", cause=f"{key} is locked")
    house.installation.courses.begin(place, key)
    return RedirectResponse(chosen.start, 303)


@router.post("/tipp")
def hint(request: Request, house: AtHouse, asking: Asking) -> Response:
    """Opens the next hint."""
    place = _at_work(house, asking)
    house.installation.courses.hinted(place, place.task, len(lesson(house, place).hints) + 1)
    return _panel(request, house, place)


@router.post("/pruefen")
def check(request: Request, house: AtHouse, asking: Asking, parts: Here, form: Form) -> Response:
    """Looks at what was done and answered, and says what is right or still missing."""
    place = _at_work(house, asking)
    answer = entered(form, "antwort", 2000)
    result = graded(exercise(house, place.task), _situation(house, parts, answer))
    house.installation.courses.tried(place, place.task, done=result.done)
    return _panel(request, house, place, result, answer)


@router.post("/weiter")
def leave(house: AtHouse, asking: Asking, form: Form) -> Response:
    """Leaves the exercise: to the list, or to the next one; what is not done stays for later."""
    place = _at_work(house, asking)
    house.installation.courses.skipped(place, place.task)
    following = form.get("naechste", "")
    if following in {row.task.key for row in rows(house, place) if row.open}:
        house.installation.courses.begin(place, following)
        return RedirectResponse(exercise(house, following).start, 303)
    house.installation.courses.begin(place, "")
    return RedirectResponse("/lernen", 303)


@router.post("/{key}/zuruecksetzen")
def reset_one(house: AtHouse, asking: Asking, parts: Here, key: str) -> Response:
    """Takes back what was done in one exercise."""
    place = seat_of(house.installation, asking)
    room.take_back(parts.space, room.papers(house.settings), exercise(house, key), asking.who)
    house.installation.courses.reset(place, [key])
    parts.put("index")
    return RedirectResponse("/lernen?zurueckgesetzt=1", 303)


@router.post("/alles-zuruecksetzen")
def reset_all(house: AtHouse, asking: Asking) -> Response:
    """A fresh sandbox."""
    place = room.reset(house, seat_of(house.installation, asking))
    house.installation.courses.reset(place, [each.key for each in of_course(house, house.installation.courses.get(place.course))])
    house.installation.courses.begin(place, "")
    return RedirectResponse("/lernen?zurueckgesetzt=1", 303)


def _situation(house: House, parts: Parts, answer: str) -> Situation:
    opened = house.installation.courses.looked_at(parts.space.name)
    return Situation(parts.space, room.papers(house.settings), (answer,) if answer else (), opened)


def _at_work(house: House, asking: Visitor) -> Place:
    place = seat_of(house.installation, asking)
    if not place.task:
        raise Invalid("Bitte wählen Sie zuerst eine Übung aus.", cause="no exercise under way")
    return place


def _panel(request: Request, house: House, place: Place, result: Result = NOT_TRIED, answer: str = "") -> Response:
    """The panel alone for a page that is open, or a page with nothing but it."""
    shown = lesson(house, place, result, answer)
    return render(request, "parts/task.html" if request.headers.get("hx-request") else "task.html", lesson=shown)
