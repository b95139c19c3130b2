"""Platz: the way in with the code of a printed card."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.problems import Invalid
from service.auth.entrance import Entrance
from service.parts import AtHouse, Form, entered
from service.rendering import render

router = APIRouter(prefix="/platz")


@router.get("")
def ask(request: Request) -> Response:
    """The field for the code."""
    return render(request, "seat.html", quiet=True, problem="", code="", over=False)


@router.get("/ende")
def over(request: Request, house: AtHouse) -> Response:
    """Says that the place is gone. Whoever goes on from here to the real papers does so knowingly."""
    entrance = Entrance(house.installation, house.settings, request)
    if house.installation.sessions.find(entrance.token):
        return RedirectResponse("/", 303)  # still there; an address that somebody opens by chance lets nobody out
    return entrance.let_out(render(request, "seat.html", quiet=True, problem="", code="", over=True))


@router.post("")
def sit_down(request: Request, house: AtHouse, form: Form) -> Response:
    """Leads to the exercises of the place."""
    entrance, code = Entrance(house.installation, house.settings, request), form.get("code", "")[:40]
    try:
        token = entrance.with_card(entered(form, "code", 40))
    except Invalid as problem:
        return render(request, "seat.html", status=401, quiet=True, problem=problem.message, code=code, over=False)
    return entrance.let_in(RedirectResponse("/lernen", 303), token)
