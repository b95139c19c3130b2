"""Zustand: how the installation is, in sentences, each with what to do. For whoever looks after it, in its own space only."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from archive.problems import NotFound
from service.operations.figures import gather
from service.operations.judgement import judge, worst
from service.parts import AtHouse, Here
from service.rendering import render

router = APIRouter(prefix="/verwaltung/zustand")


@router.get("")
def state(request: Request, parts: Here, house: AtHouse) -> Response:
    """Everything, the worst first. Other firms of the same host are none of a firm's business."""
    if parts.space.name != house.settings.space:
        raise NotFound("Den Zustand des Dienstes sieht nur, wer ihn betreibt.", cause="not the space of the installation")
    figures = gather(house.settings, house.installation, house.jobs)
    points = judge(figures)
    return render(request, "state.html", points=points, worst=worst(points), figures=figures, workers=sorted(figures.line.workers.items()))
