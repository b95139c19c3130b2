"""Large imports, fed to the workers a portion at a time: the intake book is their waiting line, not the queue.

So ten thousand old papers neither swell the queue nor stand before what comes in now, and with ``MAPPE_NIGHT`` they are read
in these hours only. Reads nothing itself.
"""

from __future__ import annotations

import time
from datetime import datetime

from archive.jobs import Jobs
from archive.space import Space
from service.night import may_import

PORTION = 100
"""Papers of an import in the queue at once, for each space."""
_LOW = 50
_PAUSE = 5.0
"""Seconds between two looks after papers of the same space."""


class Backlog:
    """Keeps the queue supplied from the intake book, in the hours in which it may be."""

    def __init__(self, jobs: Jobs, hours: str) -> None:
        self._jobs = jobs
        self._hours = hours
        self._looked: dict[str, float] = {}

    def feed(self, space: Space, now: datetime, *, soon: bool = False) -> None:
        """Puts what fits; ``soon`` only when the last look is a moment ago, for whoever asks after each paper."""
        if not may_import(self._hours, now) or (soon and time.monotonic() - self._looked.get(space.name, -_PAUSE) < _PAUSE):
            return
        self._looked[space.name] = time.monotonic()
        papers = space.intake.backlog(2 * PORTION)
        if not papers:
            return
        live = {key for name, key in self._jobs.live(space.name) if name == "process"}
        under_way = sum(paper in live for paper in papers)
        if under_way <= _LOW:
            for paper in [paper for paper in papers if paper not in live][: PORTION - under_way]:
                self._jobs.put_bulk("process", space.name, paper)
