"""Benachrichtigungen: which other programs are told of what happens, how it last went, and a button to try it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.happenings import EVENTS
from archive.problems import Invalid
from service.auth.may import Asking
from service.auth.visitor import Forbidden, Visitor
from service.channels import hooks, kept
from service.channels.hook_address import Unreached, may_be_called, target
from service.channels.hooks import notes_of
from service.channels.kept import Hook
from service.channels.state import Act
from service.parts import AtHouse, Form, House, entered
from service.rendering import render
from service.watch.diagnosis import Step

router = APIRouter(prefix="/verwaltung/benachrichtigungen")

EVENT_NAMES = {
    "eingegangen": "Ein Papier ist angekommen",
    "abgelegt": "Ein Papier ist abgelegt",
    "wartet": "Ein Papier wartet auf Klärung",
    "abgelehnt": "Ein Papier ist abgelehnt",
    "entschieden": "Eine Person hat ein Papier geändert",
    "zurueckgenommen": "Eine Entscheidung ist zurückgenommen",
    "ersetzt": "Ein Papier ist aufgeteilt oder ausgepackt",
    "geloescht": "Ein Papier ist gelöscht",
    "vernichtet": "Die Dateien eines gelöschten Papiers sind entfernt",
    "auftrag": "Ein Auftrag ist angelegt oder geändert",
    "bestellung": "Eine Bestellung ist angelegt oder geändert",
}
"""What people call them; a test holds them against what there is."""


@router.get("/neu")
def blank(request: Request, house: AtHouse, asking: Asking) -> Response:
    """An empty form."""
    return _screen(request, house, asking, Hook("", "", ""))


@router.post("/neu")
def add(request: Request, house: AtHouse, asking: Asking, form: Form) -> Response:
    """Enters an address. It is told of what happens from now on; its secret is shown once."""
    if asking.training:
        raise Forbidden("Aus einer Übung wird niemand benachrichtigt.", cause="webhook in a sandbox")
    return _save(request, house, asking, form, Hook("", "", secrets.token_urlsafe(32)))


@router.get("/{number}")
def one(request: Request, house: AtHouse, asking: Asking, number: str) -> Response:
    """An address as it is set, with its state."""
    return _screen(request, house, asking, kept.read(house.settings.data, asking.space).hook(number))


@router.post("/{number}")
def change(request: Request, house: AtHouse, asking: Asking, form: Form, number: str) -> Response:
    """Keeps what was changed."""
    return _save(request, house, asking, form, kept.read(house.settings.data, asking.space).hook(number))


@router.post("/{number}/pruefen")
def check(request: Request, house: AtHouse, asking: Asking, number: str) -> Response:
    """Sends a message that says it is a test."""
    hook = kept.read(house.settings.data, asking.space).hook(number)
    wrong = hooks.tried(hook, house.settings.hook_hosts)
    step = Step(not wrong, wrong or "Die Probe ist angekommen: Das andere Programm hat sie angenommen.")
    return _screen(request, house, asking, hook, steps=[step])


@router.post("/{number}/entfernen")
def remove(house: AtHouse, asking: Asking, number: str) -> Response:
    """Takes an address out, with its secret."""
    hook = kept.read(house.settings.data, asking.space).hook(number)
    kept.drop(house.settings.data, asking.space, number)
    notes_of(house.settings.data, asking.space, number).forget()
    house.installation.events.tell(asking.who, asking.space, f"Benachrichtigung von {hook.shown} herausgenommen")
    return RedirectResponse("/verwaltung/eingangswege", 303)


@router.post("/{number}/nachrichten/{key}/{act}")
def decide(house: AtHouse, asking: Asking, number: str, key: str, act: Act) -> Response:
    """A message that was refused is sent again, or struck off."""
    kept.read(house.settings.data, asking.space).hook(number)
    notes_of(house.settings.data, asking.space, number).decide(key, again=act == "erneut")
    return RedirectResponse(f"/verwaltung/benachrichtigungen/{number}", 303)


def _save(request: Request, house: House, asking: Visitor, form: dict[str, str], before: Hook) -> Response:
    chosen = tuple(event for event in EVENTS if form.get(f"bei_{event}"))
    hook = replace(before, events=chosen if len(chosen) < len(EVENTS) else (), active=bool(form.get("active")))
    try:
        hook = replace(hook, address=entered(form, "address", 500))
        may_be_called(target(hook.address, house.settings.hook_hosts))
    except (Invalid, Unreached) as problem:
        return _screen(request, house, asking, hook, problem=problem.message)
    if not chosen:
        return _screen(request, house, asking, hook, problem="Bitte wählen Sie, wovon das Programm erfahren soll.")
    new = not hook.id
    hook = replace(hook, id=hook.id or kept.new_id())
    kept.keep_hook(house.settings.data, asking.space, hook)
    house.installation.events.tell(asking.who, asking.space, f"Benachrichtigung von {hook.shown} {'eingerichtet' if new else 'geändert'}")
    return _screen(request, house, asking, hook, saved=True, secret=hook.secret if new else "")


def _screen(request: Request, house: House, asking: Visitor, hook: Hook, **shown: Any) -> Response:
    notes = notes_of(house.settings.data, asking.space, hook.id or "neu")
    values = {"problem": "", "saved": False, "secret": "", "steps": list[Step](), **shown}
    state: dict[str, Any] = {"hook": hook, "run": notes.run(), "asides": notes.asides(), "events": EVENT_NAMES, **values}
    return render(request, "hook.html", status=422 if values["problem"] else 200, **state)
