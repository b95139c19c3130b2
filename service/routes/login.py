"""Anmelden and Abmelden."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.problems import Invalid
from service.auth.entrance import Entrance
from service.auth.visitor import LoginNeeded, SetupNeeded, visitor_of
from service.parts import AtHouse, Form, House, entered
from service.rendering import render

router = APIRouter()


@router.get("/anmelden")
def ask(request: Request, house: AtHouse, weiter: str = "/") -> Response:
    """The form; who is in already is led on."""
    try:
        visitor_of(request, house.installation, house.settings)
    except LoginNeeded:
        return door(request, house, onward=inside(weiter))
    except SetupNeeded:
        return RedirectResponse("/einrichten", 303)
    return RedirectResponse(inside(weiter), 303)


@router.post("/anmelden")
def log_in(request: Request, house: AtHouse, form: Form) -> Response:
    """Name and password; leads on, or to the second factor."""
    entrance, onward, login = _entrance(request, house), inside(form.get("weiter", "/")), form.get("anmeldename", "")[:200]
    try:
        person, token = entrance.with_password(login, form.get("kennwort", ""))
    except Invalid as problem:
        return door(request, house, 401, onward=onward, login=login, problem=problem.message)
    if person.totp:
        return entrance.let_in(door(request, house, onward=onward, login=login, step="code"), token)
    return entrance.let_in(RedirectResponse(onward, 303), token)


@router.post("/anmelden/code")
def second(request: Request, house: AtHouse, form: Form) -> Response:
    """The code of the second factor."""
    entrance, onward = _entrance(request, house), inside(form.get("weiter", "/"))
    try:
        _, token = entrance.with_code(entrance.token, entered(form, "code", 40))
    except Invalid as problem:
        return door(request, house, 401, onward=onward, problem=problem.message, step="code")
    return entrance.let_in(RedirectResponse(onward, 303), token)


@router.post("/abmelden")
def log_out(request: Request, house: AtHouse) -> Response:
    """Ends the session."""
    entrance = _entrance(request, house)
    house.installation.sessions.end_token(entrance.token)
    return entrance.let_out(RedirectResponse("/anmelden", 303))


def door(request: Request, house: House, status: int = 200, **said: str) -> Response:
    """The form for the password, or with ``step="code"`` for the second factor."""
    shown = {"onward": "/", "login": "", "problem": "", "step": "kennwort"} | said
    elsewhere = house.settings.oidc_name if house.provider else ""
    return render(request, "login.html", status=status, quiet=True, elsewhere=elsewhere, **shown)


def inside(address: str) -> str:
    """An address of ours to go on to, "/" for anything that leads elsewhere or back to the door."""
    elsewhere = not address.startswith("/") or address.startswith(("//", "/\\", "/anmelden", "/abmelden"))
    return "/" if elsewhere or any(ord(char) < 33 for char in address) else address


def _entrance(request: Request, house: House) -> Entrance:
    return Entrance(house.installation, house.settings, request)
