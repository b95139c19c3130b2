"""Klärung: papers that wait for a person, one at a time, with the reason always in view; and changing what is filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from archive import doctypes
from archive.document import Document
from archive.intake import Intaken
from archive.order import Order
from archive.problems import Invalid, NotFound, Problem
from archive.space import Space
from archive.waiting import REASONS, Line, Waiter
from service import reviewing
from service.errors import status_of
from service.pages import marks, reading_of
from service.parts import Form, Here, Parts, entered
from service.reason_spots import with_reasons
from service.rendering import render
from service.routes.papers import document_of
from service.sheet import Sheet, ShownValue, bare_sheet, fields_to_edit, sheet_of
from service.spotting import Sighting, sought, with_sightings

router = APIRouter(prefix="/klaerung")

REASON_NAMES = {
    "auftrag": "Auftrag unbekannt",
    "belegart": "Belegart unklar",
    "doppelt": "Vielleicht doppelt",
    "abweichung": "Werte passen nicht",
    "unlesbar": "Nicht lesbar",
}


@router.get("")
def first(request: Request, parts: Here, erledigt: str = "", grund: str = "") -> Response:
    """The paper that has waited longest, or the good news that none waits."""
    line = parts.space.queue.line(today())
    waiting = line.because(grund)
    if not waiting:
        done = finished(parts.space, erledigt)
        return render(request, "review_empty.html", finished=done, line=line, reason=grund, reasons=REASON_NAMES)
    return screen(request, parts, waiting[0].eingangsnummer)


@router.get("/auftraege")
def orders(parts: Here, q: str = "") -> Response:
    """Orders for what is typed into the field."""
    return JSONResponse(reviewing.orders_like(parts.space, q.strip()[:100]))


@router.get("/{number}")
def one(request: Request, parts: Here, number: str) -> Response:
    """One paper to decide about; it may be filed already."""
    return screen(request, parts, number)


@router.post("/{number}")
def decide(request: Request, parts: Here, number: str, form: Form) -> Response:
    """A person's decision. Afterwards the next waiting paper, or the paper itself when it was filed before."""
    was_filed = parts.space.intake.get(number).state == "filed"
    document = document_of(parts.space, number)
    try:
        reading = reading_of(parts.space, document) if document else None
        _, values = _values(parts.space, document, entered(form, "belegart") or "sonstiges", 1)
        chosen = reviewing.decision(parts.space, form, document, (values, reading))
        parts.space.documents.correct(number, chosen, parts.who, seen=entered(form, "stand"))
    except Invalid as problem:
        return screen(request, parts, number, problem=problem, typed=form)
    parts.put("index")
    if was_filed:
        return RedirectResponse(f"/belege/{number}?erledigt=1", 303)
    return onward(parts, form, number)


def onward(parts: Parts, form: dict[str, str], *done: str) -> Response:
    """To the next paper of the queue, telling what was done."""
    reason = form.get("grund", "") if form.get("grund", "") in REASONS else ""
    waiting = [waiter.eingangsnummer for waiter in parts.space.queue.line(today()).because(reason)]
    following = form.get("weiter", "")
    goal = f"/klaerung/{following}" if following in waiting else "/klaerung"
    return RedirectResponse(f"{goal}?erledigt={','.join(done)}{f'&grund={reason}' if reason else ''}", 303)


