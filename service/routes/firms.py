"""Lieferanten and Kunden: their lists and their forms, which differ in their fields only."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.browsing import Asked
from archive.orders import KINDS
from archive.problems import Invalid, NotFound
from service.entering import CHANGED, stand
from service.firm_form import CUSTOMERS, SUPPLIERS, F, Kind, number_of
from service.parts import Form, Here, Parts
from service.rendering import render
from service.routes.papers import steps


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it is to be shown. ``existing`` is the number of one that is there already."""

    values: Mapping[str, str]
    existing: str = ""
    problem: str = ""


def _router(kind: Kind[F]) -> APIRouter:
    router = APIRouter(prefix=kind.address)

    @router.get("")
    def listing(request: Request, parts: Here, q: str = "", seite: int = 1, gespeichert: str = "") -> Response:
        """All of them by name."""
        found = kind.listed(parts.space.catalog, Asked(q.strip(), page=seite))
        return render(request, "firms.html", kind=kind, found=found, query=q, saved=gespeichert)

    @router.get("/neu")
    def new(request: Request, parts: Here) -> Response:
        """The empty form."""
        return _form(request, parts, kind, Filled({}))

    @router.post("/neu")
    def create(request: Request, parts: Here, form: Form) -> Response:
        """Creates one; an existing one is never overwritten here."""
        try:
            firm = kind.entered(form, number_of(form))
        except Invalid as problem:
            return _form(request, parts, kind, Filled(form, problem=problem.message))
        if parts.space.orders.existing(kind.type, [firm.number]):
            there = f"Die Nummer {firm.number} gibt es schon. Bitte wählen Sie eine andere."
            return _form(request, parts, kind, Filled(form, problem=there))
        return _saved(parts, kind, firm)

    _changes(router, kind)
    return router


def _changes(router: APIRouter, kind: Kind[F]) -> None:
    @router.get("/{number:path}/bearbeiten")
    def edit(request: Request, parts: Here, number: str) -> Response:
        """The form of one that exists."""
        return _form(request, parts, kind, Filled(kind.values(_one(parts, kind, number)), number))

    @router.post("/{number:path}/bearbeiten")
    def save(request: Request, parts: Here, number: str, form: Form) -> Response:
        """Saves one that exists; its number stays."""
        now = _one(parts, kind, number)
        if form.get("stand", "") != stand(now):
            return _form(request, parts, kind, Filled(kind.values(now), number, CHANGED))
        try:
            firm = dataclasses.replace(kind.entered(form, number), closed=now.closed)
        except Invalid as problem:
            return _form(request, parts, kind, Filled(form, number, problem.message))
        return _saved(parts, kind, kind.after(now, firm))

    @router.post("/{number:path}/zustand")
    def state(parts: Here, number: str, form: Form) -> Response:
        """Offers one no longer for choice, or again."""
        return _saved(parts, kind, dataclasses.replace(_one(parts, kind, number), closed=form.get("zustand") == "abgeschlossen"))


def _one(parts: Parts, kind: Kind[F], number: str) -> F:
    found = parts.space.orders.existing(kind.type, [number])
    if number not in found:
        raise NotFound(f"{kind.one} {number} gibt es hier nicht.", cause=f"no {kind.type.__name__} {number}")
    return found[number]


def _saved(parts: Parts, kind: Kind[F], firm: F) -> Response:
    parts.space.orders.save([firm], parts.who)
    parts.put("match")
    return RedirectResponse(f"{kind.address}?gespeichert={quote(firm.name)}", 303)


def _form(request: Request, parts: Parts, kind: Kind[F], form: Filled) -> Response:
    existing = form.existing
    entries = [entry for entry in parts.space.journal.about(existing) if entry.kind == KINDS[kind.type]] if existing else []
    filled = {name: form.values.get(name, "") for name in ("stand", *(field.name for field in kind.fields))}
    closed = bool(existing) and _one(parts, kind, existing).closed
    return render(
        request,
        "firm_form.html",
        status=422 if form.problem else 200,
        kind=kind,
        values=filled,
        existing=existing,
        closed=closed,
        problem=form.problem,
        trail=steps(entries),
    )


supplier_router = _router(SUPPLIERS)
customer_router = _router(CUSTOMERS)
