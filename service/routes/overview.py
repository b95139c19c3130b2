"""Übersicht: what waits, what is missing, what was rejected, as plain lists."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from archive.folders import folder
from service.parts import Here
from service.rendering import render

router = APIRouter()
LONGEST = 100


@router.get("/uebersicht")
def overview(request: Request, parts: Here) -> Response:
    """The counts always add up to what came in."""
    space = parts.space
    counts = space.intake.counts()
    open_orders = [row.order.number for state in ("laufend", "neu") for row in space.orders.all(state=state, limit=LONGEST)]
    folders = [folder(space, number) for number in open_orders]
    return render(
        request,
        "overview.html",
        counts=counts,
        total=sum(counts.values()),
        waiting=sorted(space.intake.recent(LONGEST, state="waiting"), key=lambda entry: entry.eingangsnummer),
        missing=[found for found in folders if found.missing],
        deviating=[found for found in folders if found.completeness.state == "abweichung"],
        rejected=space.intake.recent(LONGEST, state="rejected"),
    )
