"""Peak memory of reading a picture: the asking process, the fork server, the child and its Tesseract at once, shared pages in parts (PSS).

PYTHONPATH=. .venv/bin/python benchmarks/memory.py FILE…
"""

from __future__ import annotations

import argparse
import os
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from archive.scan import Scan
from ingest.read import read

_EVERY = 0.02


def family(root: int) -> list[int]:
    """A process and all that come from it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += parents.get(pid, [])
    return found


def shared_out(pid: int) -> float:
    """MB of a process; what several use counts in parts."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


class Watch(threading.Thread):
    """Looks at the whole family all the time; ``peak`` is the most it held at once."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self.parts: list[float] = []
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(_EVERY):
            parts = sorted((shared_out(pid) for pid in family(os.getpid())), reverse=True)
            if sum(parts) > self.peak:
                self.peak, self.parts = sum(parts), parts


def main() -> None:
    """Prints a row for each file: the peak, and the largest processes of that moment."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    for file in parser.parse_args().files:
        watch = Watch()
        watch.start()
        reading = read(file, Scan("0" * 64, file.name, "", "test", datetime.now(UTC)))
        watch.done.set()
        watch.join()
        words = sum(len(page.words) for page in reading.pages)
        parts = [round(part) for part in watch.parts[:4]]
        print(f"| {file.name} | {len(reading.pages)} pages, {words} words | {watch.peak:.0f} MB | {parts} |")


if __name__ == "__main__":
    main()
