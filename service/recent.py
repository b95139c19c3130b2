"""Which open spaces can be closed again: those longest unused, when more are open than should be. Closes nothing itself."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

MOST_OPEN = 40
"""Spaces a process keeps open for longer than they are used; each holds a few files and some megabytes of its index."""
IDLE = 600.0
"""Seconds after which nobody can be in the middle of something any more, for processes that do not say when they are."""


class Recent:
    """When each space was last used, and who is in the middle of something. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._used: dict[str, float] = {}
        self._busy: Counter[str] = Counter()

    def touch(self, name: str) -> None:
        """Notes that a space is used now."""
        with self._lock:
            self._used[name] = time.monotonic()

    @contextmanager
    def using(self, name: str) -> Iterator[None]:
        """Keeps a space from being closed for as long as the context lasts."""
        with self._lock:
            self._busy[name] += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy[name] -= 1
                self._used[name] = time.monotonic()

    def superfluous(self, idle: float, most: int = MOST_OPEN) -> list[str]:
        """The spaces to close, the longest unused first: as many as there are too many. They are forgotten here."""
        with self._lock:
            now = time.monotonic()
            free = [
                name for name, used in sorted(self._used.items(), key=lambda item: item[1]) if not self._busy[name] and now - used > idle
            ]
            close = free[: max(0, len(self._used) - most)]
            for name in close:
                del self._used[name]
        return close
