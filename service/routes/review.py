"""Klärung: papers that wait for a person, one at a time, with the reason always in view; and changing what is filed."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive import doctypes
from archive.content import Correction
from archive.document import Document
from archive.intake import Intaken
from archive.problems import Invalid, NotFound, Problem
from archive.space import Space
from service.errors import status_of
from service.pages import reading_of
from service.parts import Form, Here, Parts, entered
from service.rendering import render
from service.routes.papers import document_of
from service.sheet import Sheet, ShownValue, bare_sheet, fields_to_edit, sheet_of

router = APIRouter(prefix="/klaerung")


@router.get("")
def first(request: Request, parts: Here, erledigt: str = "") -> Response:
    """The paper that has waited longest, or the good news that none waits."""
    queue = _queue(parts.space)
    if not queue:
        return render(request, "review_empty.html", finished=_finished(parts.space, erledigt))
    return _screen(request, parts, queue[0], finished=erledigt)


@router.get("/{number}")
def one(request: Request, parts: Here, number: str, erledigt: str = "") -> Response:
    """One paper to decide about; it may be filed already."""
    return _screen(request, parts, number, finished=erledigt)


@router.post("/{number}")
def decide(request: Request, parts: Here, number: str, form: Form) -> Response:
    """A person's decision. Afterwards the next waiting paper, or the paper itself when it was filed before."""
    was_filed = parts.space.intake.get(number).state == "filed"
    try:
        parts.space.documents.correct(number, _decision(parts.space, number, form), parts.who, seen=entered(form, "stand"))
    except Invalid as problem:
        return _screen(request, parts, number, problem=problem)
    parts.put("index")
    if was_filed:
        return RedirectResponse(f"/belege/{number}?erledigt=1", 303)
    following = form.get("weiter", "")
    goal = f"/klaerung/{following}" if following in _queue(parts.space) else "/klaerung"
    return RedirectResponse(f"{goal}?erledigt={number}", 303)


def _decision(space: Space, number: str, form: Form) -> Correction:
    """Only what differs from the proposal: what a person leaves alone keeps its evidence."""
    document = document_of(space, number)
    doctype = entered(form, "belegart")
    changed_type = doctype if doctype and doctype != (document.doctype if document else "") else None
    _, values = _values(space, document, doctype or "sonstiges", 1)
    before = {value.field: value.text for value in values}
    names = {name.removeprefix("feld_") for name in form if name.startswith("feld_")}
    fields = {key: entered(form, f"feld_{key}") for key in sorted(names) if entered(form, f"feld_{key}") != before.get(key, "")}
    return Correction(changed_type, _orders(document, form), fields)


def _orders(document: Document | None, form: Form) -> tuple[str, ...] | None:
    """The orders a person chose; ``None`` when they left them as proposed."""
    if suggestion := entered(form, "vorschlag"):
        return (suggestion,)
    typed = tuple(dict.fromkeys(part for part in re.split(r"[,;\s]+", entered(form, "auftrag")) if part))
    if typed and entered(form, "ohne"):
        raise Invalid("Bitte wählen Sie entweder einen Auftrag oder „Ohne Auftrag“, nicht beides.", cause="order and no order")
    if entered(form, "ohne"):
        return ()
    if not typed:
        raise Invalid("Bitte geben Sie einen Auftrag ein oder wählen Sie „Ohne Auftrag“.", cause="no order chosen")
    return None if document and typed == document.orders else typed


def _screen(request: Request, parts: Parts, number: str, *, finished: str = "", problem: Problem | None = None) -> Response:
    space = parts.space
    entry = space.intake.get(number)
    if entry.state == "received":
        return RedirectResponse(f"/belege/{number}", 303)
    document = document_of(space, number)
    doctype = document.doctype if document else "sonstiges"
    sheet, values = _values(space, document, doctype, _page(request))
    rows = space.orders.all()
    return render(
        request,
        "review.html",
        status=status_of(problem) if problem else 200,
        entry=entry,
        document=document,
        doctype=doctype,
        sheet=sheet or bare_sheet(number),
        fields=values,
        kinds=sorted(doctypes.doctypes().values(), key=lambda kind: kind.name),
        order_list=rows,
        orders_known={row.order.number: f"{row.order.customer} {row.order.title}".strip() for row in rows},
        typed_orders=", ".join(document.orders) if document else "",
        without=entry.state == "filed" and document is not None and not document.links,
        finished=_finished(space, finished),
        problem=problem,
        **_place(_queue(space), number),
    )


def _page(request: Request) -> int:
    asked = request.query_params.get("seite", "")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else 1


def _values(space: Space, document: Document | None, doctype: str, page: int) -> tuple[Sheet | None, list[ShownValue]]:
    if document is None:
        return None, fields_to_edit(None, doctype, ())
    sheet = sheet_of(document, reading_of(space, document), page)
    return sheet, fields_to_edit(document, doctype, sheet.values)


def _queue(space: Space) -> list[str]:
    """The waiting papers, oldest first."""
    return sorted(entry.eingangsnummer for entry in space.intake.recent(500, state="waiting"))


def _place(queue: list[str], number: str) -> dict[str, Any]:
    if number not in queue:
        return {"position": 0, "total": len(queue), "before": "", "after": ""}
    at = queue.index(number)
    after = queue[at + 1] if at + 1 < len(queue) else ""
    return {"position": at + 1, "total": len(queue), "before": queue[at - 1] if at else "", "after": after}


def _finished(space: Space, number: str) -> Intaken | None:
    """The paper that was just decided, so that the decision can be taken back."""
    try:
        return space.intake.get(number) if number else None
    except NotFound:
        return None
