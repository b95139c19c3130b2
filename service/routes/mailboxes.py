"""Postfächer: which mailboxes are fetched, what each last did, what waits there, and a button to try it."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast, get_args

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.problems import Invalid
from service.auth.may import Asking
from service.auth.visitor import Forbidden, Visitor
from service.channels import kept, mail_check
from service.channels.addresses import Reach
from service.channels.kept import Mailbox, Security
from service.channels.post import notes_of
from service.channels.state import Act
from service.parts import AtHouse, Form, House, entered
from service.rendering import render
from service.watch.diagnosis import Step

router = APIRouter(prefix="/verwaltung/postfaecher")

_CHANNELS = "/verwaltung/eingangswege"
_PORTS = {"tls": 993, "starttls": 143, "keine": 143}


@router.get("/neu")
def blank(request: Request, house: AtHouse, asking: Asking) -> Response:
    """An empty form; mails from today on."""
    _must_be_real(asking)
    box = Mailbox("", "", "", "", since=datetime.now(UTC).astimezone().date().isoformat())
    return _screen(request, house, asking, box)


@router.post("/neu")
def add(request: Request, house: AtHouse, asking: Asking, form: Form) -> Response:
    """Enters a mailbox and tries it at once."""
    _must_be_real(asking)
    return _save(request, house, asking, form, Mailbox(kept.new_id(), "", "", ""))


@router.get("/{number}")
def one(request: Request, house: AtHouse, asking: Asking, number: str) -> Response:
    """A mailbox as it is set, with its state."""
    return _screen(request, house, asking, kept.read(house.settings.data, asking.space).mailbox(number))


@router.post("/{number}")
def change(request: Request, house: AtHouse, asking: Asking, form: Form, number: str) -> Response:
    """Keeps what was changed and tries it at once."""
    return _save(request, house, asking, form, kept.read(house.settings.data, asking.space).mailbox(number))


@router.post("/{number}/pruefen")
def check(request: Request, house: AtHouse, asking: Asking, number: str) -> Response:
    """Tries the mailbox out and shows each step."""
    box = kept.read(house.settings.data, asking.space).mailbox(number)
    return _screen(request, house, asking, box, steps=mail_check.tried(box, _reach(house), house.settings.mail_token))


@router.post("/{number}/entfernen")
def remove(house: AtHouse, asking: Asking, number: str) -> Response:
    """Takes a mailbox out, with its password. What was fetched stays."""
    box = kept.read(house.settings.data, asking.space).mailbox(number)
    kept.drop(house.settings.data, asking.space, number)
    notes_of(house.settings.data, asking.space, number).forget()
    house.installation.events.tell(asking.who, asking.space, f"Postfach „{box.shown}“ herausgenommen")
    return RedirectResponse(_CHANNELS, 303)


@router.post("/{number}/mails/{key}/{act}")
def decide(house: AtHouse, asking: Asking, number: str, key: str, act: Act) -> Response:
    """A mail that was put aside is tried again, or struck off."""
    kept.read(house.settings.data, asking.space).mailbox(number)
    notes_of(house.settings.data, asking.space, number).decide(key, again=act == "erneut")
    return RedirectResponse(f"/verwaltung/postfaecher/{number}", 303)


def _save(request: Request, house: House, asking: Visitor, form: dict[str, str], before: Mailbox) -> Response:
    try:
        box = _entered(form, before, tokens=bool(house.settings.mail_token))
    except Invalid as problem:
        known = bool(before.host)
        return _screen(request, house, asking, before if known else replace(before, id=""), problem=problem.message, typed=form)
    kept.keep_mailbox(house.settings.data, asking.space, box)
    if before.place != box.place:  # what waits there are mails of another mailbox
        notes_of(house.settings.data, asking.space, box.id).forget()
    verb = "geändert" if before.host else "eingerichtet"
    house.installation.events.tell(asking.who, asking.space, f"Postfach „{box.shown}“ {verb}")
    return _screen(request, house, asking, box, saved=True, steps=mail_check.tried(box, _reach(house), house.settings.mail_token))


def _entered(form: dict[str, str], before: Mailbox, *, tokens: bool) -> Mailbox:
    host, user = _line(form, "host").lower(), _line(form, "user")
    folder, moved_to = _line(form, "folder") or "INBOX", _line(form, "moved_to")
    if not host or not user:
        raise Invalid("Bitte geben Sie Server und Benutzername an.", cause="host or user missing")
    if folder == moved_to:
        raise Invalid("Der Ordner für abgeholte Mails muss ein anderer sein als der, der abgeholt wird.", cause="moved to itself")
    security = _security(form, host)
    box = replace(before, host=host, user=user, folder=folder, moved_to=moved_to, security=security, port=_port(form, security))
    box = replace(box, since=_day(form), certificate=_certificate(form), active=bool(form.get("active")))
    if form.get("login") == "token" and tokens:
        return replace(box, login="token", password="")
    return replace(box, login="kennwort", password=_password(form, box, before))


def _password(form: Mapping[str, str], box: Mailbox, before: Mailbox) -> str:
    typed = form.get("password", "")
    if any(ord(char) < 32 for char in typed) or len(typed) > 500:
        raise Invalid("Dieses Kennwort ist zu lang oder enthält unsichtbare Zeichen.", cause="control characters in password")
    if typed:
        return typed
    # Whoever may change the address, but does not know the password, must not be able to have it sent elsewhere.
    same = (box.host, box.port, box.user, box.security, box.certificate)
    if same != (before.host, before.port, before.user, before.security, before.certificate) or not before.password:
        raise Invalid("Bitte geben Sie das Kennwort ein. Es ist immer nötig, wenn sich die Verbindung ändert.", cause="password needed")
    return before.password


def _security(form: Mapping[str, str], host: str) -> Security:
    chosen = form.get("security", "tls")
    if chosen not in get_args(Security):
        raise Invalid("Bitte wählen Sie eine Verschlüsselung.", cause="unknown security")
    if chosen == "keine" and host not in ("127.0.0.1", "localhost", "::1"):
        raise Invalid("Ohne Verschlüsselung geht es nur auf demselben Rechner: Jeder im Netz könnte das Kennwort lesen.", cause="plain")
    return cast("Security", chosen)


def _port(form: dict[str, str], security: Security) -> int:
    typed = entered(form, "port", 5)
    if not typed:
        return _PORTS[security]
    if not typed.isdecimal() or not 0 < int(typed) < 65536:
        raise Invalid("Der Port ist eine Zahl bis 65535. Üblich ist 993.", cause="no port")
    return int(typed)


def _day(form: dict[str, str]) -> str:
    typed = entered(form, "since", 10)
    try:
        return date.fromisoformat(typed).isoformat() if typed else ""
    except ValueError as error:
        raise Invalid("Das Datum bei „Mails ab“ ist kein Tag. Bitte wählen Sie einen.", cause=str(error)) from error


def _certificate(form: dict[str, str]) -> str:
    text = entered(form, "certificate", 20_000)
    try:
        if text:
            ssl.create_default_context(cadata=text)
    except (ssl.SSLError, ValueError) as error:
        said = "Das Zertifikat lässt sich nicht lesen. Es beginnt mit -----BEGIN CERTIFICATE-----."
        raise Invalid(said, cause=repr(error)) from error
    return text


def _line(form: dict[str, str], name: str) -> str:
    text = entered(form, name, 200)
    if "\n" in text or "\r" in text:
        raise Invalid("Eine Eingabe geht über mehrere Zeilen. Bitte prüfen Sie sie.", cause=f"line break in {name}")
    return text


def _reach(house: House) -> Reach:
    """Whoever runs a machine for one firm is that firm; of several, none may look around in the network of the machine."""
    firms = {entry.name for entry in house.installation.spaces.all() if entry.kind == "firma"} | {house.settings.space}
    return Reach(house.settings.mail_hosts, free=len(firms) == 1)


def _must_be_real(asking: Visitor) -> None:
    if asking.training:
        raise Forbidden("In einer Übung werden keine echten Postfächer abgeholt.", cause="mailbox in a sandbox")


def _screen(request: Request, house: House, asking: Visitor, box: Mailbox, **shown: Any) -> Response:
    notes = notes_of(house.settings.data, asking.space, box.id or "neu")
    typed = cast("dict[str, str]", shown.get("typed", {}))
    steps = cast("list[Step]", shown.get("steps", []))
    problem = str(shown.get("problem", ""))
    values: dict[str, Any] = {"box": box, "run": notes.run(), "asides": notes.asides(), "steps": steps, "typed": typed}
    values["tokens"] = bool(house.settings.mail_token)
    status = 422 if problem else 200
    return render(request, "mailbox.html", status=status, problem=problem, saved=bool(shown.get("saved")), **values)
