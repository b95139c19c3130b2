"""Runs one handler at a time for each call and waits for it, unless the worker has to go. Knows nothing of queues."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping

Handler = Callable[[str, str], None]
"""Called with space and key."""

_log = logging.getLogger(__name__)


class Abandoned(BaseException):
    """The worker ends before the job does. Not an ``Exception``, because those end the job; this one leaves it to others."""


class Runner:
    """Runs handlers, each in a daemon thread of its own, so that one that does not end can not keep the process from ending."""

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self._handlers = handlers
        self._running: set[_Run] = set()
        self._lock = threading.Lock()
        self._over = False

    def run(self, identifier: str, name: str, space: str, key: str) -> None:
        """Returns when the handler is done, well or not; raises ``Abandoned`` when the worker does not wait for it."""
        run = _Run(identifier, self._handlers[name], space, key)
        with self._lock:
            if self._over:
                raise Abandoned
            self._running.add(run)
        try:
            run.start()
            run.wake.wait()
            if not run.done:
                raise Abandoned
        finally:
            with self._lock:
                self._running.discard(run)

    def running(self) -> frozenset[str]:
        with self._lock:
            return frozenset(run.identifier for run in self._running)

    def abandon(self) -> None:
        """No longer waits for what runs, and starts nothing more."""
        with self._lock:
            self._over = True
            for run in self._running:
                _log.warning("Leaving job %s to others", run.identifier)
                run.wake.set()


class _Run(threading.Thread):
    def __init__(self, identifier: str, handler: Handler, space: str, key: str) -> None:
        super().__init__(name=f"job-{identifier}", daemon=True)
        self.identifier = identifier
        self.wake = threading.Event()
        self.done = False
        self._handler, self._space, self._key = handler, space, key

    def run(self) -> None:
        try:
            self._handler(self._space, self._key)
        except BaseException:  # noqa: BLE001 - even SystemExit must end this job, and only this job
            _log.exception("Job %s failed", self.identifier)
        self.done = True
        self.wake.set()
