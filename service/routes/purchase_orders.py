"""Bestellungen: the list, one with what is expected and delivered, entering and changing it, closing it and opening it again."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from archive import browsing
from archive.browsing import Asked
from archive.expected import of_purchase
from archive.folders import supplier_names
from archive.order import STOCK, Order, PurchaseOrder, serves
from archive.problems import Invalid
from service.entering import CHANGED, MOST_LINES, Columns, stand
from service.parts import Here, Parts
from service.purchase_form import CERTIFICATES, LINE, TOO_LONG, UNITS, Typed, filled, purchase_of, typed
from service.rendering import render
from service.routes.papers import steps

router = APIRouter(prefix="/bestellungen")
EMPTY = dict.fromkeys(LINE, "")


class Listing(BaseModel):
    """What the list is asked for; ``zustand`` "" are all."""

    q: str = ""
    zustand: Literal["", "offen", "geliefert", "abgeschlossen"] = "offen"
    seite: int = 1


@router.get("")
def purchase_orders(request: Request, parts: Here, asked: Annotated[Listing, Query()]) -> Response:
    """All purchase orders, newest number first; those that are open unless asked otherwise."""
    found = browsing.purchase_orders(parts.space.catalog, Asked(asked.q.strip(), asked.zustand, asked.seite))
    names = supplier_names(parts.space, found.items)
    came = browsing.delivered(parts.space.catalog, [purchase.number for purchase in found.items])
    return render(request, "purchase_orders.html", found=found, asked=asked, names=names, came=came, serves=serves)


@router.get("/neu")
def new(request: Request, parts: Here, auftrag: str = "") -> Response:
    """The empty form; ``auftrag`` is the order it is for."""
    today = datetime.now(UTC).astimezone().date().isoformat()
    return _form(request, parts, Typed({"auftraege": auftrag, "bestellt": today}, [EMPTY, EMPTY]))


@router.get("/neu/zeile")
def line(request: Request) -> Response:
    """One more empty line, for forms that are open already."""
    return render(request, "parts/purchase_line.html", quiet=True, line=EMPTY, certificates=CERTIFICATES)


@router.post("/neu")
def create(request: Request, parts: Here, columns: Columns) -> Response:
    """Creates a purchase order; an existing one is never overwritten here."""
    form = typed(columns)
    if form.head.get("aktion") == "zeile":
        return _form(request, parts, dataclasses.replace(form, lines=[*form.lines, EMPTY]))
    try:
        purchase = purchase_of(form, parts.space.orders.suppliers(), None)
        _orders_exist(parts, purchase, ())
    except Invalid as problem:
        return _form(request, parts, form, problem=problem.message)
    if parts.space.orders.existing(PurchaseOrder, [purchase.number]):
        return _form(request, parts, form, problem=f"Die Bestellung {purchase.number} gibt es schon. Bitte bearbeiten Sie sie dort.")
    try:
        return _saved(parts, purchase)
    except Invalid as problem:
        return _form(request, parts, form, problem=problem.message)


@router.get("/{number:path}/bearbeiten")
def edit(request: Request, parts: Here, number: str) -> Response:
    """The form of a purchase order that exists."""
    form = filled(parts.space.orders.purchase_order(number))
    if len(form.lines) > MOST_LINES:
        raise Invalid(TOO_LONG, cause="too many lines for the form")
    return _form(request, parts, dataclasses.replace(form, lines=[*form.lines, EMPTY]), existing=number)


@router.post("/{number:path}/bearbeiten")
def save(request: Request, parts: Here, number: str, columns: Columns) -> Response:
    """Saves a purchase order that exists; its number stays."""
    now, form = parts.space.orders.purchase_order(number), typed(columns)
    if form.head.get("aktion") == "zeile":
        return _form(request, parts, dataclasses.replace(form, lines=[*form.lines, EMPTY]), existing=number)
    if form.head.get("stand", "") != stand(now):
        return _form(request, parts, filled(now), existing=number, problem=CHANGED)
    try:
        purchase = purchase_of(form, parts.space.orders.suppliers(), now)
        _orders_exist(parts, purchase, (*now.orders, *(each.order for each in now.lines)))
    except Invalid as problem:
        return _form(request, parts, form, existing=number, problem=problem.message)
    return _saved(parts, purchase)


@router.post("/{number:path}/zustand")
def state(parts: Here, number: str, columns: Columns) -> Response:
    """Closes a purchase order, or opens it again."""
    purchase = parts.space.orders.purchase_order(number)
    return _saved(parts, dataclasses.replace(purchase, closed=typed(columns).head.get("zustand") == "abgeschlossen"))


@router.get("/{number:path}")
def one(request: Request, parts: Here, number: str) -> Response:
    """A purchase order with what is expected and what has been delivered."""
    purchase = parts.space.orders.purchase_order(number)
    entries = [entry for entry in parts.space.journal.about(number) if entry.kind == "bestellung"]
    return render(
        request,
        "purchase_order.html",
        purchase=purchase,
        orders=sorted(serves(purchase) - {STOCK}),
        supplier=supplier_names(parts.space, [purchase]).get(purchase.supplier, purchase.supplier),
        lines=of_purchase(parts.space, purchase),
        known=parts.space.orders.existing(Order, {*purchase.orders, STOCK, *(each.order for each in purchase.lines)}),
        trail=steps(entries),
        came=number in browsing.delivered(parts.space.catalog, [number]),
        saved="gespeichert" in request.query_params,
        stock=STOCK,
    )


def _orders_exist(parts: Parts, purchase: PurchaseOrder, before: Iterable[str]) -> None:
    """What has come in from a file may name orders that are not here yet; what a person types may not."""
    wanted = {*purchase.orders, *(each.order for each in purchase.lines)} - {"", STOCK, *before}
    gone = sorted(wanted - set(parts.space.orders.existing(Order, wanted)))
    if gone:
        raise Invalid(
            f"Den Auftrag {gone[0]} gibt es hier nicht. Bitte prüfen Sie die Nummer, oder legen Sie zuerst die Mappe an.",
            cause="unknown order",
        )


def _saved(parts: Parts, purchase: PurchaseOrder) -> Response:
    parts.space.orders.save([purchase], parts.who)
    parts.put("match")
    return RedirectResponse(f"/bestellungen/{quote(purchase.number)}?gespeichert=1", 303)


def _form(request: Request, parts: Parts, form: Typed, *, existing: str = "", problem: str = "") -> Response:
    names = ("nummer", "lieferant", "bestellt", "auftraege", "lager", "stand")
    return render(
        request,
        "purchase_form.html",
        status=422 if problem else 200,
        values={name: form.head.get(name, "") for name in names},
        lines=form.lines or [EMPTY],
        existing=existing,
        problem=problem,
        suppliers=[supplier for supplier in parts.space.orders.suppliers() if not supplier.closed],
        orders=[row.order for row in parts.space.orders.all(limit=200) if row.order.number != STOCK],
        certificates=CERTIFICATES,
        units=UNITS,
    )
