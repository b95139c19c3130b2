"""Einrichten: the first person, who manages everything. From then on nobody gets in without logging in."""

from __future__ import annotations

import hmac

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.installation.person import Membership, Person
from archive.problems import Invalid
from service.auth import passwords
from service.auth.entrance import Entrance
from service.auth.setup_code import setup_code
from service.parts import AtHouse, Form, House, entered
from service.rendering import render

router = APIRouter(prefix="/einrichten")


@router.get("")
def ask(request: Request, house: AtHouse) -> Response:
    """The form, as long as nobody was entered."""
    if house.installation.people.any():
        return RedirectResponse("/", 303)
    return _screen(request, house, {})


@router.post("")
def begin(request: Request, house: AtHouse, form: Form) -> Response:
    """Enters the first person and lets them in."""
    if house.installation.people.any():
        return RedirectResponse("/", 303)
    try:
        _must_know_code(house, form)
        login, name = entered(form, "anmeldename", 100), entered(form, "name", 100)
        password = form.get("kennwort", "")
        passwords.must_be_good(password, form.get("noch_einmal", ""), login)
        admin = (Membership(house.settings.space, "admin", confidential=True),)
        house.installation.people.first(Person("", login, name, passwords.hashed(password), memberships=admin))
    except Invalid as problem:
        return _screen(request, house, form, problem.message)
    entrance = Entrance(house.installation, house.settings, request)
    _, token = entrance.with_password(login, password)
    return entrance.let_in(RedirectResponse("/verwaltung", 303), token)


def _screen(request: Request, house: House, form: dict[str, str], problem: str = "") -> Response:
    values = {key: form.get(key, "") for key in ("name", "anmeldename", "code")}
    needs_code = not house.settings.local
    if needs_code:
        setup_code(house.settings)  # it has to lie there when somebody is asked for it
    status = 422 if problem else 200
    return render(request, "setup.html", status=status, quiet=True, values=values, problem=problem, needs_code=needs_code)


def _must_know_code(house: House, form: dict[str, str]) -> None:
    """On a network anybody could be the first: whoever sets up must be able to see the machine."""
    if house.settings.local:
        return
    wait = house.installation.attempts.wait("einrichten").total_seconds()
    if wait > 0:
        raise Invalid(f"Es gab zu viele falsche Versuche. Bitte warten Sie {max(1, round(wait))} Sekunden.", cause="throttled")
    if not hmac.compare_digest(form.get("code", "").strip().encode(), setup_code(house.settings).encode()):
        house.installation.attempts.failed("einrichten")
        raise Invalid("Der Einrichtungscode stimmt nicht. Er steht in der Ausgabe des Dienstes beim Start.", cause="wrong setup code")
