"""What a worker counts while it works, handed over to the installation now and then. Losing some is no harm."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable

from archive.installation.tallies import Tallies
from archive.problems import NotFound, Unavailable
from archive.space import Space

log = logging.getLogger(__name__)

_EVERY = 5.0
"""Seconds between two hand-overs while there is something to hand over."""

Handler = Callable[[str, str], None]


class Totals:
    """Counts in memory. Safe to use from many threads."""

    def __init__(self, tallies: Tallies) -> None:
        self._tallies = tallies
        self._lock = threading.Lock()
        self._since: Counter[str] = Counter()
        self._handed = time.monotonic()

    def counted(self, name: str, handler: Handler) -> Handler:
        """The same handler with its errors counted."""

        def run(space: str, key: str) -> None:
            try:
                handler(space, key)
            except Exception:
                self.add({f'job_errors{{job="{name}"}}': 1})
                raise

        return run

    def read(self, space: Space, eingangsnummer: str, seconds: float) -> None:
        """Counts a paper that was read, however that ended."""
        try:
            hows = Counter(page.how for page in space.documents.reading(eingangsnummer).pages)
        except NotFound:
            hows = Counter()
        amounts = {"read_papers": 1, "read_seconds": seconds} | {f'read_pages{{how="{how}"}}': float(n) for how, n in hows.items()}
        self.add(amounts | ({"ocr_seconds": seconds} if hows["ocr"] else {}))

    def add(self, amounts: dict[str, float]) -> None:
        """Adds up, and hands over when it is time."""
        with self._lock:
            for name, amount in amounts.items():
                self._since[name] += amount  # type: ignore[assignment]  # a Counter of seconds, too
            due = time.monotonic() - self._handed > _EVERY
        if due:
            self.hand_over()

    def hand_over(self) -> None:
        """Gives everything counted to the installation; keeps it for the next time when that does not answer."""
        with self._lock:
            amounts, self._since, self._handed = self._since, Counter(), time.monotonic()
        if not amounts:
            return
        try:
            self._tallies.add(amounts)
        except Unavailable as problem:
            log.warning("totals not handed over yet: %s", problem.cause)
            with self._lock:
                self._since.update(amounts)
