"""Eingang: where papers are handed in, and what became of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from archive.intake import Intaken
from service import upload
from service.errors import status_of, wants_json
from service.parts import Here, Parts
from service.rendering import render

router = APIRouter()
SHOWN, PENDING, LOOKED_AT = 40, 8, 400
TOGETHER = timedelta(minutes=10)
"""Papers that came in within this time are one batch to the eye."""


@router.get("/")
def start() -> Response:
    """The Eingang is the first screen."""
    return RedirectResponse("/eingang", 303)


@router.get("/eingang")
def inbox(request: Request, parts: Here, vor: str = "") -> Response:
    """The screen; ``vor`` continues below an Eingangsnummer."""
    return _screen(request, parts, before=vor)


@router.get("/eingang/stand")
def standing(request: Request, parts: Here) -> Response:
    """The list alone, for a page that is open."""
    return render(request, "parts/standing.html", **_standing(parts, ""))


@router.post("/eingang")
async def hand_in(request: Request, parts: Here) -> Response:
    """Takes papers: as JSON for the page's own script, as a page for a plain form."""
    uploaded = await upload.receive(request, parts, "web", parts.who)
    status = status_of(uploaded.problem) if uploaded.problem else 202
    if wants_json(request):
        return JSONResponse(upload.as_json(uploaded), status)
    status = status_of(uploaded.problem) if uploaded.problem else 200
    return await run_in_threadpool(_screen, request, parts, uploaded=uploaded, status=status)


def _screen(request: Request, parts: Parts, *, before: str = "", uploaded: upload.Uploaded = upload.NOTHING, status: int = 200) -> Response:
    values = _standing(parts, before)
    return render(request, "inbox.html", status=status, before=before, arrived=uploaded.arrived, problem=uploaded.problem, **values)


def _standing(parts: Parts, before: str) -> dict[str, Any]:
    latest = parts.space.intake.recent(LOOKED_AT, before)
    done = [entry for entry in latest if entry.state != "received"]
    pending = [entry for entry in latest if entry.state == "received"]
    busy = 0 if before else parts.space.intake.counts()["received"]
    return {
        "entries": (pending[:PENDING] + done[:SHOWN]) if busy else latest[:SHOWN],
        "more_pending": max(0, busy - PENDING),
        "busy": busy,
        "total": max(busy, _batch(latest, pending)),
        "older": done[SHOWN - 1].eingangsnummer if len(done) > SHOWN else "",
        "announcement": _announcement(busy, done[0] if done else None),
    }


def _batch(latest: list[Intaken], pending: list[Intaken]) -> int:
    """How many papers came in together with those that are still in work: what the progress bar counts."""
    begin = pending[-1].scan.received - TOGETHER if pending else None
    return sum(entry.scan.received >= begin for entry in latest) if begin else 0


def _announcement(busy: int, newest: Intaken | None) -> str:
    """What a screen reader says when the list has changed."""
    if busy:
        return "1 Beleg wird gelesen." if busy == 1 else f"{busy} Belege werden gelesen."
    return f"Alle Belege sind gelesen. Zuletzt: {newest.sentence}" if newest else ""
