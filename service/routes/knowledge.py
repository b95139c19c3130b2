"""Wissen: notes and videos of the firm, found by words, read, written, changed, checked again, removed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.doctypes import doctypes
from archive.knowledge import Kept
from archive.note import CATEGORIES, Note, fold
from archive.problems import Invalid, Problem
from archive.space import Space
from service import library
from service.arrivals import today
from service.auth.may import Asking
from service.entering import CHANGED
from service.errors import status_of
from service.exercises import exercises
from service.library import OWN, SHARED
from service.note_form import CHOICE_OF, LIST_OF, TEXTS, entered_note, values_of
from service.parts import AtHouse, Form, Here, House, Parts
from service.rendering import render
from service.routes.papers import steps
from service.screens import SCREENS
from training.subtitles import clock

router = APIRouter(prefix=OWN)
lent = APIRouter(prefix=SHARED)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form of a note as it is to be shown; ``kept`` is the one it changes."""

    values: Mapping[str, str]
    kept: Kept | None = None
    problem: Problem | None = None


@router.get("")
def listing(request: Request, house: AtHouse, asking: Asking, q: str = "", bereich: str = "") -> Response:
    """The library, the last changed first."""
    geloescht = request.query_params.get("geloescht")
    words, category = q.strip()[:200], bereich if bereich in CATEGORIES else ""
    found = [(each, sayings(each.note, words)) for each in library.search(house, asking, words, category)]
    values: dict[str, Any] = {"q": words, "category": category, "categories": CATEGORIES, "gone": bool(geloescht), "today": today()}
    return render(request, "knowledge.html", found=found, clock=clock, **values)


@router.get("/neu")
def new(request: Request, house: AtHouse, parts: Here) -> Response:
    """The empty form; the address says what the note is to be attached to."""
    wanted = {name: request.query_params.get(name, "")[:200] for name in (*LIST_OF, *CHOICE_OF)}
    # What the screen shows is offered for a choice; too much of it would put the note on every paper of a type.
    if wanted["lieferant"] or wanted["auftrag"]:
        wanted["belegart"] = ""
    return _form(request, house, parts, Sheet(values_of(Note("", "")) | wanted))


@router.post("/neu")
def create(request: Request, house: AtHouse, parts: Here, form: Form) -> Response:
    """Keeps a new note."""
    try:
        made = parts.space.knowledge.add(entered_note(form, parts.space, _titles(house), Note("", "", checked=today())), parts.who)
    except Invalid as problem:
        return _form(request, house, parts, Sheet(form, problem=problem))
    return RedirectResponse(f"{OWN}/{made.key}?gespeichert=1", 303)


@router.get("/{key}")
def one(request: Request, house: AtHouse, parts: Here, key: str) -> Response:
    """A note to read, or a video to watch; the parameter ``ab`` is the second it begins at."""
    return _shown(request, house, parts.space, parts.space.knowledge.get(key))


@lent.get("/{key}")
def of_the_firm(request: Request, house: AtHouse, asking: Asking, key: str) -> Response:
    """What the firm shows at places of courses, to read or watch only."""
    space, kept = library.shared(house, asking, key)
    return _shown(request, house, space, kept, SHARED)


@router.get("/{key}/bearbeiten")
def edit(request: Request, house: AtHouse, parts: Here, key: str) -> Response:
    """The form of a note that is there."""
    kept = parts.space.knowledge.get(key)
    return _form(request, house, parts, Sheet(values_of(kept.note), kept))


@router.post("/{key}/bearbeiten")
def save(request: Request, house: AtHouse, parts: Here, key: str, form: Form) -> Response:
    """Keeps a changed note."""
    kept = parts.space.knowledge.get(key)
    if form.get("stand") != kept.at.isoformat():
        return _form(request, house, parts, Sheet(values_of(kept.note), kept, Invalid(CHANGED, cause="changed meanwhile")))
    try:
        parts.space.knowledge.save(entered_note(form, parts.space, _titles(house), kept.note), parts.who)
    except Invalid as problem:
        return _form(request, house, parts, Sheet(form, kept, problem))
    return RedirectResponse(f"{OWN}/{key}?gespeichert=1", 303)


@router.post("/{key}/geprueft")
def checked(parts: Here, key: str) -> Response:
    """Somebody has looked it through and says that it still holds."""
    kept = parts.space.knowledge.get(key)
    parts.space.knowledge.save(dataclasses.replace(kept.note, checked=today()), parts.who)
    return RedirectResponse(f"{OWN}/{key}?gespeichert=1", 303)


@router.post("/{key}/entfernen")
def remove(parts: Here, key: str) -> Response:
    """Takes it out of the library."""
    parts.space.knowledge.remove(key, parts.who)
    return RedirectResponse(f"{OWN}?geloescht=1", 303)


def sayings(note: Note, words: str) -> list[tuple[float, str]]:
    """The sentences of a film in which one of the words is said, three at most, with their seconds."""
    wanted = fold(words).split()
    said = note.film.cues if note.film and wanted else ()
    return [(cue.start, cue.text) for cue in said if any(word in fold(cue.text) for word in wanted)][:3]


def _titles(house: House) -> dict[str, str]:
    return {each.key: each.title for each in exercises(house)}


def _shown(request: Request, house: House, space: Space, kept: Kept, base: str = OWN) -> Response:
    film, begin = kept.note.film, request.query_params.get("ab", "")[:12]
    start = min(float(begin), 86_400.0) if begin.replace(".", "", 1).isdecimal() else film.start if film else 0.0
    end = f",{film.end:g}" if film and film.end else ""
    values: dict[str, Any] = {
        "base": base,
        "saved": bool(request.query_params.get("gespeichert")),
        "kept": kept,
        "note": kept.note,
        "attached": library.attached(space, _titles(house), kept.note.anchors),
        "labels": TEXTS,
        "categories": CATEGORIES,
        "today": today(),
        "cut": f"#t={start:g}{end}" if start or end else "",
        "trail": steps(space.journal.about(kept.note.key)),
    }
    return render(request, "note.html", clock=clock, **values)


def _form(request: Request, house: House, parts: Parts, sheet: Sheet) -> Response:
    filled = {name: sheet.values.get(name, "") for name in values_of(Note("", ""))}
    choices = {
        "belegart": {key: each.name for key, each in doctypes().items()},
        "uebung": _titles(house),
        "seite": SCREENS,
    }
    return render(
        request,
        "note_form.html",
        status=status_of(sheet.problem) if sheet.problem else 200,
        problem=sheet.problem.message if sheet.problem else "",
        kept=sheet.kept,
        values=filled,
        choices=choices,
        labels=TEXTS,
        categories=CATEGORIES,
        suppliers=parts.space.orders.suppliers(),
    )
