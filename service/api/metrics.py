"""Figures for monitoring in the text format that Prometheus reads. Counts what is there; keeps no history itself.

Whoever watches the installation's own space sees all spaces; who watches another one sees that one alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from archive.problems import Problem
from service import __version__
from service.operations import prometheus
from service.operations.figures import gather
from service.operations.prometheus import gauge
from service.parts import AtHouse, Here, House, Parts

router = APIRouter()


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(parts: Here, house: AtHouse) -> PlainTextResponse:
    """Papers, queue, workers, reading, disk and index. A part that is away is told as ``mappe_up 0``."""
    try:
        body = "\n".join(_lines(parts, house))
    except Problem:
        body = "# TYPE mappe_up gauge\nmappe_up 0"
    return PlainTextResponse(body + "\n", media_type="text/plain; version=0.0.4; charset=utf-8")


def _lines(parts: Parts, house: House) -> Iterator[str]:
    space = parts.space
    yield from gauge("mappe_up", "Tables and jobs answer", {"": 1})
    yield from gauge("mappe_info", "The program", {f'version="{__version__}"': 1})
    states = {f'state="{state}"': number for state, number in space.intake.counts().items()}
    yield from gauge("mappe_papers", "Papers of the watched space, by where they stand", states)
    seq, _ = space.journal.head()
    yield from gauge("mappe_journal_entries", "Entries of its journal", {"": seq})
    index = parts.index.state()
    yield from gauge("mappe_index_papers", "Papers that can be searched in it", {"": index.documents})
    yield from gauge("mappe_index_broken", "1 while its index has to be built anew", {"": int(bool(index.problem))})
    figures = gather(house.settings, house.installation, house.jobs)
    if space.name == house.settings.space:
        yield from prometheus.installation(figures)
        yield from prometheus.spaces(figures)
    else:
        yield from prometheus.spaces(figures, only=space.name)
