"""Verwaltung: what the archive must know of our own firm, and the way to the imports."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.kinds import kind
from archive.order import Firm
from archive.problems import Invalid, Unavailable
from archive.store.protection import Protection, protection
from service import __version__
from service.parts import Form, Here, Parts, entered
from service.protection import guarded
from service.rendering import render
from service.search_state import search_state

router = APIRouter()


@router.get("/verwaltung")
def admin(request: Request, parts: Here, gespeichert: str = "") -> Response:
    """The present state."""
    return _screen(request, parts, parts.space.orders.firm(), saved=bool(gespeichert))


@router.post("/verwaltung")
def save(request: Request, parts: Here, form: Form) -> Response:
    """Saves our own firm's particulars."""
    try:
        firm = Firm(
            name=entered(form, "name"),
            aliases=_lines(form, "aliases"),
            street=entered(form, "street"),
            postcode=entered(form, "postcode"),
            city=entered(form, "city"),
            vat_ids=_checked(form, "vat_ids", "vat_id", "USt-IdNr."),
            tax_numbers=_lines(form, "tax_numbers"),
            ibans=_checked(form, "ibans", "iban", "IBAN"),
        )
    except Invalid as problem:
        return _screen(request, parts, parts.space.orders.firm(), problem=problem.message)
    parts.space.orders.save_firm(firm, parts.who)
    parts.put("match")
    return RedirectResponse("/verwaltung?gespeichert=1", 303)


def _screen(request: Request, parts: Parts, firm: Firm, *, saved: bool = False, problem: str = "") -> Response:
    total = sum(parts.space.intake.counts().values())
    here = {"version": __version__, "space": parts.space.name, "total": total, "home": parts.space.name == parts.settings.space}
    states: dict[str, Any] = {"stored": _stored(parts), "search": search_state(parts), "protection": guarded(parts.settings)}
    return render(request, "admin.html", status=422 if problem else 200, firm=firm, saved=saved, problem=problem, here=here, **states)


def _stored(parts: Parts) -> Protection:
    """What keeps the originals from being changed, as far as that can be told now."""
    try:
        return protection(parts.space.store)
    except Unavailable as problem:
        return Protection(worm=False, sentence=problem.message)


def _lines(form: Form, name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in entered(form, name).splitlines() if line.strip())


def _checked(form: Form, name: str, kind_key: str, label: str) -> tuple[str, ...]:
    values = []
    for line in _lines(form, name):
        parsed = kind(kind_key).parse(line)
        objection = kind(kind_key).check(parsed.value) if parsed else f"„{line}“ ist keine {label}."
        if parsed is None or objection:
            raise Invalid(f"{label}: {objection} Bitte prüfen Sie die Eingabe.", cause=f"bad {name}")
        values.append(parsed.value)
    return tuple(values)
