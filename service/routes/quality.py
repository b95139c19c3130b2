"""Lesequalität: how well papers are read here, as people's decisions tell. For the administration."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from archive.experience import experience
from service.parts import Here
from service.rendering import render

router = APIRouter(prefix="/verwaltung/qualitaet")

MOST_SUPPLIERS = 100


@router.get("")
def quality(request: Request, parts: Here) -> Response:
    """The report over all papers people decided about."""
    report = experience(parts.space.lessons.decided())
    return render(request, "quality.html", report=report, suppliers=report.suppliers[:MOST_SUPPLIERS])
