"""Personen: who may come in, with which role in this space, until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.installation.person import ROLE_NAMES, ROLES, Membership, Person
from archive.problems import Invalid, NotFound
from service.auth import passwords
from service.auth.may import Asking
from service.auth.visitor import Visitor
from service.parts import AtHouse, Form, House, entered
from service.rendering import render

router = APIRouter(prefix="/verwaltung/personen")


@router.get("")
def people(request: Request, house: AtHouse, asking: Asking) -> Response:
    """Everybody with a role here; the way in while nobody has to log in."""
    return _screen(request, house, asking)


@router.post("")
def add(request: Request, house: AtHouse, asking: Asking, form: Form) -> Response:
    """Enters a person; shows the one-time password, once."""
    if asking.person is None:
        return RedirectResponse("/einrichten", 303)
    password = passwords.one_time()
    try:
        draft = Person("", entered(form, "anmeldename", 100), entered(form, "name", 100), passwords.hashed(password), must_change=True)
        person = house.installation.people.add(replace(draft, memberships=(_membership(form, asking.space),)), asking.who)
    except Invalid as problem:
        return _screen(request, house, asking, problem=problem.message, values=form)
    return _screen(request, house, asking, fresh=(person, password))


@router.get("/{number}")
def one(request: Request, house: AtHouse, asking: Asking, number: str) -> Response:
    """One person, to change."""
    return _one(request, house, asking, _here(house, asking, number))


@router.post("/{number}")
def change(request: Request, house: AtHouse, asking: Asking, number: str, form: Form) -> Response:
    """Name, role, until when. Roles in other spaces stay as they are."""
    person = _here(house, asking, number)
    try:
        others = [m for m in person.memberships if m.space != asking.space]
        house.installation.people.change(person.id, _name(form), [*others, _membership(form, asking.space)], asking.who)
    except Invalid as problem:
        return _one(request, house, asking, person, problem=problem.message)
    return RedirectResponse("/verwaltung/personen", 303)


@router.post("/{number}/kennwort")
def reset(request: Request, house: AtHouse, asking: Asking, number: str) -> Response:
    """A new one-time password; the second factor is taken off too, because the phone may be what was lost."""
    person = _own(_here(house, asking, number), asking)
    password = passwords.one_time()
    house.installation.people.set_password(person.id, passwords.hashed(password), asking.who, must_change=True)
    house.installation.people.set_totp(person.id, "", (), asking.who)
    return _screen(request, house, asking, fresh=(person, password))


@router.post("/{number}/sperren")
def lock(request: Request, house: AtHouse, asking: Asking, number: str, form: Form) -> Response:
    """Locks a person out at once, or lets them in again."""
    person = _own(_here(house, asking, number), asking)
    try:
        house.installation.people.set_active(person.id, asking.who, active=form.get("aktiv") == "1")
    except Invalid as problem:
        return _one(request, house, asking, person, problem=problem.message)
    return RedirectResponse("/verwaltung/personen", 303)


@router.post("/{number}/firmenkonto")
def elsewhere(request: Request, house: AtHouse, asking: Asking, number: str, form: Form) -> Response:
    """The address under which the login service knows a person; whoever has it there comes in as this person."""
    person = _own(_here(house, asking, number), asking)
    try:
        house.installation.identities.set_mail(person.id, entered(form, "adresse", 200))
    except Invalid as problem:
        return _one(request, house, asking, person, problem=problem.message)
    house.installation.events.tell(asking.who, asking.space, f"Adresse von {person.name} beim Anmeldedienst geändert")
    return RedirectResponse("/verwaltung/personen", 303)


def _screen(request: Request, house: House, asking: Visitor, *, problem: str = "", **shown: Any) -> Response:
    everybody = [
        (person, membership)
        for person in house.installation.people.all()
        for membership in person.memberships
        if membership.space == asking.space
    ]
    values = {"rolle": "buero", **shown.get("values", {})}
    return render(
        request,
        "people.html",
        status=422 if problem else 200,
        everybody=everybody,
        problem=problem,
        fresh=shown.get("fresh"),
        values={key: values.get(key, "") for key in ("name", "anmeldename", "rolle", "bis", "vertraulich")},
        roles=ROLE_NAMES,
        open_door=asking.person is None,
        events=house.installation.events.recent(asking.space, 30),
    )


def _one(request: Request, house: House, asking: Visitor, person: Person, *, problem: str = "") -> Response:
    return render(
        request,
        "person.html",
        status=422 if problem else 200,
        person=person,
        membership=next(m for m in person.memberships if m.space == asking.space),
        roles=ROLE_NAMES,
        problem=problem,
        own=asking.person is not None and asking.person.id == person.id,
        elsewhere=house.settings.oidc_name if house.provider else "",
        mail=house.installation.identities.mail_of(person.id),
    )


def _here(house: House, asking: Visitor, number: str) -> Person:
    """A person with a role in this space: who manages one space does not learn of the people of another."""
    person = house.installation.people.get(number)
    if all(m.space != asking.space for m in person.memberships):
        raise NotFound("Diese Person ist hier nicht eingetragen.", cause="person of another space")
    return person


def _own(person: Person, asking: Visitor) -> Person:
    """Guards people who manage elsewhere too: an administrator of one space must not take over another."""
    if any(m.role == "admin" and m.space != asking.space for m in person.memberships) and asking.person != person:
        raise Invalid(
            "Diese Person verwaltet auch einen anderen Bereich. Ihr Kennwort ändert sie bitte selbst oder die Verwaltung dort.",
            cause="admin of another space",
        )
    return person


def _membership(form: dict[str, str], space: str) -> Membership:
    role, until = form.get("rolle", ""), entered(form, "bis", 20)
    if role not in ROLES:
        raise Invalid("Bitte wählen Sie eine Rolle.", cause="no role")
    try:
        last = date.fromisoformat(until) if until else None
    except ValueError as error:
        raise Invalid("Das Datum bei „gilt bis“ ist kein Tag. Bitte wählen Sie einen.", cause=str(error)) from error
    if role == "pruefer" and last is None:
        raise Invalid("Ein Zugang zur Prüfung braucht einen letzten Tag. Bitte füllen Sie „gilt bis“ aus.", cause="auditor without end")
    return Membership(space, role, last, confidential=form.get("vertraulich") == "1")


def _name(form: dict[str, str]) -> str:
    if not (name := entered(form, "name", 100)):
        raise Invalid("Bitte geben Sie einen Namen ein.", cause="empty name")
    return name
