"""Creating and editing an order: the form that makes a folder."""

from __future__ import annotations

import dataclasses
from datetime import date
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.order import Order
from archive.problems import Invalid
from service.parts import OFFICE, Form, Here, entered
from service.rendering import render
from service.routes.folders import STATES

router = APIRouter(prefix="/mappen")


@router.get("/neu")
def new(request: Request) -> Response:
    """The empty form of an order."""
    return _form(request, {})


@router.post("/neu")
def create(request: Request, parts: Here, form: Form) -> Response:
    """Creates an order; an existing one is never overwritten here."""
    try:
        order = _entered_order(form)
    except Invalid as problem:
        return _form(request, form, problem=problem.message)
    if parts.space.orders.existing(Order, [order.number]):
        return _form(request, form, problem=f"Die Mappe {order.number} gibt es schon. Bitte bearbeiten Sie sie dort.")
    parts.space.orders.save([order], OFFICE)
    parts.put("match")
    return RedirectResponse(f"{_address(order.number)}?gespeichert=1", 303)


@router.get("/{number:path}/bearbeiten")
def edit(request: Request, parts: Here, number: str) -> Response:
    """The form of an order that exists."""
    order = parts.space.orders.get(number)
    values = {"nummer": order.number, "kunde": order.customer, "titel": order.title, "zustand": order.state, "notiz": order.note}
    dates = {"bestellt": order.ordered, "faellig": order.due}
    return _form(request, values | {name: value.isoformat() if value else "" for name, value in dates.items()}, existing=True)


@router.post("/{number:path}/bearbeiten")
def save(request: Request, parts: Here, number: str, form: Form) -> Response:
    """Saves an order that exists; its number stays."""
    parts.space.orders.get(number)
    try:
        order = _entered_order({**form, "nummer": number})
    except Invalid as problem:
        return _form(request, {**form, "nummer": number}, existing=True, problem=problem.message)
    parts.space.orders.save([order], OFFICE)
    return RedirectResponse(f"{_address(number)}?gespeichert=1", 303)


def _form(request: Request, values: dict[str, str], *, existing: bool = False, problem: str = "") -> Response:
    names = ("nummer", "kunde", "titel", "bestellt", "faellig", "zustand", "notiz")
    filled = {name: values.get(name, "") for name in names}
    filled["zustand"] = filled["zustand"] or "laufend"
    status = 422 if problem else 200
    return render(request, "order_form.html", status=status, values=filled, existing=existing, problem=problem, order_states=STATES)


def _entered_order(form: dict[str, str]) -> Order:
    number = entered(form, "nummer")
    if not number or len(number) > 60 or number in ("neu", "import"):
        raise Invalid("Bitte geben Sie eine Auftragsnummer mit höchstens 60 Zeichen ein.", cause=f"bad order number {number!r}")
    state = entered(form, "zustand") or "laufend"
    known = next((each for each in STATES if each == state), None)
    if known is None:
        raise Invalid("Diesen Zustand gibt es nicht. Bitte wählen Sie einen aus der Liste.", cause=f"unknown state {state!r}")
    bare = Order(number, entered(form, "kunde"), entered(form, "titel"), known, note=entered(form, "notiz"))
    return dataclasses.replace(bare, ordered=_date(form, "bestellt", "Bestellt am"), due=_date(form, "faellig", "Fällig am"))


def _date(form: dict[str, str], name: str, label: str) -> date | None:
    text = entered(form, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid(f"„{label}“ ist kein Datum. Bitte wählen Sie einen Tag aus.", cause=str(error)) from error


def _address(number: str) -> str:
    return f"/mappen/{quote(number)}"
