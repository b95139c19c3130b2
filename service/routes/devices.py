"""Geräte und Programme: keys with which they come in without a person."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.installation.person import SCOPES
from archive.problems import Invalid, NotFound
from service.auth.may import Asking
from service.auth.rights import SCOPE_NAMES
from service.auth.visitor import Visitor
from service.parts import AtHouse, Form, House, entered
from service.rendering import render

router = APIRouter(prefix="/verwaltung/geraete")


@router.get("")
def devices(request: Request, house: AtHouse, asking: Asking) -> Response:
    """The keys of this space."""
    return _screen(request, house, asking)


@router.post("")
def add(request: Request, house: AtHouse, asking: Asking, form: Form) -> Response:
    """A new key; its secret is shown once."""
    try:
        until = entered(form, "bis", 20)
        expires = date.fromisoformat(until) if until else None
        scopes = [scope for scope in SCOPES if form.get(f"darf_{scope}")]
        secret = house.installation.keys.add(entered(form, "name", 100), asking.space, scopes, asking.who, expires=expires)
    except Invalid as problem:
        return _screen(request, house, asking, problem=problem.message)
    except ValueError:
        return _screen(request, house, asking, problem="Das Datum bei „gilt bis“ ist kein Tag. Bitte wählen Sie einen.")
    return _screen(request, house, asking, secret=secret)


@router.post("/{number}/zuruecknehmen")
def remove(house: AtHouse, asking: Asking, number: str) -> Response:
    """Takes a key back."""
    if number not in {key.id for key in house.installation.keys.all() if key.space == asking.space}:
        raise NotFound("Diesen Schlüssel gibt es nicht mehr.", cause="no such key here")
    house.installation.keys.remove(number, asking.who)
    return RedirectResponse("/verwaltung/geraete", 303)


def _screen(request: Request, house: House, asking: Visitor, *, problem: str = "", secret: str = "") -> Response:
    keys = [key for key in house.installation.keys.all() if key.space == asking.space]
    status, open_door = 422 if problem else 200, asking.person is None
    return render(
        request, "devices.html", status=status, keys=keys, problem=problem, secret=secret, scopes=SCOPE_NAMES, open_door=open_door
    )
