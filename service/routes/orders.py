"""Creating and editing an order: the form that makes a folder."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import date
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive import browsing, codec
from archive.browsing import Asked
from archive.order import Order, objection
from archive.problems import Invalid
from service.parts import Form, Here, Parts, entered
from service.rendering import render
from service.routes.folders import STATES

router = APIRouter(prefix="/mappen")


@router.get("/neu")
def new(request: Request, parts: Here) -> Response:
    """The empty form of an order."""
    return _form(request, parts, {})


@router.post("/neu")
def create(request: Request, parts: Here, form: Form) -> Response:
    """Creates an order; an existing one is never overwritten here."""
    try:
        order = _entered_order(form)
    except Invalid as problem:
        return _form(request, parts, form, problem=problem.message)
    if parts.space.orders.existing(Order, [order.number]):
        return _form(request, parts, form, problem=f"Die Mappe {order.number} gibt es schon. Bitte bearbeiten Sie sie dort.")
    try:
        parts.space.orders.save([order], parts.who)
    except Invalid as problem:
        return _form(request, parts, form, problem=problem.message)
    parts.put("match")
    return RedirectResponse(f"{_address(order.number)}?gespeichert=1", 303)


@router.get("/{number:path}/bearbeiten")
def edit(request: Request, parts: Here, number: str) -> Response:
    """The form of an order that exists."""
    return _form(request, parts, _values(parts.space.orders.get(number)), existing=True)


@router.post("/{number:path}/bearbeiten")
def save(request: Request, parts: Here, number: str, form: Form) -> Response:
    """Saves an order that exists; its number stays, and so does what the form does not name."""
    now = _values(parts.space.orders.get(number))
    if form.get("stand", now["stand"]) != now["stand"]:
        problem = "Jemand hat diese Mappe inzwischen geändert. Hier steht der neue Stand. Bitte tragen Sie Ihre Änderung noch einmal ein."
        return _form(request, parts, now, existing=True, problem=problem)
    filled = {**now, **form, "nummer": number}
    try:
        order = _entered_order(filled)
    except Invalid as problem:
        return _form(request, parts, filled, existing=True, problem=problem.message)
    parts.space.orders.save([order], parts.who)
    parts.put("match")
    return RedirectResponse(f"{_address(number)}?gespeichert=1", 303)


def _form(request: Request, parts: Parts, values: dict[str, str], *, existing: bool = False, problem: str = "") -> Response:
    names = ("nummer", "kunde", "titel", "bestellt", "faellig", "zustand", "notiz", "stand")
    filled = {name: values.get(name, "") for name in names}
    filled["zustand"] = filled["zustand"] or "laufend"
    status = 422 if problem else 200
    customers = browsing.customers(parts.space.catalog, Asked(size=200)).items
    return render(
        request,
        "order_form.html",
        status=status,
        values=filled,
        existing=existing,
        problem=problem,
        order_states=STATES,
        customers=[customer for customer in customers if not customer.closed],
    )


def _values(order: Order) -> dict[str, str]:
    """An order as its form shows it; ``stand`` tells whether somebody else has changed it since."""
    values = {"nummer": order.number, "kunde": order.customer, "titel": order.title, "zustand": order.state, "notiz": order.note}
    dates = {"bestellt": order.ordered, "faellig": order.due}
    written = {name: value.isoformat() if value else "" for name, value in dates.items()}
    return values | written | {"stand": hashlib.sha256(codec.dumps(order).encode()).hexdigest()[:16]}


def _entered_order(form: dict[str, str]) -> Order:
    number = entered(form, "nummer")
    if wrong := objection(number, names_folder=True):
        raise Invalid(wrong, cause=f"bad order number {number!r}")
    state = entered(form, "zustand") or "laufend"
    known = next((each for each in STATES if each == state), None)
    if known is None:
        raise Invalid("Diesen Zustand gibt es nicht. Bitte wählen Sie einen aus der Liste.", cause=f"unknown state {state!r}")
    bare = Order(number, entered(form, "kunde", 200), entered(form, "titel", 200), known, note=entered(form, "notiz", 2000))
    return dataclasses.replace(bare, ordered=_date(form, "bestellt", "Bestellt am"), due=_date(form, "faellig", "Fällig am"))


def _date(form: dict[str, str], name: str, label: str) -> date | None:
    text = entered(form, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid(f"„{label}“ ist kein Datum. Bitte wählen Sie einen Tag aus.", cause=str(error)) from error


def _address(number: str) -> str:
    return f"/mappen/{quote(number)}"
