"""Writing to the terminal: results on standard output, progress and words to a person on standard error."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_WIDTH = 24


def speak_utf8() -> None:
    """German words and JSON are UTF-8, also where the surroundings set no language (cron, containers)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def result(text: str) -> None:
    """One line of the result."""
    print(text, flush=True)


def as_json(value: Any) -> None:
    """One object on one line, at once visible to the program behind a pipe."""
    result(json.dumps(value, ensure_ascii=False, separators=(", ", ": ")))


def note(text: str) -> None:
    """A word to the person in front of the screen, never part of the result."""
    print(text, file=sys.stderr, flush=True)


def progress(items: Iterable[_Item], total: int, what: str) -> Iterator[_Item]:
    """Passes the items on and draws a bar on standard error, on a terminal only."""
    if total < 2 or not sys.stderr.isatty():
        yield from items
        return
    for done, item in enumerate(items):
        draw(done, total, what)
        yield item
    draw(total, total, what)
    sys.stderr.write("\n")


def clear() -> None:
    """Takes the bar away, so that a line of the result can stand alone."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def draw(done: int, total: int, what: str) -> None:
    """Draws a bar on standard error, over the one before."""
    filled = _WIDTH * done // total
    sys.stderr.write(f"\r\x1b[K{what} [{'█' * filled}{'·' * (_WIDTH - filled)}] {done} von {total}")
    sys.stderr.flush()


@contextmanager
def counter(what: str) -> Iterator[Callable[[int], None]]:
    """For work whose end is not known: counts up on standard error, on a terminal only."""
    terminal = sys.stderr.isatty()

    def count(done: int) -> None:
        if terminal:
            sys.stderr.write(f"\r\x1b[K{what} … {done}")
            sys.stderr.flush()

    try:
        yield count
    finally:
        clear()
