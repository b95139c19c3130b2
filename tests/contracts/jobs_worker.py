"""A worker process for the contract of the jobs: its handlers write what they do into a ledger file. Not a test itself."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

from archive.jobs import rhythm, work


def hurry() -> None:
    """The same code as in service, at a faster rhythm."""
    rhythm.POLL, rhythm.BEAT, rhythm.ALIVE, rhythm.AGAIN = 0.05, 0.2, 1.5, 0.2


def note(ledger: Path, word: str, key: str) -> None:
    with ledger.open("a", encoding="utf-8") as file:  # one short write to an appended file is never torn
        file.write(f"{word}\t{key}\t{os.getpid()}\n")


def handler(ledger: Path, space: str, key: str) -> None:
    """``KEY@SECONDS`` takes its time when it runs for the first time only; ``boom`` fails."""
    again = f"\t{key}\t" in ledger.read_text(encoding="utf-8") if ledger.exists() else False
    note(ledger, "start", key)
    if key == "boom":
        raise ValueError(space)
    _, _, seconds = key.partition("@")
    if seconds and not again:
        time.sleep(float(seconds))
    note(ledger, "done", key)


def main(url: str, executor: str, ledger: Path) -> None:
    hurry()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    names = ("process", "index")
    work(url, {name: lambda space, key: handler(ledger, space, key) for name in names}, executor=executor, stop=stop)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    os._exit(0)  # as the contract of ``work`` says
