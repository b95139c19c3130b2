"""How fast master data comes in from CSV, how long others have to wait meanwhile, and how fast lists and rows answer.

``python -m benchmarks.master_data [LINES …]`` imports that many lines of purchase orders (five to each) into an empty space on
SQLite, or on the database named by ``MAPPE_DB``, while another thread saves one order after the other and notes how long each takes.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from archive.browsing import Asked, purchase_orders
from archive.expected import of_purchase
from archive.locations import Locations
from archive.order import Order
from archive.orders_csv import import_csv, preview
from archive.space import Space, open_space

T = TypeVar("T")
PER_ORDER = 5
HEADINGS = (
    "Bestellnummer;Lieferantennummer;Auftragsnummer;Bestelldatum;Position;Artikelnummer;Bezeichnung;Menge;Einheit;Einzelpreis;PE;Zeugnis"
)


def lines(count: int) -> bytes:
    """A list as an ERP system writes it: Windows-1252, semicolons, decimal commas, leading zeros."""
    rows = [HEADINGS]
    for at in range(count):
        purchase = at // PER_ORDER
        head = f"B-26-{purchase:06d};7{purchase % 300:04d};A-26-{purchase % 2000:04d};02.10.2026"
        goods = f"{(at % PER_ORDER + 1) * 10};000{at % 977};Rundstahl 42CrMo4 Ø {at % 90} mm;{at % 40 + 1};ST;1.{at % 300:03d},50;1;3.1"
        rows.append(f"{head};{goods}")
    return "\r\n".join(rows).encode("cp1252")


class Neighbour(threading.Thread):
    """Somebody else who saves one order after the other; ``waits`` are the seconds each took."""

    def __init__(self, space: Space) -> None:
        super().__init__(daemon=True)
        self.waits: list[float] = []
        self.stop = threading.Event()
        self._space = space

    def run(self) -> None:
        """Until ``stop``."""
        while not self.stop.is_set():
            before = time.perf_counter()
            self._space.orders.save([Order(f"N-{len(self.waits)}")], "Nachbar")
            self.waits.append(time.perf_counter() - before)
            time.sleep(0.05)


def measured(count: int) -> str:
    """One row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        tables = os.environ.get("MAPPE_DB", f"sqlite:{path / 'tabellen'}")
        where = Locations(path, tables, f"file:{path / 'ablage'}")
        name = f"messung_{count}"
        with closing(open_space(where, name)) as space, closing(open_space(where, name)) as other:
            return _row(space, other, lines(count))


def _row(space: Space, other: Space, data: bytes) -> str:
    looked, shown = _timed(lambda: preview(space, data))
    neighbour = Neighbour(other)
    neighbour.start()
    processor = time.process_time()
    taken, _ = _timed(lambda: import_csv(space, data, "Messung"))
    processor = time.process_time() - processor
    neighbour.stop.set()
    neighbour.join()
    again, _ = _timed(lambda: import_csv(space, data, "Messung"))
    listed, found = _timed(lambda: purchase_orders(space.catalog, Asked("42crmo4 000976")))
    rows, _ = _timed(lambda: of_purchase(space, found.items[0]))
    waits = sorted(neighbour.waits)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = (
        f"{len(shown.table.rows):,}", f"{looked:.1f}", f"{taken:.1f}", f"{processor:.1f}", f"{again:.1f}",
        f"{waits[len(waits) // 2]:.2f}", f"{waits[-1]:.2f}", f"{listed * 1000:.0f}", f"{rows * 1000:.0f}", f"{memory:.0f}",
    )  # fmt: skip
    return "| " + " | ".join(figures) + " |"


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    before = time.perf_counter()
    answer = call()
    return time.perf_counter() - before, answer


if __name__ == "__main__":
    for wanted in [int(argument) for argument in sys.argv[1:]] or [5_000, 50_000]:
        sys.stdout.write(f"{measured(wanted)}\n")
