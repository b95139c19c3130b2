"""What one more paper costs when there are many already: reading is simulated, everything else is real.

    PYTHONPATH=. .venv/bin/python -m benchmarks.growth FOLDER 100000 [whoosh:|tantivy:]      # papers one by one, the whole way
    PYTHONPATH=. .venv/bin/python -m benchmarks.growth FOLDER 1000000 --rows                 # rows only, then the cold start

Each paper is stored with fsync, acknowledged, filed with values, lines and an order, copied to the journal in the store and
indexed. Processor time is what counts; wall time needs an idle machine.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from archive.order import Order
from archive.space import Space, open_space
from search.engines import open_index
from search.indexing import keep_up
from service.parts import House
from service.settings import Settings, from_environment
from tests.cast import furnish, hand_in, proposal

STEPS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)
PORTION = 20
"""Papers between two looks of the index."""


def one(space: Space, number: int) -> None:
    nr = hand_in(space, f"%PDF {number}".encode() + b"x" * 20_000, f"scan-{number}.pdf").eingangsnummer
    fields = {"rechnungsnummer": f"RE-{number:07}", "rechnungsdatum": f"20{20 + number % 7}-03-12", "brutto": f"{number % 9973}.48"}
    space.documents.file(nr, proposal(space, nr, fields=fields, order=f"A-{number % 5000:05}"))


def grow(settings: Settings, upto: int) -> None:
    space = open_space(settings.locations, "firma")
    furnish(space)
    space.orders.save([Order(f"A-{number:05}") for number in range(5000)], "Messung")
    index = open_index(settings.index, settings.index_folder)
    done = sum(space.intake.counts().values())
    print("papers, CPU ms a paper: filing, indexing; wall ms a paper; Eingang page ms")
    spent, indexing, wall, since = 0.0, 0.0, time.perf_counter(), done
    while done < upto:
        started = time.process_time()
        for number in range(done, done + PORTION):
            one(space, number)
        done += PORTION
        filed = time.process_time()
        keep_up(space, settings.index, settings.index_folder, index)
        spent, indexing = spent + filed - started, indexing + time.process_time() - filed
        if done in STEPS or done == upto:
            count, looked = done - since, time.perf_counter()
            space.intake.recent(50)
            space.intake.waiting()
            looked = 1000 * (time.perf_counter() - looked)
            each = 1000 * (time.perf_counter() - wall) / count
            print(f"{done:9,}: {1000 * spent / count:.1f}, {1000 * indexing / count:.1f}; {each:.1f}; {looked:.1f}", flush=True)
            spent, indexing, wall, since = 0.0, 0.0, time.perf_counter(), done
    index.close()
    space.close()


def rows(settings: Settings, count: int) -> None:
    """So many papers as rows alone, and how long a service over them takes to start."""
    House(settings).close()
    now = datetime.now(UTC).isoformat()
    with closing(sqlite3.connect(settings.data / "tabellen" / "firma.sqlite")) as file:
        width = "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n)"
        columns = {row[1]: row[2] for row in file.execute("PRAGMA table_info(intake)")}
        values = {
            "eingangsnummer": "printf('E-26-%07d', i)",
            "sha256": "printf('%064x', i)",
            "name": "printf('scan-%d.pdf', i)",
            "size": "300000",
            "media_type": "'application/pdf'",
            "source": "'web'",
            "state": "CASE i % 200 WHEN 0 THEN 'waiting' ELSE 'filed' END",
            "received": f"'{now}'",
            "changed": f"'{now}'",
            "attempts": "0",
        }
        wanted = ", ".join(values.get(name, "0" if "INT" in kind else "''") for name, kind in columns.items())
        file.execute(f"INSERT INTO intake ({', '.join(columns)}) SELECT {wanted} FROM {width}", [count])
        columns = {row[1]: row[2] for row in file.execute("PRAGMA table_info(document)")}
        values |= {"doctype": "'rechnung'", "changed_seq": "i", "content": "printf('{%0600d}', i)"}
        wanted = ", ".join(values.get(name, "0" if "INT" in kind else "''") for name, kind in columns.items())
        file.execute(f"INSERT INTO document ({', '.join(columns)}) SELECT {wanted} FROM {width}", [count])
        file.commit()
    start(settings)


def start(settings: Settings) -> None:
    """From nothing to the first page: the process alone, as a supervisor would start it."""
    code = (
        "import time; t, c = time.perf_counter(), time.process_time()\n"
        "from service.settings import from_environment; from service.app import create_app\n"
        "app = create_app(from_environment()); print(f'web process ready: {time.perf_counter() - t:.2f} s, '\n"
        "      f'{time.process_time() - c:.2f} s of it working')\n"
        "house = app.state.house; t = time.perf_counter(); space = house.parts('firma').space\n"
        "space.intake.waiting(); print(f'what every page asks: {1000 * (time.perf_counter() - t):.1f} ms'); t = time.perf_counter()\n"
        "space.intake.recent(50); print(f'newest of the Eingang: {1000 * (time.perf_counter() - t):.1f} ms'); t = time.perf_counter()\n"
        "space.intake.counts(); print(f'count of all states: {1000 * (time.perf_counter() - t):.1f} ms')\n"
    )
    for _ in range(3):
        subprocess.run([sys.executable, "-c", code], env={**settings.environment(), "PYTHONPATH": "."}, check=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("index", nargs="?", default="whoosh:")
    parser.add_argument("--rows", action="store_true")
    chosen = parser.parse_args()
    settings = from_environment({"MAPPE_DATA": str(chosen.folder), "MAPPE_INDEX": chosen.index})
    (rows if chosen.rows else grow)(settings, chosen.count)


if __name__ == "__main__":
    main()
