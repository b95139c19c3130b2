"""Whether the service lives and whether it can work: for the supervisor, containers and monitoring."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from archive.originals import page_key
from archive.problems import Problem
from service.api.described import Living
from service.parts import AtHouse

router = APIRouter()


@router.get("/healthz")
def healthz() -> dict[str, bool]:
    """This process answers."""
    return {"ok": True}


@router.get("/readyz", responses={200: {"model": Living}, 503: {"model": Living, "description": "tables, store or jobs are away"}})
def readyz(house: AtHouse) -> Response:
    """Tables, store and jobs answer. A missing index is told but does no harm to the archive."""
    parts = house.parts(house.settings.space)
    checks: dict[str, Callable[[], object]] = {
        "tables": parts.space.intake.waiting,
        "store": partial(parts.space.store.size, page_key("bereit", 1)),
        "jobs": parts.jobs.waiting,
    }
    problems = {}
    for name, check in checks.items():
        try:
            check()
        except Problem as problem:
            problems[name] = problem.message
    index = parts.index.state().problem
    return JSONResponse({"ok": not problems, "problems": problems, "index": index or "ok"}, 503 if problems else 200)
