"""Writes a set of demo papers with its gold file and master data into a folder. The same seed and version give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from archive.problems import Invalid
from training.firm import files, gold, planted, stacks, tables
from training.firm.masterdata import master
from training.firm.plan import Set, planned, the_set

VERSION = 4
"""Changes whenever the same seed gives other bytes."""
SETS = ("klein", "voll", "mini")
PROCESSES = 2

Progress = Callable[[int, int, str], None]

__all__ = ["SETS", "VERSION", "Summary", "generate", "planned"]


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written: ``papers`` are the paths of the files in the order they came in."""

    directory: Path
    papers: tuple[Path, ...]
    gold: Path
    orders: int
    purchase_orders: int


def generate(directory: Path, *, seed: int = 1, which: str = "klein", progress: Progress | None = None) -> Summary:
    """Write papers to ``directory/papiere`` and gold file, planted cases and tables beside them.

    ``progress`` is called as files get ready, with how many are ready, how many there will be, and the file's name.
    """
    if which not in SETS:
        raise Invalid(f"Den Satz „{which}“ gibt es nicht. Möglich ist: {', '.join(SETS)}.", cause=f"unknown demo set {which!r}")
    papers = directory / "papiere"
    papers.mkdir(parents=True, exist_ok=True)
    chosen = the_set(seed, which)
    entries = []
    for number, (name, data) in enumerate(_files(chosen, papers), 1):
        (papers / name).write_bytes(data)
        entries += [gold.record(chosen, work, data) | {"set": which, "seed": seed, "version": VERSION} for work in chosen.inside(name)]
        if progress:
            progress(number, len(chosen.names), name)
    known = master(seed, which)
    (directory / "gold.jsonl").write_bytes("".join(map(gold.as_line, entries)).encode())
    (directory / "faelle.jsonl").write_bytes("".join(map(gold.as_line, planted.cases(chosen))).encode())
    for name, content in tables.files(known).items():
        (directory / name).write_bytes(content)
    paths = tuple(papers / name for name in chosen.names)
    return Summary(directory, paths, directory / "gold.jsonl", len(known.orders), len(known.purchases))


def _files(chosen: Set, papers: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file in order; a copy is read back from what it is a copy of."""
    for name, made in zip(chosen.names, _made(chosen), strict=True):
        first = chosen.inside(name)[0]
        yield name, (papers / chosen.file_of(first.spec.about)).read_bytes() if first.spec.form == "gleich" else made


def _made(chosen: Set) -> Iterator[bytes]:
    """The files in order, made by two processes. Fresh ones, because forking a program with threads is not safe."""
    jobs: list[tuple[Any, ...]] = [(chosen.seed, chosen.which, name) for name in chosen.names]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_one, jobs)


def _one(job: tuple[int, str, str]) -> bytes:
    seed, which, name = job
    chosen = the_set(seed, which)
    if name in chosen.stacks:
        return stacks.make(chosen.stacks[name], chosen.works)
    work = chosen.inside(name)[0]
    return b"" if work.spec.form == "gleich" else files.make(work)
