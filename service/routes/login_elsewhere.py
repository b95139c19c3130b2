"""Anmelden with the firm's own accounts: sends the browser to the login service and takes it back. Off unless it is set up."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.problems import Invalid, NotFound, Problem
from service.auth.elsewhere import BACK, Elsewhere
from service.auth.entrance import Entrance
from service.parts import AtHouse, House
from service.routes.login import door, inside

router = APIRouter()

_LONGEST = 600


@router.get("/anmelden/firmenkonto")
def leave(request: Request, house: AtHouse, weiter: str = "/") -> Response:
    """To the login service."""
    try:
        goal, errand = _way(request, house).begin(inside(weiter))
    except Problem as problem:
        return _refused(request, house, problem)
    response = RedirectResponse(goal, 303)
    response.set_cookie(
        _cookie(house), errand.state, max_age=_LONGEST, httponly=True, samesite="lax", secure=house.settings.secure, path="/"
    )
    return response


@router.get(BACK)
def come_back(request: Request, house: AtHouse) -> Response:
    """From the login service; leads on, or to the second factor of ours that somebody switched on."""
    asked, carried = request.query_params, request.cookies.get(_cookie(house), "")
    way = _way(request, house)
    try:
        if asked.get("error"):
            raise Invalid("Die Anmeldung beim Anmeldedienst wurde abgebrochen. Sie können sie noch einmal beginnen.", cause="refused there")
        person, token, onward = way.finish(asked.get("state", ""), carried, asked.get("code", ""), asked.get("iss", ""))
    except Problem as problem:
        return _without(house, _refused(request, house, problem))
    response = door(request, house, onward=onward, login=person.login, step="code") if person.totp else RedirectResponse(onward, 303)
    return _without(house, way.entrance.let_in(response, token))


def _way(request: Request, house: House) -> Elsewhere:
    if house.provider is None or not house.installation.people.any():
        raise NotFound("Anmelden mit einem Firmenkonto ist hier nicht eingerichtet.", cause="no login service")
    return Elsewhere(Entrance(house.installation, house.settings, request), house.provider)


def _refused(request: Request, house: House, problem: Problem) -> Response:
    if isinstance(problem, NotFound):
        raise problem
    status = 401 if isinstance(problem, Invalid) else 503
    return door(request, house, status, problem=problem.message)


def _without(house: House, response: Response) -> Response:
    response.delete_cookie(_cookie(house), httponly=True, samesite="lax", secure=house.settings.secure, path="/")
    return response


def _cookie(house: House) -> str:
    return "__Host-mappe-weg" if house.settings.secure else "mappe-weg"
