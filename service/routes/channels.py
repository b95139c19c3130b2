"""Eingangswege: the ways papers come in by themselves and others are told, what each last did, and what waits there.

Mailboxes and webhooks have pages of their own (``mailboxes``, ``hooks``); the scan folder is tried here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.problems import NotFound
from archive.ways import used
from service.channels import hooks, kept, post
from service.channels.kept import Hook, Mailbox
from service.channels.state import Act, Run
from service.parts import Form, Here, Parts
from service.rendering import render
from service.watch import diagnosis, state
from service.watch.diagnosis import Step
from service.watch.failed import again, dismiss, failed

router = APIRouter(prefix="/verwaltung/eingangswege")

_SILENT = timedelta(minutes=20)


@router.get("")
def channels(request: Request, parts: Here) -> Response:
    """The present state."""
    return _screen(request, parts, [])


@router.post("/scan-ordner")
def try_folder(request: Request, parts: Here) -> Response:
    """Tries the scan folder out and shows each step."""
    folder = _folder(parts)
    return _screen(request, parts, diagnosis.tried(Path(folder)) if folder else [])


@router.post("/scan-ordner/{act}")
def decide(parts: Here, form: Form, act: Act) -> Response:
    """A file that was not taken goes back into the scan folder, or aside."""
    folder = _folder(parts)
    if not folder:
        raise NotFound("Es ist kein Scan-Ordner eingestellt.", cause="no scan folder")
    (again if act == "erneut" else dismiss)(Path(folder), form.get("datei", "")[:300])
    return RedirectResponse("/verwaltung/eingangswege", 303)


def _folder(parts: Parts) -> str:
    # The folder belongs to the firm: whoever manages another space learns nothing of its files.
    return parts.settings.watch if parts.space.name == parts.settings.space else ""


def _screen(request: Request, parts: Parts, steps: list[Step]) -> Response:
    folder = _folder(parts)
    now = state.read(parts.settings.data)
    data, space = parts.settings.data, parts.space.name
    found = kept.read(data, space)
    boxes = [(box, notes.run(), len(notes.asides())) for box in found.mailboxes for notes in (post.notes_of(data, space, box.id),)]
    told = [(hook, notes.run(), len(notes.asides())) for hook in found.hooks for notes in (hooks.notes_of(data, space, hook.id),)]
    count, files = failed(Path(folder)) if folder else (0, [])
    everything: list[tuple[Mailbox | Hook, Run, int]] = [*boxes, *told]
    silent = {one.id for one, run, _ in everything if one.active and not run.problem and _silent(run.looked_at)}
    return render(
        request,
        "channels.html",
        folder=folder,
        now=now,
        looked=_moment(now.looked),
        last_at=_moment(now.last_at),
        failed_count=count,
        failed=files,
        steps=steps if folder else [],
        boxes=boxes,
        hooks=told,
        silent=silent,
        folder_silent=not now.problem and _silent(datetime.fromisoformat(now.looked) if now.looked else None),
        ways=used(parts.space.catalog),
    )


def _silent(looked: datetime | None) -> bool:
    """Whether nobody looked for longer than any look takes: then the process that does is not there."""
    return looked is not None and datetime.now(UTC) - looked > _SILENT


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone():%d.%m.%Y %H:%M:%S} Uhr" if text else ""
