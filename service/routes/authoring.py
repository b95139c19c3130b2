"""Eigene Übungen: written from a pattern or a copy, checked, kept in the firm's own archive, changed, removed."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.exercises import PREFIX
from archive.problems import Invalid, Problem
from service.errors import status_of
from service.exercises import in_use, own
from service.parts import AtHouse, Form, Here, House, entered
from service.rendering import render
from service.routes.papers import steps
from training.authoring import LONGEST, looked_through
from training.tasks import LEVELS, Task, parsed, tasks, written

router = APIRouter(prefix="/kurse/uebungen")
PATTERN = "13-teillieferung"


@dataclass(frozen=True, slots=True)
class Draft:
    """The form as it is to be shown: the text, what was found in it, and which exercise it changes, "" for a new one.

    ``wrong`` is ``None`` as long as nobody asked.
    """

    text: str
    key: str = ""
    stand: str = ""
    exercise: Task | None = None
    wrong: list[str] | None = None
    problem: Problem | None = None


@router.get("")
def listing(request: Request, house: AtHouse, gespeichert: str = "", entfernt: str = "") -> Response:
    """All exercises: one's own to change, the shipped ones to copy."""
    mine = [(each, parsed(each.key, each.text)) for each in own(house).all()]
    return render(request, "own_exercises.html", mine=mine, shipped=tasks(), saved=bool(gespeichert), gone=bool(entfernt))


@router.get("/neu")
def new(request: Request, house: AtHouse, von: str = PATTERN) -> Response:
    """The form, with an exercise as a pattern to write over."""
    text = own(house).get(von).text if von.startswith(PREFIX) else written(von)
    return _form(request, house, Draft(text))


@router.post("/neu")
def create(request: Request, house: AtHouse, parts: Here, form: Form) -> Response:
    """Says what is wrong and shows how it looks; keeps it when that is asked for and nothing is wrong."""
    draft = _looked(Draft(entered(form, "text", LONGEST)))
    if form.get("tun") != "speichern" or draft.wrong:
        return _form(request, house, draft)
    own(house).add(draft.text, parts.who)
    return RedirectResponse("/kurse/uebungen?gespeichert=1", 303)


@router.get("/{key}")
def edit(request: Request, house: AtHouse, key: str) -> Response:
    """The form of one's own exercise."""
    kept = own(house).get(key)
    return _form(request, house, Draft(kept.text, key, kept.stand))


@router.post("/{key}")
def save(request: Request, house: AtHouse, parts: Here, key: str, form: Form) -> Response:
    """Checks a changed text, and keeps it when that is asked for and nothing is wrong."""
    draft = _looked(Draft(entered(form, "text", LONGEST), key, form.get("stand", "")))
    if form.get("tun") != "speichern" or draft.wrong:
        return _form(request, house, draft)
    try:
        own(house).save(key, draft.text, draft.stand, parts.who)
    except Invalid as problem:
        return _form(request, house, Draft(draft.text, key, draft.stand, problem=problem))
    return RedirectResponse("/kurse/uebungen?gespeichert=1", 303)


@router.post("/{key}/entfernen")
def remove(house: AtHouse, parts: Here, key: str) -> Response:
    """Takes one out of the list; not while people practise with it."""
    own(house).get(key)
    if in_use(house, key):
        raise Invalid("Ein laufender Kurs hat diese Übung. Bitte beenden Sie ihn zuerst.", cause=f"{key} is in use")
    own(house).remove(key, parts.who)
    return RedirectResponse("/kurse/uebungen?entfernt=1", 303)


def _looked(draft: Draft) -> Draft:
    exercise, wrong = looked_through(draft.text)
    return Draft(draft.text, draft.key, draft.stand, exercise, wrong)


def _form(request: Request, house: House, draft: Draft) -> Response:
    trail = steps(house.parts(house.settings.space).space.journal.about(draft.key)) if draft.key else []
    status = status_of(draft.problem) if draft.problem else 200
    return render(request, "authoring.html", status=status, draft=draft, longest=LONGEST, levels=LEVELS, trail=trail)
