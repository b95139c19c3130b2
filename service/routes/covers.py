"""Deckblätter: sheets to print that say in a code where the papers behind them belong. Reads no sheet."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from archive.doctypes import doctypes
from archive.problems import NotFound, Problem
from export.cover_sheet import cover_sheet, separator_sheet
from service.errors import status_of
from service.names import inline
from service.parts import Here
from service.rendering import render

router = APIRouter(prefix="/deckblaetter")


@router.get("")
def choose(request: Request, auftrag: str = "", typ: str = "") -> Response:
    """For which order, and for which papers."""
    return _screen(request, auftrag, typ)


@router.get("/deckblatt.pdf")
def cover(request: Request, parts: Here, auftrag: str = "", typ: str = "") -> Response:
    """The sheet of an order; a page that asks again when there is no such order."""
    try:
        found = parts.space.orders.get(auftrag.strip()[:100])
    except NotFound as problem:
        return _screen(request, auftrag, typ, problem)
    return _pdf(cover_sheet(found, typ if typ in doctypes() else "", datetime.now(UTC)), f"Deckblatt {found.number}.pdf")


@router.get("/trennblatt.pdf")
def separator() -> Response:
    """The sheet that only separates."""
    return _pdf(separator_sheet(datetime.now(UTC)), "Trennblatt.pdf")


def _screen(request: Request, order: str, kind: str, problem: Problem | None = None) -> Response:
    status = status_of(problem) if problem else 200
    return render(request, "covers.html", status=status, order=order[:100], kind=kind, doctypes=doctypes(), problem=problem)


def _pdf(data: bytes, name: str) -> Response:
    return Response(data, media_type="application/pdf", headers={"Content-Disposition": inline(name)})
