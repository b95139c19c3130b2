"""Many firms on one installation: what a round of the worker costs, what pages cost, how much memory a web process takes.

    PYTHONPATH=. .venv/bin/python -m benchmarks.firms FOLDER 100 10000 [postgresql://…]

With SQLite one firm is filled as ``growth --copies`` does it (tables, index and all), and every firm gets a copy of its tables and its
index, while all look into one store. On PostgreSQL each gets its papers as rows of the intake book and documents alone. Nothing is read.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import statistics
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select

from archive.catalog import tables as t
from archive.installation.spaces import SpaceEntry
from archive.jobs import open_jobs
from archive.space import open_space
from benchmarks.growth import YEAR, grow_by_copies
from benchmarks.growth_copies import Marks
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


def multiplied(settings: Settings, names: list[str], papers: int) -> None:
    """One firm the whole way, and its copies."""
    work = settings.data.absolute() / "eine"
    one = replace(settings, data=work, db=f"sqlite:{work / 'tabellen'}", store=f"file:{work / 'ablage'}")
    grow_by_copies(one, papers, papers, steps=(papers,))
    tables = settings.data / "tabellen"
    tables.mkdir(exist_ok=True)
    settings.index_folder.parent.mkdir(exist_ok=True)
    for name in names:
        shutil.copy(work / "tabellen" / "firma.sqlite", tables / f"{name}.sqlite")
        shutil.copytree(one.index_folder, settings.index_folder_of(name))
        (settings.data / "ablage").mkdir(exist_ok=True)
        (settings.data / "ablage" / name).symlink_to(work / "ablage" / "firma")


def _own(row: dict[str, object], number: int) -> dict[str, object]:
    mine: dict[str, object] = {"eingangsnummer": f"E-25-{number:07}"}
    return mine | ({"sha256": f"{number:064x}", "received": datetime.now(UTC).isoformat()} if "sha256" in row else {"changed_seq": 0})


def _asked(house: House, name: str) -> float:
    """CPU milliseconds of a search by a number that one paper has."""
    begun = time.process_time()
    found = house.parts(name).index.search(f"RE-{Marks(500, YEAR).own}")
    assert found.total == 1, found.total
    return 1000 * (time.process_time() - begun)


def _make(settings: Settings, names: list[str], papers: int) -> None:
    started = time.perf_counter()
    if settings.db.startswith("sqlite:"):
        multiplied(settings, names, papers)
    else:
        for name in names:
            fill(settings, name, papers)
    print(f"{len(names)} firms with {papers} papers each made in {time.perf_counter() - started:.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("firms", type=int)
    parser.add_argument("papers", type=int)
    parser.add_argument("db", nargs="?", default="")
    parser.add_argument("--index", default="tantivy:")
    chosen = parser.parse_args()
    settings = from_environment({"MAPPE_DATA": str(chosen.folder), "MAPPE_DB": chosen.db, "MAPPE_INDEX": chosen.index})
    names = [f"firma{number:03}" for number in range(chosen.firms)]
    _make(settings, names, chosen.papers)
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
        asked = [_asked(house, name) for name in random.Random(2).sample(names, min(20, len(names)))]
        print(f"web: a search in a firm that was not asked before {statistics.median(asked):.1f} ms CPU")
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
