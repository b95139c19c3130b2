"""What else can be done in the Klärung: file papers alike, create an order or a supplier in place, reject, set aside, take back."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.content import Correction
from archive.order import Order, Supplier
from archive.present import must_be_as_seen
from archive.problems import Invalid
from archive.setting_aside import defer, discard
from service import reviewing
from service.firm_form import SUPPLIERS, number_of
from service.parts import Form, Here, Parts, entered
from service.routes.papers import document_of
from service.routes.review import onward, screen, today

router = APIRouter(prefix="/klaerung")

LATER = {"1": "morgen", "3": "in 3 Tagen", "7": "in einer Woche", "30": "in 30 Tagen"}


@router.post("/rueckgaengig")
def take_back(parts: Here, form: Form) -> Response:
    """Takes back what was decided about several papers at once."""
    numbers = [number for number in entered(form, "nummern").split(",") if number][:200]
    for number in numbers:
        parts.space.documents.undo(number, parts.who)
    parts.put("index")
    return RedirectResponse(f"/klaerung/{numbers[0]}" if numbers else "/klaerung", 303)


@router.post("/{number}/gleiche")
def file_alike(parts: Here, number: str, form: Form) -> Response:
    """Files the papers that wait for the same answer where this one went. What has changed meanwhile stays where it is."""
    document = document_of(parts.space, number)
    found = reviewing.alike(parts.space, parts.space.queue.line(today()), document) if document else None
    agreed = set(entered(form, "nummern").split(","))
    numbers = [other for other in found.numbers if other in agreed] if found else []
    for other in numbers:
        parts.space.documents.correct(other, Correction(orders=found.orders if found else None), parts.who)
    parts.put("index")
    return onward(parts, form, *numbers)


@router.post("/{number}/auftrag")
def new_order(request: Request, parts: Here, number: str, form: Form) -> Response:
    """Creates an order and files the paper in its folder."""
    try:
        order = _order(parts, form)
        # The order exists before the paper can go there; a paper that has changed meanwhile must not leave an order behind.
        must_be_as_seen(parts.space.intake.get(number), entered(form, "stand"))
        parts.space.orders.save([order], parts.who)
        parts.space.documents.correct(number, Correction(orders=(order.number,)), parts.who, seen=entered(form, "stand"))
    except Invalid as problem:
        return screen(request, parts, number, problem=problem)
    parts.put("match")
    parts.put("index")
    return onward(parts, form, number)


@router.post("/{number}/lieferant")
def new_supplier(request: Request, parts: Here, number: str, form: Form) -> Response:
    """Enters a supplier; the paper stays on the screen, because its own question is still open."""
    try:
        made = _supplier(parts, form)
        parts.space.orders.save([made], parts.who)
    except Invalid as problem:
        return screen(request, parts, number, problem=problem)
    parts.put("match")
    return RedirectResponse(f"/klaerung/{number}?lieferant={quote(made.name)}", 303)


@router.post("/{number}/ablehnen")
def reject(request: Request, parts: Here, number: str, form: Form) -> Response:
    """None of ours: rejected with a reason."""
    said, more = entered(form, "warum", 200), entered(form, "genauer", 300)
    try:
        discard(parts.space, number, f"{said}: {more}" if said and more else said or more, parts.who)
    except Invalid as problem:
        return screen(request, parts, number, problem=problem)
    parts.put("index")
    return onward(parts, form, number)


@router.post("/{number}/zurueckstellen")
def set_aside(request: Request, parts: Here, number: str, form: Form) -> Response:
    """Asked about later."""
    days = entered(form, "tage")
    try:
        defer(parts.space, number, _until(days), entered(form, "notiz"), parts.who)
    except Invalid as problem:
        return screen(request, parts, number, problem=problem)
    return RedirectResponse(f"/klaerung/{number}", 303) if days == "0" else onward(parts, form, number)


def _order(parts: Parts, form: dict[str, str]) -> Order:
    order = Order(entered(form, "nummer"), entered(form, "kunde", 200), entered(form, "titel", 200))
    if parts.space.orders.existing(Order, [order.number]):
        raise Invalid(f"Die Mappe {order.number} gibt es schon. Bitte geben Sie sie oben als Auftrag ein.", cause="order exists")
    return order


def _supplier(parts: Parts, form: dict[str, str]) -> Supplier:
    made = SUPPLIERS.entered(form, number_of(form))
    if parts.space.orders.existing(Supplier, [made.number]):
        raise Invalid(f"Die Lieferantennummer {made.number} ist schon vergeben.", cause="supplier exists")
    return made


def _until(days: str) -> date:
    if days not in (*LATER, "0"):
        raise Invalid("Bitte wählen Sie, bis wann der Beleg ruhen soll.", cause=f"set aside for {days!r}")
    return today() + timedelta(days=int(days))
