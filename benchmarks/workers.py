"""Whether two workers read twice as much as one: the same papers with one worker, two, … workers, up to the cores there are.

    PYTHONPATH=. .venv/bin/python -m benchmarks.workers FOLDER PAPERS 60        # PAPERS: a folder of scans, such as musterfirma

Each round begins in a fresh data folder below FOLDER. Every worker reads a few papers first, so that what only a start costs is over;
time runs from there to the last paper. Wall time needs an idle machine; processor time, of the workers and all that they started,
tells what reading costs beside others, and how many cores one worker keeps busy already.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.intake import Sender
from archive.jobs import Jobs, open_jobs
from archive.space import Space, open_space
from service.settings import from_environment
from tests.cast import furnish

_WARM = 4
"""Papers for each worker before the clock starts."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Round:
    """Seconds for all papers together."""

    workers: int
    wall: float
    cpu: float


def hand_in(space: Space, papers: list[Path]) -> list[str]:
    """Acknowledges the papers; nobody reads them before there are jobs."""
    numbers = []
    for paper in papers:
        with space.intake.receive() as incoming:
            incoming.write(paper.read_bytes())
            receipt = space.intake.acknowledge(incoming.keep(), Sender(paper.name, "application/pdf", "web", "Messung"))
        numbers.append(receipt.eingangsnummer)
    return numbers


def read(space: Space, jobs: Jobs, numbers: list[str]) -> None:
    for number in numbers:
        jobs.put("process", space.name, number)
    for number in numbers:
        while space.intake.get(number).state == "received":
            time.sleep(0.05)


def spent(roots: set[int]) -> float:
    """Seconds of work of these processes and of all below them, with those that ended and were waited for."""
    parents, seconds = {}, {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has just ended
        number = int(place.parent.name)
        parents[number], seconds[number] = int(fields[1]), sum(map(int, fields[11:15])) / _TICKS
    family: set[int] = set()
    while grown := {number for number, parent in parents.items() if number in roots or parent in family} - family:
        family |= grown
    return sum(seconds[number] for number in family)


def one(folder: Path, first: list[Path], papers: list[Path], workers: int) -> Round:
    """Reads ``first`` before the clock starts."""
    data = folder / f"mit-{workers}"
    shutil.rmtree(data, ignore_errors=True)
    settings = from_environment({"MAPPE_DATA": str(data)})
    environment = {**os.environ, **settings.environment(), "MAPPE_LOG": "ERROR"}
    command = [sys.executable, "-m", "service.cli", "worker", "--name"]
    with closing(open_space(settings.locations, settings.space)) as space, closing(open_jobs(settings.jobs)) as jobs:
        furnish(space)
        crew = [subprocess.Popen([*command, f"rechner-{number}"], env=environment) for number in range(workers)]
        try:
            while len(jobs.line().workers) < workers:
                time.sleep(0.2)
            read(space, jobs, hand_in(space, first))
            numbers = hand_in(space, papers)
            time.sleep(3)  # the index and the lists of the first papers
            roots = {worker.pid for worker in crew}
            before, began = spent(roots), time.perf_counter()
            read(space, jobs, numbers)
            return Round(workers, time.perf_counter() - began, spent(roots) - before)
        finally:
            for worker in crew:
                worker.terminate()
                worker.wait()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("papers", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--most", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    found = sorted(chosen.papers.rglob("*.pdf"))
    early = _WARM * chosen.most
    first, papers = found[:early], found[early : early + chosen.count]
    print(f"{len(papers)} papers, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    alone = None
    for workers in range(1, chosen.most + 1):
        done = one(chosen.folder, first, papers, workers)
        alone = alone or done
        each = f"{done.wall / len(papers):.2f} s wall and {done.cpu / len(papers):.2f} s CPU a paper, {done.cpu / done.wall:.2f} cores busy"
        print(f"{workers} workers: {done.wall:.1f} s, {each}; {alone.wall / done.wall:.2f} times as fast as one", flush=True)


if __name__ == "__main__":
    main()
