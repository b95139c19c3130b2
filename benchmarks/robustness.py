"""Files that broke other readers, through the whole way of a paper: how they end, how long it takes, how much memory it takes.

    PYTHONPATH=. nice -n 19 python -m benchmarks.robustness [SET …] [--every N]

Needs the folders beside the repository. Writes the table of benchmarks/robustness.md to standard output, and each file that
was slow, large or waits to standard error.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from collections import Counter
from pathlib import Path

from archive.locations import Locations
from archive.space import open_space
from archive.verify import verify
from tests.cast import furnish
from tests.robustness import SETS, Ending, files, put_through


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--every", type=int, default=1, help="each so many files only")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    print("| set | files | papers inside | filed | waiting | rejected | taken apart | slowest | most memory | proved |")
    print("| --- " * 10 + "|")
    for name in arguments.sets:
        _run(name, arguments.every)


def _run(name: str, every: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        space = open_space(Locations(data, f"sqlite:{data / 'tabellen'}", f"file:{data / 'ablage'}"), "firma")
        furnish(space)
        endings = []
        for ending in put_through(space, files(name, every)):
            endings.append(ending)
            _tell(ending)
        states = Counter(ending.state for ending in endings)
        counts = space.intake.counts()
        total = sum(counts.values())
        assert total == len(endings) + sum(ending.inside for ending in endings), (total, len(endings))
        assert counts["received"] == 0
        slow, large = max(ending.seconds for ending in endings), max(ending.memory for ending in endings)
        cells = (len(endings), total - len(endings), states["filed"], states["waiting"], states["rejected"], states["replaced"])
        proved = "yes" if verify(space).ok else "NO"
        print(f"| {name} | {' | '.join(map(str, cells))} | {slow:.1f} s | {large >> 20} MB | {proved} |", flush=True)
        space.close()


def _tell(ending: Ending) -> None:
    if ending.seconds > 20 or ending.memory > 700 << 20 or ending.problem not in ("", "unlesbar", "doppelt", "kennwort"):
        said = f"{ending.seconds:.1f} s, {ending.memory >> 20} MB, {ending.state} {ending.problem}: {ending.sentence}"
        print(f"{ending.path.name}: {said}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
