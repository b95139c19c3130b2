"""What one more paper costs when there are many already: reading is simulated, everything else is real.

    PYTHONPATH=. .venv/bin/python -m benchmarks.growth FOLDER 10000 [whoosh:|tantivy:]               # papers one by one, the whole way
    PYTHONPATH=. .venv/bin/python -m benchmarks.growth FOLDER 1000000 tantivy: --copies [--indexed N]  # the missing ones are copied

Each paper is stored with fsync, acknowledged, filed with values, lines and an order, copied to the journal in the store, judged
and indexed. Ten papers share an order, and suppliers are 500. With ``--copies`` an archive of each size is written in minutes
(``growth_copies``), then papers go the whole way and are measured, and a web process over it is started. Processor time is what
counts; wall time needs an idle machine.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from archive.judging import judge_due
from archive.order import Order, Supplier
from archive.space import Space, open_space
from benchmarks.growth_copies import BLOCK, PER_ORDER, SUPPLIERS, Marks, content, multiply
from search.engines import open_index
from search.index import Index
from search.indexing import keep_up
from service.settings import Settings, from_environment
from tests.cast import hand_in, proposal

STEPS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)
COPIED_STEPS = (1_000, 10_000, 100_000, 1_000_000)
PORTION = 20
"""Papers between two looks of the index."""
MEASURED = 400
"""Papers that are measured at each size where the others are copied."""
YEAR = datetime.now(UTC).astimezone().year


@dataclass
class Spent:
    """CPU seconds of each kind of work."""

    seconds: dict[str, float] = field(default_factory=dict)

    def on(self, what: str, work: Callable[[], object]) -> None:
        started = time.process_time()
        work()
        self.seconds[what] = self.seconds.get(what, 0.0) + time.process_time() - started

    def each(self, count: int) -> str:
        return ", ".join(f"{what} {1000 * seconds / count:.1f}" for what, seconds in self.seconds.items())


def file(space: Space, numbers: range) -> None:
    for number in numbers:
        marks = Marks(number, YEAR)
        nr = hand_in(space, content(number), f"scan-{number}.pdf").eingangsnummer
        fields = {"lieferant": marks.supplier, "rechnungsnummer": f"RE-{marks.own}", "brutto": f"{marks.own}.48"}
        fields["rechnungsdatum"] = f"20{20 + number % 7}-03-12"
        space.documents.file(nr, proposal(space, nr, fields=fields, order=marks.order))


def orders(space: Space, start: int, upto: int) -> None:
    for first in range(start // PER_ORDER, upto // PER_ORDER, 2_000):
        numbers = range(first, min(first + 2_000, upto // PER_ORDER))
        space.orders.save([Order(f"A-{number:06}") for number in numbers], "Messung")


def work(space: Space, settings: Settings, index: Index, numbers: range) -> Spent:
    """These papers the whole way, in portions as they come."""
    spent = Spent()
    for first in range(numbers.start, numbers.stop, PORTION):
        portion = range(first, min(first + PORTION, numbers.stop))
        spent.on("filing", lambda portion=portion: file(space, portion))
        spent.on("judging", lambda: judged(space))
        spent.on("indexing", lambda: keep_up(space, settings.index, settings.index_folder, index))
    return spent


def judged(space: Space) -> None:
    while judge_due(space):
        pass


def shown(done: int, measured: int, spent: Spent, began: float, space: Space) -> None:
    wall = 1000 * (time.perf_counter() - began) / measured
    looked = Spent()
    looked.on("Eingang", lambda: (space.intake.recent(50), space.intake.waiting()))
    print(f"{done:9,} papers, CPU ms each: {spent.each(measured)}; wall {wall:.1f} ms; {looked.each(1)} ms", flush=True)


def grow(settings: Settings, upto: int) -> None:
    """Every paper goes the whole way."""
    with closing(open_space(settings.locations, "firma")) as space, closing(open_index(settings.index, settings.index_folder)) as index:
        space.orders.save([Supplier(f"L{number:04}", f"Lieferant {number} GmbH") for number in range(SUPPLIERS)], "Messung")
        done = sum(space.intake.counts().values())
        orders(space, done, upto)
        judged(space)
        for step in (*(step for step in STEPS if done < step < upto), upto):
            began = time.perf_counter()
            shown(step, step - done, work(space, settings, index, range(done, step)), began, space)
            done = step


def grow_by_copies(settings: Settings, upto: int, indexed: int, steps: tuple[int, ...] = COPIED_STEPS) -> None:
    """The archive is brought to each size by copies; then some papers go the whole way. Broken off, it goes on where it was."""
    real = COPIED_STEPS[0]
    with closing(open_space(settings.locations, "firma")) as space:
        done = sum(space.intake.counts().values())
    if done < real:
        grow(settings, real)
        done = real
    for step in (step for step in steps if done <= step <= upto):
        with closing(open_space(settings.locations, "firma")) as space:
            orders(space, done, step + MEASURED)
            judged(space)
        if step > done:
            began = time.perf_counter()
            multiply(settings.data, real, done, step, YEAR)
            print(f"{step - done:,} copied in {time.perf_counter() - began:.0f} s", flush=True)
        with closing(open_space(settings.locations, "firma")) as space, closing(open_index(settings.index, settings.index_folder)) as index:
            if step > indexed:
                index.add([], generation=space.journal.head()[0])
            keep_up(space, settings.index, settings.index_folder, index)
            began = time.perf_counter()
            shown(step, MEASURED, work(space, settings, index, range(step, step + MEASURED)), began, space)
            print(f"          in the index: {index.state().documents:,}", flush=True)
        start(settings)
        done = step + MEASURED
        assert not done % BLOCK


def start(settings: Settings) -> None:
    """From nothing to the first page: the process alone, as a supervisor would start it."""
    code = (
        "import time; t, c = time.perf_counter(), time.process_time()\n"
        "from service.settings import from_environment; from service.app import create_app\n"
        "app = create_app(from_environment()); print(f'          web process ready: {time.perf_counter() - t:.2f} s, '\n"
        "      f'{time.process_time() - c:.2f} s of it working', end='')\n"
        "house = app.state.house; t = time.perf_counter(); space = house.parts('firma').space\n"
        "space.intake.waiting(); print(f'; what every page asks: {1000 * (time.perf_counter() - t):.1f} ms', end='')\n"
        "t = time.perf_counter()\n"
        "space.intake.recent(50); print(f'; newest of the Eingang: {1000 * (time.perf_counter() - t):.1f} ms', end='')\n"
        "t = time.perf_counter(); space.intake.counts(); print(f'; count of all states: {1000 * (time.perf_counter() - t):.1f} ms')\n"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code], env={**settings.environment(), "PYTHONPATH": "."}, check=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("index", nargs="?", default="whoosh:")
    parser.add_argument("--copies", action="store_true")
    parser.add_argument("--indexed", type=int, default=100_000)
    chosen = parser.parse_args()
    settings = from_environment({"MAPPE_DATA": str(chosen.folder), "MAPPE_INDEX": chosen.index})
    if chosen.copies:
        grow_by_copies(settings, chosen.count, chosen.indexed)
    else:
        grow(settings, chosen.count)


if __name__ == "__main__":
    main()
