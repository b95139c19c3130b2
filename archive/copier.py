"""Copies the journal to the store behind the back of whoever waits for an answer: one thread at a time, however many changes there are.

Nothing depends on it: an entry is durable in the tables before, and the worker copies what was left when a process died.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from archive.problems import Problem

log = logging.getLogger(__name__)


class Copier:
    """Calls ``copy`` soon after it is told that there is something to copy."""

    def __init__(self, copy: Callable[[], object]) -> None:
        self._copy = copy
        self._lock = threading.Lock()
        self._wanted = False
        self._thread: threading.Thread | None = None

    def soon(self) -> None:
        """Returns at once. A thread lives only as long as there is something to do: a process may have a hundred spaces open."""
        with self._lock:
            self._wanted = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="journal-copy", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Returns when all that was asked for until now is done."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._wanted:
                    self._thread = None
                    return
                self._wanted = False
            try:
                self._copy()
            except Problem as problem:
                # The worker copies it as soon as the store is back.
                log.warning("journal not copied to the store yet: %s", problem.cause)
            except Exception:
                # It must not end this thread without a trace of it, or nothing would be copied any more.
                log.exception("journal not copied to the store yet")
