"""Prüfung: the data medium for an audit (Z3) over a period, the procedural documentation, and what is kept of people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from archive.inspection import inspect, uninspected
from archive.problems import Invalid
from archive.space import Space
from export.handover import Span
from service.auth.may import Asking
from service.auth.visitor import today
from service.handing_over import write_audit
from service.outgoing import sent
from service.parts import AtHouse, Form, Here, entered
from service.procedure import procedure
from service.procedure_pdf import as_pdf
from service.rendering import render

router = APIRouter(prefix="/pruefung")
looking = APIRouter()
SHOWN = 100


@router.get("")
def start(request: Request) -> Response:
    """What can be handed over."""
    return _screen(request)


@router.get("/z3.zip")
def medium(request: Request, parts: Here, house: AtHouse, asking: Asking) -> Response:
    """The data medium of a period (``von``, ``bis``). Confidential papers are in it only when asked for, by who may see them."""
    asked = request.query_params
    try:
        span = Span(_day(asked.get("von", "")), _day(asked.get("bis", "")))
        seen = parts.space if asked.get("vertraulich") == "1" and asking.confidential else house.veiled(asking.space).space
        return sent(lambda target: _packed(seen, span, target, asking.who), f"Z3 {today()}.zip", "application/zip")
    except Invalid as problem:
        return _screen(request, problem.message)


@router.get("/verfahrensdokumentation.md")
def as_text(parts: Here, house: AtHouse, asking: Asking) -> Response:
    """The procedural documentation as text to go on writing in."""
    return Response(procedure(parts, house, asking.who), media_type="text/markdown; charset=utf-8")


@router.get("/verfahrensdokumentation.pdf")
def printed(parts: Here, house: AtHouse, asking: Asking) -> Response:
    """The same as a PDF/A."""
    headers = {"Content-Disposition": 'inline; filename="Verfahrensdokumentation.pdf"', "Content-Security-Policy": "sandbox"}
    return Response(as_pdf(procedure(parts, house, asking.who)), media_type="application/pdf", headers=headers)


@looking.get("/sichtpruefung")
def queue(request: Request, parts: Here) -> Response:
    """Scans nobody has looked at yet, the oldest first."""
    count, rows = uninspected(parts.space.catalog, SHOWN)
    return render(request, "inspection.html", count=count, rows=rows)


@looking.post("/belege/{number}/sichtpruefung")
def looked(parts: Here, number: str, form: Form) -> Response:
    """Somebody looked at a scan."""
    inspect(parts.space, number, entered(form, "ergebnis", 20), entered(form, "notiz", 1000), parts.who)
    back = "/sichtpruefung" if form.get("zurueck") == "liste" else f"/belege/{number}#sicht-titel"
    return Response(status_code=303, headers={"Location": back})


def _packed(space: Space, span: Span, target: Path, who: str) -> None:
    file = target.with_suffix(".zip")
    write_audit(space, span, file, who)
    file.replace(target)


def _screen(request: Request, problem: str = "") -> Response:
    year = today().year
    spans = [(f"{each}-01-01", f"{each}-12-31", str(each)) for each in range(year, year - 4, -1)]
    return render(request, "audit.html", status=422 if problem else 200, problem=problem, spans=spans)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid("Das ist kein Tag. Bitte wählen Sie einen aus dem Kalender.", cause=str(error)) from error
