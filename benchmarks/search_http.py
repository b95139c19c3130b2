"""Search end to end: the pages of a running service over HTTP, warm, on one index of ``benchmarks.search_build`` at a time.

    python -m benchmarks.search_http FOLDER 20000 tantivy:

The tables are empty but for one paper, so folders are shown by their numbers. Wall and CPU milliseconds; CPU is that of service and
client together. At the end one paper is filed and waited for, and taken out again.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote

import httpx2

from archive.space import Space
from benchmarks.search import ROUNDS, Clock, questions, samples
from benchmarks.search_build import SEED, data_folder, index_folder
from search.engines import open_index
from search.index import IndexDocument
from search.indexing import to_index
from tests.service.conftest import serving
from tests.service.papers import Paper, file

_WARM = 10
"""Other questions of the same kind before those that are measured: what they read from disk is in memory then."""


def run(root: Path, engine: str, count: int) -> None:
    folder = data_folder(root, engine, count)
    known = samples(root, count)
    space = index_folder(root, engine, count).name
    with serving(folder, MAPPE_INDEX=engine, MAPPE_SPACE=space) as live, httpx2.Client(base_url=live.address, timeout=60) as client:
        print(f"\n## {engine.partition(':')[0]}, {count} papers, load {os.getloadavg()[0]:.1f}\n")
        print("| question | CPU p50 / p95 · wall p50 / p95 |\n| --- | --- |")
        for kind, make in questions(known, SEED + 1).items():
            clock = Clock()
            for _ in range(_WARM):
                client.get(f"/suche?q={quote(make().text)}").raise_for_status()
            for _ in range(ROUNDS):
                clock(partial(client.get, f"/suche?q={quote(make().text)}"))
            print(f"| {kind} | {clock.row()} |", flush=True)
        clock = Clock()
        for one in known[:ROUNDS]:
            clock(partial(client.get, f"/suche/vorschlaege?q={one.order[:5]}"))
        print(f"| suggestion | {clock.row()} |")
        found, gone = _found_and_gone(live.space, engine, folder / "index" / space, client)
        print(f"\nFrom filing to being found: {found:.2f} s wall, from being taken out to being gone: {gone:.2f} s")
        print(f"Load at the end {os.getloadavg()[0]:.1f}")


def _found_and_gone(space: Space, engine: str, folder: Path, client: httpx2.Client) -> tuple[float, float]:
    """Seconds until the page shows a paper, once the worker's turn has come, and until it shows it no more once it is taken out."""
    number = f"RE-NEU-{time.time_ns() % 10**9}"
    eingangsnummer = file(space, Paper(number=number), "neu.pdf")
    index = open_index(engine, folder)
    # As the worker does, but for this paper alone: the tables do not know the others.
    found = _until(client, number, eingangsnummer, True, lambda: index.add([_as_filed(space, eingangsnummer)]))
    gone = _until(client, number, eingangsnummer, False, lambda: index.remove([eingangsnummer]))
    index.close()
    return found, gone


def _as_filed(space: Space, eingangsnummer: str) -> IndexDocument:
    return to_index(space.documents.get(eingangsnummer), space.documents.reading(eingangsnummer), 1)


def _until(client: httpx2.Client, number: str, eingangsnummer: str, shown: bool, change: Callable[[], None]) -> float:
    started = time.perf_counter()
    change()
    while (eingangsnummer in client.get(f"/suche?q={number}").text) is not shown:
        time.sleep(0.01)
    return time.perf_counter() - started


if __name__ == "__main__":
    place, number, *engines = sys.argv[1:]
    for chosen in engines:
        run(Path(place), chosen, int(number))
