"""Text recognition that goes wrong in every known way, or answers from memory. For tests of what happens then.

All are plain values that travel into the reading child like the real engine.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

from archive.scan import Word
from ingest.sheet import Sheet


@dataclass(frozen=True)
class Crashes:
    """Takes the whole reading process down, like a fault in a native library."""

    with_signal: int = signal.SIGSEGV

    def recognise(self, sheets: Sequence[Sheet]) -> Sequence[Sequence[Word]]:
        os.kill(os.getpid(), self.with_signal)
        return []


@dataclass(frozen=True)
class Raises:
    """Fails with an ordinary error."""

    def recognise(self, sheets: Sequence[Sheet]) -> Sequence[Sequence[Word]]:
        raise RuntimeError("engine out of order")


@dataclass(frozen=True)
class Hangs:
    """Never answers, and has started a program that does not end either. ``mark`` is that program's argument, to find it by."""

    mark: str = "3600"

    def recognise(self, sheets: Sequence[Sheet]) -> Sequence[Sequence[Word]]:
        with subprocess.Popen(["sleep", self.mark]):
            time.sleep(3600)
        return []


@dataclass(frozen=True)
class Babbles:
    """Answers nonsense instead of words."""

    answer: object = b"\x00\xff level page \x07"

    def recognise(self, sheets: Sequence[Sheet]) -> Sequence[Sequence[Word]]:
        return self.answer  # type: ignore[return-value]


@dataclass(frozen=True)
class Replays:
    """Says the same words for every sheet, whatever is on it."""

    words: tuple[Word, ...] = ()

    def recognise(self, sheets: Sequence[Sheet]) -> Sequence[Sequence[Word]]:
        return [self.words for _ in sheets]


@dataclass(frozen=True)
class Hogs:
    """Takes memory until there is none."""

    def recognise(self, sheets: Sequence[Sheet]) -> Sequence[Sequence[Word]]:
        held = []
        while True:
            held.append(bytearray(64 << 20))