def screen(
    request: Request, parts: Parts, number: str, *, problem: Problem | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    """The screen for one paper; ``typed`` is a decision that was refused and stays in its fields."""
    space = parts.space
    entry = space.intake.get(number)
    if entry.state in ("received", "replaced", "deleted"):
        return RedirectResponse(f"/belege/{number}", 303)
    document = document_of(space, number)
    kept = _kept(entry, typed or {})
    doctype = _kind(kept) or (document.doctype if document else "sonstiges")
    sheet, values = _values(space, document, doctype, _page(request))
    sheet, sought = _sought(request, space, document, sheet)
    line = space.queue.line(today())
    asked = request.query_params.get("grund", "")
    done = finished(space, request.query_params.get("erledigt", ""))
    return render(
        request,
        "review.html",
        status=status_of(problem) if problem else 200,
        entry=entry,
        document=document,
        doctype=doctype,
        sheet=sheet or bare_sheet(number),
        marks=marks(space, number),
        fields=[replace(value, text=kept.get(f"feld_{value.field}", value.text)) for value in values],
        kinds=sorted(doctypes.doctypes().values(), key=lambda kind: kind.name),
        orders_known=_orders_known(space, document),
        typed_orders=kept.get("auftrag", ", ".join(document.orders) if document else ""),
        without="ohne" in kept if kept else entry.state == "filed" and document is not None and not document.links,
        **_to_create(space, document),
        supplier_name=request.query_params.get("lieferant", "")[:200],
        finished=done,
        alike=_alike(space, line, done),
        problem=problem,
        **sought,
        **_place(line, number, asked if asked in REASONS else ""),
    )


def _to_create(space: Space, document: Document | None) -> dict[str, Any]:
    """What the forms for a new order and a new supplier are filled in with."""
    supplier = None if reviewing.is_known(space, document) else reviewing.new_supplier(space, document)
    return {"order_number": reviewing.new_order(space, document), "supplier": supplier}


def _kept(entry: Intaken, typed: Mapping[str, str]) -> Mapping[str, str]:
    """What was typed, unless it was over another state of the paper: it would hide the new one."""
    return typed if typed.get("stand", "") in ("", entry.changed.isoformat()) else {}


def _kind(typed: Mapping[str, str]) -> str:
    chosen = typed.get("belegart", "")
    return chosen if chosen in doctypes.doctypes() else ""


def _sought(request: Request, space: Space, document: Document | None, sheet: Sheet | None) -> tuple[Sheet | None, dict[str, Any]]:
    """The question the paper was found with: its words are shown on the pages."""
    asked = sought(request.query_params)
    sightings: list[Sighting] = []
    if sheet and document and asked.back:
        sheet, sightings = with_sightings(sheet, reading_of(space, document), asked)
    return sheet, {"asked": asked, "sightings": sightings}


def _page(request: Request) -> int:
    asked = request.query_params.get("seite", "")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else 1


def today() -> date:
    """The day by which papers rest."""
    return datetime.now(UTC).astimezone().date()


def finished(space: Space, numbers: str) -> list[Intaken]:
    """The papers that were just decided about, so that the decision can be taken back."""
    found = []
    for number in numbers.split(",")[:200]:
        try:
            found += [space.intake.get(number)] if number else []
        except NotFound:
            continue
    return found


def _alike(space: Space, line: Line, done: list[Intaken]) -> reviewing.Alike | None:
    document = document_of(space, done[0].eingangsnummer) if len(done) == 1 else None
    return reviewing.alike(space, line, document) if document else None


def _orders_known(space: Space, document: Document | None) -> dict[str, str]:
    """Customer and title of the orders that are suggested."""
    numbers = [suggestion.order for suggestion in document.suggestions] if document else []
    found = space.orders.existing(Order, numbers) if numbers else {}
    return {number: f"{order.customer} {order.title}".strip() for number, order in found.items()}


def _values(space: Space, document: Document | None, doctype: str, page: int) -> tuple[Sheet | None, list[ShownValue]]:
    if document is None:
        return None, fields_to_edit(None, doctype, ())
    reading = reading_of(space, document)
    sheet = sheet_of(document, reading, page)
    return with_reasons(sheet, document, reading), fields_to_edit(document, doctype, sheet.values)


def _place(line: Line, number: str, reason: str) -> dict[str, Any]:
    """Where the paper stands in the queue, and what comes before and after it."""
    queue = [waiter.eingangsnummer for waiter in line.because(reason)]
    rests: Waiter | None = next((waiter for waiter in line.resting if waiter.eingangsnummer == number), None)
    at = queue.index(number) if number in queue else -1
    near = {"before": queue[at - 1] if at > 0 else "", "after": queue[at + 1] if 0 <= at < len(queue) - 1 else ""}
    return {"line": line, "reason": reason, "reasons": REASON_NAMES, "rests": rests, "position": at + 1, "total": len(queue), **near}
