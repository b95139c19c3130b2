"""Clerks, trainees and a back-file import at once on one running installation: how long pages and acknowledgements take.

    MAPPE_DATA=/somewhere MAPPE_PORT=8090 ./mappe demo --set voll          # in another terminal, until it says it runs
    MAPPE_DATA=/somewhere ./mappe training                                 # once, so that courses can be opened
    MAPPE_DATA=/somewhere PYTHONPATH=. .venv/bin/python -m benchmarks.load http://127.0.0.1:8090 --minutes 10

Clerks and trainees are programs that think between two pages as people do. What is imported and uploaded are scanned papers of
the demo firm, each made another file by a comment behind its end, so that all of it really has to be read.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from benchmarks.training import codes

PAGES = (
    *("/eingang", "/klaerung", "/mappen", "/uebersicht", "/suche?q=rechnung", "/suche?q=lager", "/suche?q=80015511"),
    *("/mappen/A-26-0112", "/mappen?q=26", "/bestellungen", "/lieferanten", "/suche/vorschlaege?q=stahl"),
)
UPLOADS = 12
"""One in so many things a clerk does is handing in a paper."""


@dataclass
class Measured:
    """Milliseconds of every answer; safe enough for appending from many threads."""

    pages: list[float] = field(default_factory=list)
    learning: list[float] = field(default_factory=list)
    uploads: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    by_path: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class Play:
    """What all actors know."""

    address: str
    papers: list[Path]
    end: float
    think: tuple[float, float]
    measured: Measured

    def over(self) -> bool:
        return time.monotonic() > self.end

    def get(self, client: httpx2.Client, path: str, into: list[float]) -> None:
        started = time.perf_counter()
        try:
            answer = client.get(path)
        except httpx2.HTTPError as error:
            self.measured.failed.append(f"{path}: {error!r}")
            return
        into.append(1000 * (time.perf_counter() - started))
        self.measured.by_path[path].append(into[-1])
        if answer.status_code >= 400:
            self.measured.failed.append(f"{path}: {answer.status_code}")


def another(paper: Path, mark: str) -> bytes:
    """The same paper as another file."""
    return paper.read_bytes() + f"\n% {mark}\n".encode()


def clerk(play: Play, number: int) -> None:
    chance, count = random.Random(number), 0
    with httpx2.Client(base_url=play.address, timeout=120, trust_env=False) as client:
        time.sleep(chance.uniform(0, play.think[1]))
        while not play.over():
            count += 1
            if chance.randrange(UPLOADS):
                play.get(client, chance.choice(PAGES), play.measured.pages)
            else:
                data = another(chance.choice(play.papers), f"{time.time_ns()}-{number}-{count}")
                started = time.perf_counter()
                answer = client.post("/api/v1/documents", files={"file": ("scan.pdf", data)})
                play.measured.uploads.append(1000 * (time.perf_counter() - started))
                if answer.status_code != 202:
                    play.measured.failed.append(f"upload: {answer.status_code}")
            time.sleep(chance.uniform(*play.think))


def trainee(play: Play, code: str, number: int) -> None:
    chance = random.Random(1000 + number)
    with httpx2.Client(base_url=play.address, timeout=120, trust_env=False) as client:
        client.post("/platz", data={"code": code})
        while not play.over():
            play.get(client, chance.choice(("/lernen", *PAGES)), play.measured.learning)
            time.sleep(chance.uniform(*play.think))


def imported(folder: Path, papers: list[Path], count: int) -> None:
    """Takes a back-file in, as the command does it."""
    for number in range(count):
        (folder / f"alt-{number}.pdf").write_bytes(another(papers[number % len(papers)], f"alt {time.time_ns()} {number}"))
    command = [sys.executable, "-m", "service.cli", "ingest", "--altbestand", "--json", str(folder)]
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"import: {count} papers taken in within {time.perf_counter() - started:.1f} s")


def line(name: str, values: list[float]) -> None:
    if values:
        ordered = sorted(values)
        p95, p99 = (ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.95, 0.99))
        print(
            f"{name}: {len(values)}, p50 {statistics.median(values):.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms, max {ordered[-1]:.0f} ms"
        )


def figure(address: str, name: str) -> float:
    text = httpx2.get(f"{address}/metrics", timeout=60, trust_env=False).text
    return sum(float(each.rpartition(" ")[2]) for each in text.splitlines() if each.startswith(name))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--clerks", type=int, default=20)
    parser.add_argument("--trainees", type=int, default=10)
    parser.add_argument("--backlog", type=int, default=300)
    parser.add_argument("--think", type=float, nargs=2, default=(3.0, 9.0))
    chosen = parser.parse_args()
    data = Path(os.environ["MAPPE_DATA"])
    papers = sorted(path for path in (data / "musterfirma").rglob("*.pdf"))
    if not papers:
        sys.exit("no papers of the demo firm in MAPPE_DATA")
    while chosen.trainees and figure(chosen.address, 'mappe_papers{state="received"}'):
        print("the papers of the demo firm are still being read; courses begin after that", flush=True)
        time.sleep(20)
    places = codes(chosen.address, chosen.trainees) if chosen.trainees else []
    measured = Measured()
    with tempfile.TemporaryDirectory() as folder:
        imported(Path(folder), papers, chosen.backlog)
    read = figure(chosen.address, "mappe_read_papers_total")
    play = Play(chosen.address, papers, time.monotonic() + 60 * chosen.minutes, tuple(chosen.think), measured)
    actors = [threading.Thread(target=clerk, args=(play, number)) for number in range(chosen.clerks)]
    actors += [threading.Thread(target=trainee, args=(play, code, number)) for number, code in enumerate(places)]
    for actor in actors:
        actor.start()
    for actor in actors:
        actor.join()
    time.sleep(6)
    read = figure(chosen.address, "mappe_read_papers_total") - read
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}; {chosen.clerks} clerks, {len(places)} trainees, {chosen.minutes:g} min")
    line("pages of clerks", measured.pages)
    line("pages of trainees", measured.learning)
    line("uploads acknowledged", measured.uploads)
    for path, values in sorted(measured.by_path.items(), key=lambda each: -statistics.median(each[1]))[:5]:
        line(f"  {path}", values)
    print(f"read meanwhile: {read:.0f} papers; still to be read: {figure(chosen.address, 'mappe_space_backlog'):.0f} of the import")
    print(f"failed: {len(measured.failed)} {measured.failed[:5]}")
    return bool(measured.failed)


if __name__ == "__main__":
    sys.exit(main())
