"""Kurse: open one, print the cards of its places, see who is how far, unlock, reset a place, end it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.installation.course import Course, Place, Step, Wish
from archive.problems import Invalid, NotFound, Problem
from service import room
from service.auth.may import Asking
from service.errors import status_of
from service.exercises import exercise, exercises, of_course
from service.parts import AtHouse, Form, House, entered
from service.rendering import render
from service.routes.evaluation import plan_of
from training.tasks import LEVELS

router = APIRouter(prefix="/kurse")
STUCK = timedelta(minutes=5)
"""So long at one exercise without anything happening: somebody may want help."""
START: Mapping[str, str] = {"titel": "", "plaetze": "10"}


@router.get("")
def courses(request: Request, house: AtHouse) -> Response:
    """All courses, and the way to a new one."""
    return _screen(request, house)


@router.post("")
def add(request: Request, house: AtHouse, asking: Asking, form: Form) -> Response:
    """Opens a course with its places; all shipped exercises unless others are chosen."""
    count, title = form.get("plaetze", ""), form.get("titel", "")[:120]
    chosen = tuple(each.key for each in exercises(house) if f"uebung_{each.key}" in form)
    try:
        wish = Wish(entered(form, "titel", 120), chosen, report=form.get("bericht") == "ja", ranking=form.get("rangliste") == "ja")
        course = room.open_course(house, wish, int(count[:6]) if count.isdecimal() else 0, asking.who)
    except (Invalid, NotFound) as problem:
        return _screen(request, house, problem=problem, typed={"titel": title, "plaetze": count[:6]}, chosen=chosen)
    return RedirectResponse(f"/kurse/{course.id}", 303)


@router.get("/{number}")
def wall(request: Request, house: AtHouse, number: str, paket: str = "") -> Response:
    """The progress wall: places by exercises."""
    course = house.installation.courses.get(number)
    plan = plan_of(house, course)
    values: dict[str, Any] = {
        "opened": course.open_up_to,
        "units": plan,
        "following": next((unit for unit in plan if unit.last > course.open_up_to), None),
        "other_firm": bool(paket),
        "days": house.settings.learning_days,
        "forgotten": course.ended + timedelta(days=house.settings.learning_days) if course.ended else None,
    }
    return render(request, "course.html", **_wall(house, course), **values)


@router.get("/{number}/stand")
def standing(request: Request, house: AtHouse, number: str) -> Response:
    """The wall alone, for a page that is open."""
    return render(request, "parts/wall.html", **_wall(house, house.installation.courses.get(number)))


@router.get("/{number}/karten")
def cards(request: Request, house: AtHouse, number: str) -> Response:
    """The cards of the places, to print and cut."""
    course = house.installation.courses.get(number)
    address = f"{house.settings.known_as}/platz"
    places, local = house.installation.courses.places(number), house.settings.local
    return render(request, "cards.html", course=course, places=places, address=address, local=local)


@router.get("/{number}/loesungen/{key}")
def solution(request: Request, house: AtHouse, number: str, key: str) -> Response:
    """The solution of an exercise, large, for the projector."""
    return render(request, "solution.html", course=house.installation.courses.get(number), task=exercise(house, key), levels=LEVELS)


@router.post("/{number}/freigeben")
def unlock(house: AtHouse, number: str, form: Form) -> Response:
    """Opens the exercises up to one of them."""
    upto = form.get("bis", "")[:6]
    count = len(of_course(house, _running(house, number)))
    if not upto.isdecimal() or int(upto) > count:
        raise Invalid("Bitte wählen Sie aus, bis zu welcher Übung freigegeben wird.", cause="no such exercise")
    house.installation.courses.open_up_to(number, int(upto))
    return RedirectResponse(f"/kurse/{number}", 303)


@router.get("/{number}/plaetze/{seat}/zuruecksetzen")
def ask_reset(request: Request, house: AtHouse, number: str, seat: int) -> Response:
    """Asks first: a press beside the right row of the wall must not cost anybody their work."""
    return render(request, "seat_reset.html", course=_running(house, number), place=_place(house, number, seat))


@router.post("/{number}/plaetze/{seat}/zuruecksetzen")
def reset(house: AtHouse, number: str, seat: int) -> Response:
    """A fresh sandbox for a place."""
    course, place = _running(house, number), _place(house, number, seat)
    house.installation.courses.reset(place, [each.key for each in of_course(house, course)])
    house.installation.courses.begin(room.reset(house, place), "")
    return RedirectResponse(f"/kurse/{number}", 303)


@router.post("/{number}/beenden")
def end(house: AtHouse, number: str) -> Response:
    """Ends a course; a second time changes nothing, for its results are kept until so many days after the first."""
    course = house.installation.courses.get(number)
    if course.ended is None:
        room.end_course(house, course)
    return RedirectResponse(f"/kurse/{number}", 303)


@router.post("/{number}/vergessen")
def forget(house: AtHouse, number: str) -> Response:
    """Forgets an ended course with all that was done in it."""
    course = house.installation.courses.get(number)
    if course.ended is None:
        raise Invalid("Bitte beenden Sie den Kurs zuerst.", cause="course is running")
    house.installation.courses.forget(number)
    return RedirectResponse("/kurse", 303)


def _running(house: House, number: str) -> Course:
    """Raises ``Invalid`` for a course that has ended: its places are gone, and no sandbox may be made for one."""
    course = house.installation.courses.get(number)
    if course.ended is not None:
        raise Invalid("Dieser Kurs ist beendet.", cause="course has ended")
    return course


def _place(house: House, course: str, number: int) -> Place:
    place = next((place for place in house.installation.courses.places(course) if place.number == number), None)
    if place is None:
        raise NotFound("Diesen Platz gibt es nicht.", cause=f"no place {number}")
    return place


def _wall(house: House, course: Course) -> dict[str, Any]:
    steps = {(step.place, step.task): step for step in house.installation.courses.steps(course.id)}
    places = house.installation.courses.places(course.id)
    listed = of_course(house, course)
    titles = {each.key: each.title for each in listed}
    return {
        "course": course,
        "tasks": listed,
        "places": [(place, [steps.get((place.number, key)) for key in titles], _stuck(place, steps, titles)) for place in places],
    }


def _stuck(place: Place, steps: dict[tuple[int, str], Step], titles: Mapping[str, str]) -> str:
    """The title of the exercise a place has been at for long without anything happening."""
    step = steps.get((place.number, place.task))
    if step is None or step.state != "begonnen" or datetime.now(UTC) - step.changed < STUCK:
        return ""
    return titles.get(step.task, "")


def _screen(
    request: Request, house: House, *, problem: Problem | None = None, typed: Mapping[str, str] = START, chosen: Collection[str] = ()
) -> Response:
    listed = exercises(house)
    values: dict[str, Any] = {
        "courses": house.installation.courses.all(),
        "problem": problem.message if problem else "",
        "ready": room.is_ready(house.settings),
        "outdated": room.is_outdated(house.settings),
        "exercises": listed,
        "chosen": set(chosen) or {each.key for each in listed},
        "typed": typed,
    }
    return render(request, "courses.html", status=status_of(problem) if problem else 200, **values)
