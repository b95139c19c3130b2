"""Austauschlinks: making links for suppliers and customers, seeing what became of them, taking them back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast, get_args
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive import guest_links
from archive.document import Document
from archive.guest_links import Direction, GuestLink
from archive.order import Order
from archive.problems import Invalid, NotFound
from service.auth.may import Asking
from service.auth.visitor import Forbidden
from service.parts import Form, Here, Parts, entered
from service.rendering import render

router = APIRouter(prefix="/austauschlinks")

DAYS = 14
"""How long a link is good for unless somebody says otherwise."""


@router.get("")
def links(request: Request, parts: Here, auftrag: str = "") -> Response:
    """All links with what became of them; ``auftrag`` is what a new one would be about."""
    return _screen(request, parts, about=f"?auftrag={quote(auftrag)}" if auftrag else "")


@router.get("/{direction}")
def blank(request: Request, parts: Here, direction: str, auftrag: str = "") -> Response:
    """An empty form; what may be fetched are papers of one order."""
    return _form(request, parts, _direction(direction), {"auftrag": auftrag})


@router.post("/{direction}")
def add(request: Request, parts: Here, asking: Asking, form: Form, direction: str) -> Response:
    """Makes a link and shows it, once."""
    if asking.training:
        raise Forbidden("Aus einer Übung gehen keine Links nach draußen.", cause="guest link in a sandbox")
    way = _direction(direction)
    try:
        token = guest_links.make(parts.space, _entered(way, form), asking.who)
    except (Invalid, NotFound) as problem:
        return _form(request, parts, way, form, problem.message)
    return _screen(request, parts, made=f"{parts.settings.known_as}/austausch/{token}")


@router.post("/{key}/zuruecknehmen")
def remove(parts: Here, asking: Asking, key: str) -> Response:
    """Takes a link back."""
    guest_links.revoke(parts.space, key, asking.who)
    return RedirectResponse("/austauschlinks", 303)


def _direction(text: str) -> Direction:
    found = next((known for known in get_args(Direction) if known == text), None)
    if found is None:
        raise NotFound("Diese Seite gibt es nicht.", cause=f"no direction {text!r}")
    return cast("Direction", found)


def _entered(way: Direction, form: dict[str, str]) -> GuestLink:
    try:
        until = date.fromisoformat(entered(form, "bis", 10))
    except ValueError as error:
        raise Invalid("Bitte wählen Sie einen letzten Tag.", cause=str(error)) from error
    papers = tuple(name.removeprefix("papier_") for name in form if name.startswith("papier_"))
    title = " ".join(entered(form, "titel", 100).split())
    numbers = {"files": _number(form, "dateien"), "megabytes": _number(form, "megabyte")}
    return GuestLink(way, title, until, **numbers, order=entered(form, "auftrag", 100), note=entered(form, "nachricht", 500), papers=papers)


def _number(form: dict[str, str], name: str) -> int:
    text = entered(form, name, 6)
    return int(text) if text.isdecimal() else 0


def _form(request: Request, parts: Parts, way: Direction, typed: dict[str, str], problem: str = "") -> Response:
    number = entered(typed, "auftrag", 100)
    order: Order | None = None
    papers: list[tuple[Document, bool]] = []
    try:
        order = parts.space.orders.get(number) if number else None
    except NotFound as missing:
        problem = problem or missing.message
    if order and way == "abholen":
        papers = [(paper, guest_links.alone(parts.space, paper.eingangsnummer)) for paper in parts.space.documents.of_order(order.number)]
    until = (datetime.now(UTC).astimezone().date() + timedelta(days=DAYS)).isoformat()
    usual = {"titel": "", "bis": until, "dateien": "20", "megabyte": "200", "nachricht": "", "auftrag": ""}
    values: dict[str, Any] = {"way": way, "typed": usual | typed, "order": order, "papers": papers, "problem": problem}
    return render(request, "guest_link.html", status=422 if problem else 200, **values)


def _screen(request: Request, parts: Parts, made: str = "", about: str = "") -> Response:
    today = datetime.now(UTC).astimezone().date()
    found = guest_links.all_links(parts.space)
    return render(request, "guest_links.html", links=found, today=today, made=made, about=about, local=parts.settings.local)
