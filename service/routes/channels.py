"""Eingangswege: the ways papers come in by themselves and others are told, what each last did, and what waits there.

Mailboxes and webhooks have pages of their own (``mailboxes``, ``hooks``); the scan folder is tried here.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.channels import hooks, kept, post
from service.parts import Here, Parts
from service.rendering import render
from service.watch import diagnosis, state
from service.watch.diagnosis import Step

router = APIRouter(prefix="/verwaltung/eingangswege")


@router.get("")
def channels(request: Request, parts: Here) -> Response:
    """The present state."""
    return _screen(request, parts, [])


@router.post("/scan-ordner")
def try_folder(request: Request, parts: Here) -> Response:
    """Tries the scan folder out and shows each step."""
    folder = parts.settings.watch
    return _screen(request, parts, diagnosis.tried(Path(folder)) if folder else [])


def _screen(request: Request, parts: Parts, steps: list[Step]) -> Response:
    # The folder belongs to the firm: whoever manages another space learns nothing of its files.
    folder = parts.settings.watch if parts.space.name == parts.settings.space else ""
    now = state.read(parts.settings.data)
    data, space = parts.settings.data, parts.space.name
    found = kept.read(data, space)
    boxes = [(box, notes.run(), len(notes.asides())) for box in found.mailboxes for notes in (post.notes_of(data, space, box.id),)]
    told = [(hook, notes.run(), len(notes.asides())) for hook in found.hooks for notes in (hooks.notes_of(data, space, hook.id),)]
    count, failed = diagnosis.failed(Path(folder)) if folder else (0, [])
    return render(
        request,
        "channels.html",
        folder=folder,
        now=now,
        looked=_moment(now.looked),
        last_at=_moment(now.last_at),
        failed_count=count,
        failed=failed,
        steps=steps if folder else [],
        boxes=boxes,
        hooks=told,
    )


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone():%d.%m.%Y %H:%M:%S} Uhr" if text else ""
