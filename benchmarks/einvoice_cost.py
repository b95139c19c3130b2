"""CPU time of the whole way of an e-invoice (recognise, child process, guard, terms, rules, pages), all processes counted.

Part of ``benchmarks.einvoice``. Reads the counters of Linux in /proc: of this process, of the process that makes children, of the
one that runs the rules, and of every child that is already gone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from archive.problems import Problem
from archive.scan import Scan
from ingest.read import read

_TICKS = os.sysconf("SC_CLK_TCK")


def told(files: Sequence[Path]) -> str:
    """Cold is the first file, when the processes start and its rules are compiled; warm is the second round of all files."""
    cold = _spent(files[:1])
    _spent(files)
    warm = _spent(files)
    return f"CPU of the whole way: first file {cold:.2f} s, {len(files)} files warm {1000 * warm / len(files):.0f} ms each"


def _spent(files: Sequence[Path]) -> float:
    before = _cpu()
    for path in files:
        try:
            read(path, Scan("0" * 64, path.name, "", "benchmark", datetime.now(UTC)))
        except Problem:
            continue
    return _cpu() - before


def _cpu() -> float:
    """Seconds of this process and all below it, alive or gone."""
    return sum(sum(times) for _, times in _below(os.getpid())) / _TICKS


def _below(root: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    parents: dict[int, tuple[int, tuple[int, ...]]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # gone meanwhile
            continue
        parents[int(stat.parent.name)] = int(fields[1]), tuple(int(ticks) for ticks in fields[11:15])
    for pid, (_, times) in parents.items():
        above = pid
        while above != root and above in parents:
            above = parents[above][0]
        if above == root:
            yield pid, times
