"""Figures for monitoring in the text format that Prometheus reads. Counts what is there; keeps no history itself."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from archive.problems import Problem
from service import __version__
from service.parts import Here, Parts

router = APIRouter()


@router.get("/metrics")
def metrics(parts: Here) -> PlainTextResponse:
    """Papers by state, jobs that wait, the index and the journal. A part that is away is told as ``mappe_up 0``."""
    try:
        body = "\n".join(_lines(parts))
    except Problem:
        body = "# TYPE mappe_up gauge\nmappe_up 0"
    return PlainTextResponse(body + "\n", media_type="text/plain; version=0.0.4; charset=utf-8")


def _lines(parts: Parts) -> Iterator[str]:
    space = parts.space
    yield from _gauge("mappe_up", "Tables and jobs answer", {"": 1})
    yield from _gauge("mappe_info", "The program", {f'version="{__version__}"': 1})
    states = {f'state="{state}"': number for state, number in space.intake.counts().items()}
    yield from _gauge("mappe_papers", "Papers that came in, by where they stand", states)
    yield from _gauge("mappe_jobs_waiting", "Jobs that no worker has taken yet", {"": parts.jobs.waiting()})
    seq, _ = space.journal.head()
    yield from _gauge("mappe_journal_entries", "Entries of the journal", {"": seq})
    index = parts.index.state()
    yield from _gauge("mappe_index_papers", "Papers that can be searched", {"": index.documents})
    yield from _gauge("mappe_index_broken", "1 while the index has to be built anew", {"": int(bool(index.problem))})


def _gauge(name: str, about: str, values: dict[str, int]) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} gauge"
    for labels, value in values.items():
        yield f"{name}{{{labels}}} {value}" if labels else f"{name} {value}"
