"""Kurspaket: a course handed on as one file, and a course opened from one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, RedirectResponse, Response

from archive.problems import Invalid, Problem
from service import course_pack, multipart
from service.auth.may import Asking
from service.course_pack import Spool
from service.errors import status_of
from service.multipart import ArrivingFile, Taking
from service.names import display_name
from service.parts import AtHouse, House
from service.rendering import render

router = APIRouter(prefix="/kurse")
_ADVICE = "Bitte lassen Sie sich das Paket ohne Videos geben."


@router.get("/paket")
def ask(request: Request, house: AtHouse) -> Response:
    """The form for a pack."""
    return _form(request, house)


@router.post("/paket")
async def take(request: Request, house: AtHouse, asking: Asking) -> Response:
    """Opens a course from a pack."""
    with course_pack.spooling() as path:
        try:
            fields, come = await _received(request, house, path)
            if not come:
                raise Invalid("Bitte wählen Sie ein Kurspaket aus.", cause="no file in form")
            count = fields.get("plaetze", "")[:6]
            opened = await run_in_threadpool(course_pack.open_from, house, path, int(count) if count.isdecimal() else 0, asking.who)
        except Problem as problem:
            return await run_in_threadpool(_form, request, house, problem)
    return RedirectResponse(f"/kurse/{opened.course.id}{'' if opened.same_firm else '?paket=andere'}", 303)


@router.get("/{number}/paket.zip")
def give(house: AtHouse, number: str) -> Response:
    """The pack of a course."""
    course = house.installation.courses.get(number)
    folder = course_pack.spooling()
    path = folder.__enter__()
    try:
        course_pack.export(house, course, path)
    except Problem:
        folder.__exit__(None, None, None)
        raise
    leave: Callable[..., object] = folder.__exit__
    name = f"kurspaket-{display_name(course.title)}.zip"
    return FileResponse(path, media_type="application/zip", filename=name, background=BackgroundTask(leave, None, None, None))


async def _received(request: Request, house: House, path: Path) -> tuple[dict[str, str], bool]:
    come: list[ArrivingFile] = []
    taking = Taking(lambda: Spool(path), lambda file, _stored: come.append(file), course_pack.largest(house), _ADVICE)
    return await multipart.receive(request, taking), bool(come)


def _form(request: Request, house: House, problem: Problem | None = None) -> Response:
    message = problem.message if problem else ""
    return render(request, "pack.html", status=status_of(problem) if problem else 200, problem=message, largest=course_pack.largest(house))
