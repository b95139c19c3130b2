"""Mein Zugang: the own password, the second factor, the sessions, and the change to another space."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.installation.person import Person
from archive.problems import Invalid, NotFound
from service.auth import passwords, second_factor
from service.auth.entrance import Entrance
from service.auth.may import Asking
from service.auth.visitor import Forbidden, Visitor, today
from service.parts import AtHouse, Form, House, entered
from service.rendering import render

router = APIRouter(prefix="/konto")


@router.get("")
def account(request: Request, house: AtHouse, asking: Asking, gespeichert: str = "") -> Response:
    """The screen; nothing to see while nobody has to log in."""
    if asking.person is None:
        return RedirectResponse("/verwaltung/personen", 303)
    return _screen(request, house, asking, saved=bool(gespeichert))


@router.post("/kennwort")
def password(request: Request, house: AtHouse, asking: Asking, form: Form) -> Response:
    """A new password. Ends all other sessions."""
    person, entrance = _person(asking), Entrance(house.installation, house.settings, request)
    new = form.get("neu", "")
    if not passwords.right(form.get("bisher", ""), person.password):
        return _screen(request, house, asking, problem="Das bisherige Kennwort stimmt nicht. Bitte geben Sie es noch einmal ein.")
    try:
        passwords.must_be_good(new, form.get("noch_einmal", ""), person.login)
    except Invalid as problem:
        return _screen(request, house, asking, problem=problem.message)
    house.installation.people.set_password(person.id, passwords.hashed(new), person.name, must_change=False)
    token = house.installation.sessions.begin(person.id, asking.space, request.headers.get("user-agent", ""))
    return entrance.let_in(RedirectResponse("/konto?gespeichert=1", 303), token)


@router.post("/zweiter-faktor")
def offer(request: Request, house: AtHouse, asking: Asking) -> Response:
    """Shows a fresh secret to scan. It counts only after a code of it came back."""
    _person(asking)
    return _screen(request, house, asking, secret=second_factor.new_secret())


@router.post("/zweiter-faktor/ein")
def switch_on(request: Request, house: AtHouse, asking: Asking, form: Form) -> Response:
    """Switches the second factor on and shows the recovery codes, once."""
    person, secret = _person(asking), entered(form, "geheimnis", 64)
    if not second_factor.step_of(secret, entered(form, "code", 40)):
        return _screen(request, house, asking, secret=secret, problem="Dieser Code passt nicht. Bitte geben Sie den Code Ihrer App ein.")
    codes = second_factor.recovery_codes()
    house.installation.people.set_totp(person.id, secret, [second_factor.kept(code) for code in codes], person.name)
    return _screen(request, house, asking, codes=codes)


@router.post("/zweiter-faktor/aus")
def switch_off(request: Request, house: AtHouse, asking: Asking, form: Form) -> Response:
    """Switches it off; asks for the password, because an open screen is no proof."""
    person = _person(asking)
    if not passwords.right(form.get("kennwort", ""), person.password):
        return _screen(request, house, asking, problem="Das Kennwort stimmt nicht. Der zweite Faktor bleibt an.")
    house.installation.people.set_totp(person.id, "", (), person.name)
    return RedirectResponse("/konto?gespeichert=1", 303)


@router.post("/sitzungen/beenden")
def end_others(house: AtHouse, asking: Asking) -> Response:
    """Ends all sessions but this one."""
    person = _person(asking)
    house.installation.sessions.end_others(person.id, asking.session.token if asking.session else "")
    return RedirectResponse("/konto?gespeichert=1", 303)


@router.post("/bereich")
def change_space(house: AtHouse, asking: Asking, form: Form) -> Response:
    """Goes to another space one has a role in."""
    person, space = _person(asking), entered(form, "bereich", 60)
    if person.membership(space, today()) is None or asking.session is None:
        raise NotFound("Diesen Bereich gibt es für Sie nicht.", cause="no membership")
    house.installation.sessions.move(asking.session.token, space)
    return RedirectResponse("/", 303)


def _screen(request: Request, house: House, asking: Visitor, *, problem: str = "", saved: bool = False, **shown: Any) -> Response:
    person = house.installation.people.get(_person(asking).id)
    secret = shown.get("secret", "")
    titles = {entry.name: entry.title for entry in house.installation.spaces.all()}
    return render(
        request,
        "account.html",
        status=422 if problem else 200,
        quiet=person.must_change,
        person=person,
        problem=problem,
        saved=saved,
        secret=secret,
        picture=second_factor.picture(secret, person.login) if secret else "",
        codes=shown.get("codes", ()),
        sessions=house.installation.sessions.of(person.id),
        current=asking.session.token if asking.session else "",
        spaces=[(m.space, titles.get(m.space, m.space)) for m in person.memberships if m.holds(today())],
    )


def _person(asking: Visitor) -> Person:
    if asking.person is None:
        raise NotFound("Sie sind ohne Anmeldung hier. Unter „Verwaltung“ lässt sie sich einschalten.", cause="no person")
    if asking.training:
        raise Forbidden("Ein Übungsplatz hat keinen eigenen Zugang. Zum Anmelden genügt die Karte.", cause="account of a place")
    return asking.person
