"""Many firms on one installation: what a round of the worker costs, what pages cost, how much memory a web process takes.

    PYTHONPATH=. .venv/bin/python -m benchmarks.firms FOLDER 100 10000 [postgresql://…]

Each firm gets its papers as rows alone, with one real paper in between; nothing is read.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select

from archive.catalog import tables as t
from archive.installation.spaces import SpaceEntry
from archive.jobs import open_jobs
from archive.space import open_space
from service.parts import House
from service.settings import Settings, from_environment
from service.worker import Duties
from tests.cast import furnish, hand_in, proposal

PORTION = 1000


def memory() -> float:
    """Megabytes this process holds now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6


def fill(settings: Settings, name: str, papers: int) -> None:
    with closing(open_space(settings.locations, name)) as space:
        furnish(space)
        nr = hand_in(space, f"%PDF {name}".encode()).eingangsnummer
        space.documents.file(nr, proposal(space, nr))
        with space.catalog.write() as connection:
            for table in (t.intake, t.document):
                row = dict(connection.execute(select(table)).mappings().one())
                for start in range(0, papers, PORTION):
                    numbers = range(start, min(papers, start + PORTION))
                    connection.execute(insert(table), [row | _own(row, number) for number in numbers])


def _own(row: dict[str, object], number: int) -> dict[str, object]:
    mine: dict[str, object] = {"eingangsnummer": f"E-25-{number:07}"}
    return mine | ({"sha256": f"{number:064x}", "received": datetime.now(UTC).isoformat()} if "sha256" in row else {"changed_seq": 0})


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("firms", type=int)
    parser.add_argument("papers", type=int)
    parser.add_argument("db", nargs="?", default="")
    chosen = parser.parse_args()
    settings = from_environment({"MAPPE_DATA": str(chosen.folder), "MAPPE_DB": chosen.db})
    names = [f"firma{number:03}" for number in range(chosen.firms)]
    started = time.perf_counter()
    for name in names:
        fill(settings, name, chosen.papers)
    print(f"{chosen.firms} firms with {chosen.papers} papers each made in {time.perf_counter() - started:.0f} s")
    with closing(House(settings)) as house:
        for name in names:
            house.installation.spaces.put(SpaceEntry(name, name, "firma"), "Messung")
        first, again = [], []
        for times in (first, again):
            for name in random.Random(1).sample(names, len(names)):
                begun = time.process_time()
                space = house.parts(name).space
                space.intake.waiting()
                space.intake.recent(50)
                times.append(1000 * (time.process_time() - begun))
        print(f"web: a firm for the first time {statistics.median(first):.1f} ms CPU, then {statistics.median(again):.1f} ms")
        print(f"web: {memory():.0f} MB with {len(house._open)} firms open, {threading.active_count()} threads")  # noqa: SLF001 - a look behind the door
        with closing(open_jobs(settings.jobs)) as jobs:
            duties = Duties(settings, jobs)
            for what in ("first", "next"):
                with_all, begun = time.process_time(), time.perf_counter()
                duties.reconcile()
                print(f"worker: {what} round {time.process_time() - with_all:.2f} s CPU, {time.perf_counter() - begun:.1f} s")
                with house.installation.tallies._database.write() as connection:  # noqa: SLF001 - the next round is due at once
                    connection.exec_driver_sql("DELETE FROM standing WHERE space = '_runde'")
            duties.close()


if __name__ == "__main__":
    main()
