"""Foreign files through the whole way of a paper, watched: how each ends, how long it took, how much memory was used.

For the tests that must hold for any file whatever, and for the benchmark of the same. Judges nothing.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.intake import Sender
from archive.space import Space
from ingest.pipeline import process
from service.media import HEAD, media_type
from service.names import display_name

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
SETS = ("pdfjs", "qpdf_bad", "verapdf_sample", "einvoice_bad", "eml_msg")
"""Folders of files that other readers were broken with."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How one file ended: its state and sentence, how many papers came out of it, seconds, and the most memory it took, in bytes."""

    path: Path
    number: str
    state: str
    problem: str
    sentence: str
    inside: int
    seconds: float
    memory: int


def files(name: str, every: int = 1) -> list[Path]:
    """The files of a set in a fixed order, or each ``every``-th of them."""
    return sorted(path for path in (SHARED / name).rglob("*") if path.is_file())[::every]


def put_through(space: Space, paths: Sequence[Path]) -> Iterator[Ending]:
    """Hands each file in and works on it, and on what was inside it, as a worker would."""
    for path in paths:
        yield _one(space, path)


def _one(space: Space, path: Path) -> Ending:
    data = path.read_bytes()
    with space.intake.receive() as incoming:
        incoming.write(data)
        stored = incoming.keep()
    sender = Sender(display_name(path.name), media_type(data[:HEAD]), "test", "test")
    number = space.intake.acknowledge(stored, sender).eingangsnummer
    begin = time.monotonic()
    with _watched() as memory:
        todo, done = [number], 0
        while todo:
            todo += process(space, todo.pop(0))
            done += 1
    line = space.intake.get(number)
    return Ending(path, number, line.state, line.problem, line.sentence, done - 1, time.monotonic() - begin, memory.most)


class _Memory:
    """The largest amount seen in any one reading: what this process and its children use beyond what they used before it.

    Beyond, because a whole run of tests has grown long before, and has servers of its own among its children.
    """

    def __init__(self) -> None:
        self.before, self.most = _used(), 0
        self.done = threading.Event()

    def watch(self) -> None:
        while not self.done.wait(0.1):
            self.most = max(self.most, _used() - self.before)


@contextmanager
def _watched() -> Iterator[_Memory]:
    memory = _Memory()
    thread = threading.Thread(target=memory.watch)
    thread.start()
    try:
        yield memory
    finally:
        memory.done.set()
        thread.join()


def _used() -> int:
    """Bytes of this process and its reading children, each page shared between them counted once."""
    pids = [os.getpid()]
    for pid in pids:
        try:
            pids += [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return sum(_pss(pid) for pid in pids)


def _pss(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0)
