"""Seiten ordnen: a stack split into papers, papers merged into one, pages turned. The originals stay as they came."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.problems import Invalid, NotFound, Problem
from archive.scan import Reading
from archive.space import Space
from archive.stack import merge, ranges_of, split, turn
from ingest.pile import guesses, suggested
from service.errors import status_of
from service.pages import marks
from service.parts import Form, Here, Parts, entered
from service.rendering import render

router = APIRouter(prefix="/belege")

NEIGHBOURS = 3
LONGEST_PAGE = 5
"""Digits of the number of a page."""


@router.get("/{number}/seiten")
def pages(request: Request, parts: Here, number: str) -> Response:
    """All pages as thumbnails with marks between them; those that seem to begin a paper are marked already."""
    return _screen(request, parts, number)


@router.get("/{number}/seiten/vorschau")
def preview(request: Request, parts: Here, number: str) -> Response:
    """What the marks that are set now would make: for the page's own script."""
    reading = _reading(parts.space, number)
    return render(request, "parts/pile.html", made=_made(parts.space, reading, _cuts(request.query_params)))


@router.post("/{number}/teilen")
def divide(request: Request, parts: Here, number: str, form: Form) -> Response:
    """Splits the paper at the marks, or into the ranges that were typed."""
    try:
        ranges = ranges_of(typed) if (typed := entered(form, "bereiche", 2000)) else _ranges(_reading(parts.space, number), _cuts(form))
        made = split(parts.space, number, ranges, parts.who)
    except Invalid as problem:
        return _screen(request, parts, number, problem=problem, cuts=_cuts(form))
    return _done(parts, number, *made)


@router.post("/{number}/zusammenfassen")
def unite(request: Request, parts: Here, number: str, form: Form) -> Response:
    """Makes one paper of this one and others, this one first."""
    chosen = [key.removeprefix("mit_") for key in form if key.startswith("mit_")]
    typed = entered(form, "mit", 2000).replace(",", " ").split()
    try:
        made = merge(parts.space, list(dict.fromkeys([number, *chosen, *typed])), parts.who)
    except (Invalid, NotFound) as problem:
        return _screen(request, parts, number, problem=problem)
    return _done(parts, number, made)


@router.post("/{number}/drehen")
def rotate(request: Request, parts: Here, number: str, form: Form) -> Response:
    """Turns one page; it is read again."""
    page, degrees = entered(form, "seite", 5), entered(form, "grad", 3)
    try:
        turn(parts.space, number, _number(page), _number(degrees), parts.who)
    except Invalid as problem:
        return _screen(request, parts, number, problem=problem)
    parts.put("process", number, urgent=True)
    return RedirectResponse(f"/belege/{number}", 303)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise Invalid("Bitte wählen Sie eine Seite und eine Drehung.", cause=f"{text!r} is no number")
    return int(text)


def _done(parts: Parts, number: str, *made: str) -> Response:
    for each in made:
        parts.put("process", each, urgent=True)
    parts.put("index")
    return RedirectResponse(f"/belege/{number}?erledigt=1", 303)


def _screen(request: Request, parts: Parts, number: str, *, problem: Problem | None = None, cuts: set[int] | None = None) -> Response:
    space = parts.space
    entry = space.intake.get(number)
    if entry.state not in ("filed", "waiting"):
        return RedirectResponse(f"/belege/{number}", 303)
    reading = _reading(space, number)
    marked = set(suggested(reading, space.orders.firm())) if cuts is None else cuts
    return render(
        request,
        "pages.html",
        status=status_of(problem) if problem else 200,
        entry=entry,
        pages=reading.pages,
        marks=marks(space, number),
        cuts=marked,
        proposed=cuts is None and bool(marked),
        made=_made(space, reading, marked),
        neighbours=_neighbours(space, number),
        problem=problem,
    )


def _reading(space: Space, number: str) -> Reading:
    try:
        return space.documents.reading(number)
    except NotFound as problem:
        raise Invalid("Dieser Beleg ließ sich nicht lesen; seine Seiten lassen sich nicht ordnen.", cause=problem.cause) from problem


def _cuts(form: Iterable[str]) -> set[int]:
    """The pages at which a field is set; the names of the fields come from outside."""
    return {int(page) for field in form if (page := field.removeprefix("schnitt_")).isdecimal() and len(page) <= LONGEST_PAGE}


def _ranges(reading: Reading, cuts: set[int]) -> list[tuple[int, ...]]:
    ranges: list[tuple[int, ...]] = []
    for page in reading.pages:
        if not ranges or page.number in cuts:
            ranges.append(())
        ranges[-1] = (*ranges[-1], page.number)
    return ranges


def _made(space: Space, reading: Reading, cuts: set[int]) -> list[dict[str, Any]]:
    """The papers that would come of it, each with its pages and what it seems to be."""
    ranges = _ranges(reading, cuts)
    types = guesses(reading, ranges, space.orders.firm())
    return [{"first": pages[0], "last": pages[-1], "doctype": doctype} for pages, doctype in zip(ranges, types, strict=True)]


def _neighbours(space: Space, number: str) -> list[Any]:
    """Papers that came in just before and after, which may belong together with this one."""
    before = space.intake.recent(NEIGHBOURS, before=number)
    after = [entry for entry in space.intake.recent(200) if entry.eingangsnummer > number][-NEIGHBOURS:]
    return [entry for entry in sorted([*before, *after], key=lambda each: each.eingangsnummer) if entry.state in ("filed", "waiting")]
