"""The heartbeat of a worker, and its care for what others left: takes jobs back from dead workers, throws old ones away."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from archive.jobs import rhythm
from archive.jobs.database import Database
from archive.jobs.engine import Engine
from archive.problems import Unavailable

_log = logging.getLogger(__name__)


class Heart(threading.Thread):
    """Beats for ``executor`` until stopped. ``running`` tells the identifiers of the jobs this process really runs."""

    def __init__(self, database: Database, engine: Engine, executor: str, running: Callable[[], frozenset[str]]) -> None:
        super().__init__(name="jobs-heart", daemon=True)
        self._database, self._engine, self._executor, self._running = database, engine, executor, running
        self._end = threading.Event()
        self._last_beat = self._steady_since = time.monotonic()
        self._next_prune = 0.0
        self._strays: dict[str, float] = {}

    def run(self) -> None:
        while not self._end.wait(rhythm.BEAT):
            self._attempt(self._once)
        self._attempt(self._leave)

    def stop(self) -> None:
        """Waits a second at most: who can not take leave of the database is found dead a little later."""
        self._end.set()
        if self.is_alive():
            self.join(timeout=1)

    def _attempt(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Unavailable as problem:
            _log.warning("Job database away: %s", problem)
        except Exception:  # noqa: BLE001 - a heart that stops would give the running jobs away
            _log.exception("Watching over the jobs failed")

    def _leave(self) -> None:
        self._database.leave(self._executor)

    def _once(self) -> None:
        self._database.beat(self._executor)
        now = time.monotonic()
        # after a pause of ours (stopped process, locked database) the others may have been unable to beat as well
        if now - self._last_beat > rhythm.ALIVE / 2:
            self._steady_since = now
        self._last_beat = now
        if now - self._steady_since >= rhythm.ALIVE:
            self._sweep(now)
        if now >= self._next_prune:
            self._engine.prune(rhythm.KEEP)
            self._next_prune = now + rhythm.PRUNE

    def _sweep(self, now: float) -> None:
        taken = self._database.taken()
        for job in taken:
            if not job.alive:
                _log.warning("Taking job %s back from %s, which does not answer", job.id, job.executor)
                self._engine.requeue(job)
        running = self._running()
        mine = {job.id: job for job in taken if job.executor == self._executor and job.id not in running}
        # taken in our name but not run: the database failed between the two; a short while it is normal
        self._strays = {identifier: self._strays.get(identifier, now) for identifier in mine}
        for identifier, since in self._strays.items():
            if now - since >= rhythm.ALIVE:
                _log.warning("Putting job %s back, it was taken but is not running", identifier)
                self._engine.requeue(mine[identifier])
