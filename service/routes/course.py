"""Kurse: open one, print the cards of its places, see who is how far, unlock, reset a place, end it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.installation.courses import Course, Place, Step
from archive.problems import Invalid, NotFound, Problem
from service import room
from service.auth.may import Asking
from service.errors import status_of
from service.parts import AtHouse, Form, House, entered
from service.rendering import render
from training.plan import units
from training.tasks import LEVELS, task, tasks

router = APIRouter(prefix="/kurse")
STUCK = timedelta(minutes=5)
"""So long at one exercise without anything happening: somebody may want help."""


@router.get("")
def courses(request: Request, house: AtHouse) -> Response:
    """All courses, and the way to a new one."""
    return _screen(request, house)


@router.post("")
def add(request: Request, house: AtHouse, asking: Asking, form: Form) -> Response:
    """Opens a course with its places."""
    count = form.get("plaetze", "")
    try:
        course = room.open_course(house, entered(form, "titel", 120), int(count) if count.isdecimal() else 0, asking.who)
    except (Invalid, NotFound) as problem:
        return _screen(request, house, problem=problem)
    return RedirectResponse(f"/kurse/{course.id}", 303)


@router.get("/{number}")
def wall(request: Request, house: AtHouse, number: str) -> Response:
    """The progress wall: places by exercises."""
    course = house.installation.courses.get(number)
    plan = units(tasks(), {})
    following = next((unit for unit in plan if unit.last > course.open_up_to), None)
    return render(request, "course.html", **_wall(house, course), opened=course.open_up_to, units=plan, following=following)


@router.get("/{number}/stand")
def standing(request: Request, house: AtHouse, number: str) -> Response:
    """The wall alone, for a page that is open."""
    return render(request, "parts/wall.html", **_wall(house, house.installation.courses.get(number)))


@router.get("/{number}/karten")
def cards(request: Request, house: AtHouse, number: str) -> Response:
    """The cards of the places, to print and cut."""
    course = house.installation.courses.get(number)
    address = f"{house.settings.known_as}/platz"
    return render(request, "cards.html", course=course, places=house.installation.courses.places(number), address=address)


@router.get("/{number}/loesungen/{key}")
def solution(request: Request, house: AtHouse, number: str, key: str) -> Response:
    """The solution of an exercise, large, for the projector."""
    return render(request, "solution.html", course=house.installation.courses.get(number), task=task(key), levels=LEVELS)


@router.post("/{number}/freigeben")
def unlock(house: AtHouse, number: str, form: Form) -> Response:
    """Opens the exercises up to one of them."""
    upto = form.get("bis", "")
    if not upto.isdecimal() or int(upto) > len(tasks()):
        raise Invalid("Bitte wählen Sie aus, bis zu welcher Übung freigegeben wird.", cause="no such exercise")
    house.installation.courses.get(number)
    house.installation.courses.open_up_to(number, int(upto))
    return RedirectResponse(f"/kurse/{number}", 303)


@router.post("/{number}/plaetze/{seat}/zuruecksetzen")
def reset(house: AtHouse, number: str, seat: int) -> Response:
    """A fresh sandbox for a place."""
    place = _place(house, number, seat)
    house.installation.courses.reset(place, [each.key for each in tasks()])
    house.installation.courses.begin(room.reset(house, place), "")
    return RedirectResponse(f"/kurse/{number}", 303)


@router.post("/{number}/beenden")
def end(house: AtHouse, number: str) -> Response:
    """Ends a course."""
    room.end_course(house, house.installation.courses.get(number))
    return RedirectResponse(f"/kurse/{number}", 303)


@router.post("/{number}/vergessen")
def forget(house: AtHouse, number: str) -> Response:
    """Forgets an ended course with all that was done in it."""
    course = house.installation.courses.get(number)
    if course.ended is None:
        raise Invalid("Bitte beenden Sie den Kurs zuerst.", cause="course is running")
    house.installation.courses.forget(number)
    return RedirectResponse("/kurse", 303)


def _place(house: House, course: str, number: int) -> Place:
    place = next((place for place in house.installation.courses.places(course) if place.number == number), None)
    if place is None:
        raise NotFound("Diesen Platz gibt es nicht.", cause=f"no place {number}")
    return place


def _wall(house: House, course: Course) -> dict[str, Any]:
    steps = {(step.place, step.task): step for step in house.installation.courses.steps(course.id)}
    places = house.installation.courses.places(course.id)
    return {
        "course": course,
        "tasks": tasks(),
        "places": [(place, [steps.get((place.number, each.key)) for each in tasks()], _stuck(place, steps)) for place in places],
    }


def _stuck(place: Place, steps: dict[tuple[int, str], Step]) -> str:
    """The title of the exercise a place has been at for long without anything happening."""
    step = steps.get((place.number, place.task))
    if step is None or step.state != "begonnen" or datetime.now(UTC) - step.changed < STUCK:
        return ""
    return task(step.task).title


def _screen(request: Request, house: House, *, problem: Problem | None = None) -> Response:
    status, ready = status_of(problem) if problem else 200, room.is_ready(house.settings)
    message = problem.message if problem else ""
    return render(request, "courses.html", status=status, courses=house.installation.courses.all(), problem=message, ready=ready)
