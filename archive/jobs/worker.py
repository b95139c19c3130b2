"""The worker: takes jobs out of the line and runs their handlers, until told to stop. Knows nothing of what they do."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping

from archive.jobs import rhythm
from archive.jobs.database import Database
from archive.jobs.runner import Handler
from archive.problems import Unavailable

_log = logging.getLogger(__name__)


def work(
    url: str, handlers: Mapping[str, Handler], *, executor: str, stop: threading.Event, tick: Callable[[], None] | None = None
) -> None:
    """Runs jobs until ``stop`` is set; then returns within five seconds, with what still ran left to other workers.

    ``handlers`` maps a job's name to what is called with its space and key, in a thread of its own, one per name at a time;
    an exception there is logged and ends that job. ``tick`` is called in the calling thread, at the start and every minute.
    ``executor`` names this worker; no two that run at once may share a name, and one that is started again under its old
    name goes on at once with what it left. Survives outages of the database. One call at a time in a process.

    While the database is away a thread of the engine may stay behind that waits for it without end, and would keep the
    interpreter from ending: the process of a worker ends with ``os._exit`` after this call. That loses nothing.
    """
    from archive.jobs.launch import Worker  # noqa: PLC0415 - slow to import, and only workers need it

    database = Database(url)
    worker = Worker(database, executor, handlers)
    try:
        while not stop.is_set() and not _attempt(worker.start):
            stop.wait(rhythm.AGAIN)
        while not stop.is_set():
            if tick is not None:
                _attempt(tick)
            stop.wait(rhythm.TICK)
    finally:
        worker.stop()
        database.close()


def _attempt(step: Callable[[], None]) -> bool:
    try:
        step()
    except Unavailable as problem:
        _log.warning("Trying again: %s", problem)
    except Exception:  # noqa: BLE001 - the worker outlives a failing tick
        _log.exception("Trying again: the worker's regular duty failed")
    else:
        return True
    return False
