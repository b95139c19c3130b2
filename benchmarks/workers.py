"""Whether two workers read twice as much as one: the same papers with one, two, … workers, up to the cores there are.

    PYTHONPATH=. .venv/bin/python -m benchmarks.workers FOLDER PAPERS 24        # PAPERS: a folder of scans, such as musterfirma

Each round begins in a fresh data folder below FOLDER with the papers accepted already; time runs from the start of the workers to the
last paper. Wall time needs an idle machine; processor time tells what reading costs beside others.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.intake import Sender
from archive.jobs import open_jobs
from archive.space import open_space
from service.settings import Settings, from_environment
from tests.cast import furnish


@dataclass(frozen=True)
class Round:
    """Seconds for all papers together."""

    workers: int
    wall: float
    cpu: float


def handed_in(settings: Settings, papers: list[Path]) -> None:
    with closing(open_space(settings.locations, settings.space)) as space, closing(open_jobs(settings.jobs)) as jobs:
        furnish(space)
        for paper in papers:
            with space.intake.receive() as incoming:
                incoming.write(paper.read_bytes())
                receipt = space.intake.acknowledge(incoming.keep(), Sender(paper.name, "application/pdf", "web", "Messung"))
            jobs.put("process", space.name, receipt.eingangsnummer)


def spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def one(folder: Path, papers: list[Path], workers: int) -> Round:
    data = folder / f"mit-{workers}"
    shutil.rmtree(data, ignore_errors=True)
    settings = from_environment({"MAPPE_DATA": str(data)})
    handed_in(settings, papers)
    before, began = spent(), time.perf_counter()
    environment = {**os.environ, **settings.environment(), "MAPPE_LOG": "ERROR"}
    command = [sys.executable, "-m", "service.cli", "worker", "--name"]
    crew = [subprocess.Popen([*command, f"rechner-{number}"], env=environment) for number in range(workers)]
    try:
        with closing(open_space(settings.locations, settings.space)) as space:
            while space.intake.counts()["received"]:
                time.sleep(0.2)
        wall = time.perf_counter() - began
    finally:
        for worker in crew:
            worker.terminate()
            worker.wait()
    return Round(workers, wall, spent() - before)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("papers", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--most", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    papers = sorted(chosen.papers.rglob("*.pdf"))[: chosen.count]
    print(f"{len(papers)} papers, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    first = None
    for workers in range(1, chosen.most + 1):
        done = one(chosen.folder, papers, workers)
        first = first or done
        each = f"{done.wall / len(papers):.2f} s wall and {done.cpu / len(papers):.2f} s CPU a paper"
        print(f"{workers} workers: {done.wall:.1f} s, {each}; {first.wall / done.wall:.2f} times as fast as one", flush=True)


if __name__ == "__main__":
    main()
