"""A back-file of thousands of papers through a worker that is killed twice, while people hand in papers of their own.

    PYTHONPATH=. .venv/bin/python -m benchmarks.backfile FOLDER 5000 [--pages 10]

Reading a page is simulated (so many papers would take a day), all else is real: intake with fsync, queue, understanding, filing,
journal, judging, index, and the hours of the night. Tells how fast the import goes, how long a paper of a person waits meanwhile and
without it, and that everything was worked on exactly once.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from archive.intake import BACKLOG, Sender
from archive.jobs import Jobs, open_jobs
from archive.order import Order
from archive.scan import Reading, Scan
from archive.space import Space, open_space
from ingest import pipeline
from service.settings import Settings, from_environment
from service.worker import run
from tests.papers import page

_WORDS = ("Flachstahl", "Rundstahl", "Schraube", "Lager", "Dichtung", "Welle", "Motor")
_OWN = 10_000_000
"""Papers of people are numbered from here on."""


def content(number: int) -> bytes:
    return f"Papier {number}".encode()


def simulated(pages: int, path: Path, scan: Scan) -> Reading:
    """What reading would have given: an order's number on the first page, a table on each."""
    number = int(path.read_text().split()[1])
    goods = [(place, _WORDS[(number + place) % len(_WORDS)]) for place in range(1, 5)]
    rows = "\n".join(f"{place}0   {place} Stk   {word}   {place},50   {place * place},50" for place, word in goods)
    head = f"#Lieferschein\nLieferschein-Nr.: {80_000_000 + number}     Datum: 12.03.2026\nIhre Auftragsnummer: A-{number % 500:06}\n\n"
    return Reading(scan, tuple(page(head + rows if place == 1 else rows, place) for place in range(1, pages + 1)))


def work(settings: Settings, pages: int, name: str) -> None:
    """A worker that does not look at pages."""
    pipeline.read = lambda path, scan, *_: simulated(pages, path, scan)
    pipeline.page_images = lambda *_: iter(())
    run(settings, name)


def take(space: Space, number: int, source: str) -> str:
    with space.intake.receive() as incoming:
        incoming.write(content(number))
        return space.intake.acknowledge(incoming.keep(), Sender(f"{number}.pdf", "application/pdf", source, "Messung")).eingangsnummer


@contextmanager
def worker(settings: Settings, pages: int, name: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "benchmarks.backfile", str(settings.data), "0", "--pages", str(pages), "--work", name]
    running = subprocess.Popen(command, env={**os.environ, **settings.environment(), "MAPPE_LOG": "ERROR"})
    try:
        yield running
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait()


def person(space: Space, jobs: Jobs, count: int, first: int) -> list[float]:
    """Somebody hands in a paper and waits for it, again and again; seconds until each was filed."""
    waited = []
    for number in range(first, first + count):
        began = time.perf_counter()
        nr = take(space, _OWN + number, "web")
        jobs.put("process", space.name, nr)
        while space.intake.get(nr).state == "received":
            time.sleep(0.02)
        waited.append(time.perf_counter() - began)
        time.sleep(0.5)
    return waited


def told(what: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    half, most = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    print(f"{what}: p50 {half:.2f} s, p95 {most:.2f} s, {len(ordered)} papers", flush=True)


def measure(folder: Path, count: int, pages: int) -> None:
    hour = datetime.now().astimezone().hour
    by_night = from_environment({"MAPPE_DATA": str(folder), "MAPPE_NIGHT": f"{(hour + 6) % 24}-{(hour + 8) % 24}"})
    by_day = from_environment({"MAPPE_DATA": str(folder)})
    with closing(open_space(by_day.locations, "firma")) as space, closing(open_jobs(by_day.jobs)) as jobs:
        space.orders.save([Order(f"A-{number:06}") for number in range(500)], "Messung")
        began = time.perf_counter()
        for number in range(count):
            take(space, number, BACKLOG)
        print(f"{count} papers taken in: {1000 * (time.perf_counter() - began) / count:.1f} ms each, load {os.getloadavg()[0]:.1f}")
        with worker(by_night, pages, "nacht"):
            told("a person's paper, import waits for the night", person(space, jobs, 20, 0))
            left = space.intake.counts()["received"]
            assert left == count, f"read before the night: {count - left}"
        waited: list[float] = []
        for killed in range(2):
            with worker(by_day, pages, f"tag-{killed}") as running:
                waited += person(space, jobs, 20, 100 * (killed + 1))
                running.kill()
        with worker(by_day, pages, "tag-2"):
            waited += person(space, jobs, 20, 300)
            told("a person's paper beside the import, two kill -9", waited)
            left, began = space.intake.counts()["received"], time.perf_counter()
            while space.intake.counts()["received"]:
                time.sleep(0.2)
            spent = time.perf_counter() - began
        print(f"{left} papers of {pages} pages left to the import alone: {1000 * spent / left:.0f} ms each, load {os.getloadavg()[0]:.1f}")
        _prove(space, count + 80)


def _prove(space: Space, papers: int) -> None:
    """Every paper once in the intake book, once filed in the journal."""
    counts = space.intake.counts()
    filed = Counter(entry.about for entry in space.journal.after(0) if entry.kind == "abgelegt")
    print({state: count for state, count in counts.items() if count}, f"more than once: {sum(n > 1 for n in filed.values())}")
    assert sum(counts.values()) == len(filed) == papers
    assert not counts["received"]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.work:
        work(from_environment({**os.environ, "MAPPE_DATA": str(chosen.folder)}), chosen.pages, chosen.work)
    else:
        measure(chosen.folder, chosen.count, chosen.pages)


if __name__ == "__main__":
    main()
