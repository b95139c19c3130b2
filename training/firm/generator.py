"""Writes a set of demo papers with its gold file and master data into a folder. The same seed and version give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from archive.problems import Invalid
from training.firm import gold, tables
from training.firm.files import Work, file_name, make
from training.firm.masterdata import master
from training.firm.papers import compose
from training.firm.scenario import specs

VERSION = 2
"""Changes whenever the same seed gives other bytes."""
SETS = ("klein",)
PROCESSES = 2

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written: ``papers`` are the paths of the papers in the order they came in."""

    directory: Path
    papers: tuple[Path, ...]
    gold: Path
    orders: int
    purchase_orders: int


def generate(directory: Path, *, seed: int = 1, which: str = "klein", progress: Progress | None = None) -> Summary:
    """Write papers to ``directory/papiere`` and gold file and tables beside them.

    ``progress`` is called as papers get ready, with how many are ready, how many there will be, and the file's name.
    """
    if which not in SETS:
        raise Invalid(f"Den Satz „{which}“ gibt es nicht. Möglich ist: {', '.join(SETS)}.", cause=f"unknown demo set {which!r}")
    papers = directory / "papiere"
    papers.mkdir(parents=True, exist_ok=True)
    work = planned(seed, which)
    names, entries = _names(work), []
    for index, made in enumerate(_made(seed, which, len(work))):
        item, name = work[index], names[index]
        data = (papers / names[_index(work, item.spec.about)]).read_bytes() if item.spec.form == "gleich" else made
        (papers / name).write_bytes(data)
        original = names[_index(work, item.spec.about)] if item.spec.doctype == "kopie" else ""
        entries.append(gold.record(item, name, data, original) | {"set": which, "seed": seed, "version": VERSION})
        if progress:
            progress(index + 1, len(work), name)
    (directory / "gold.jsonl").write_bytes("".join(map(gold.as_line, entries)).encode())
    known = master(seed)
    for name, content in tables.files(known).items():
        (directory / name).write_bytes(content)
    return Summary(directory, tuple(papers / name for name in names), directory / "gold.jsonl", len(known.orders), len(known.purchases))


@cache
def planned(seed: int, which: str) -> tuple[Work, ...]:
    """All planned files; copies and bad input lean on the paper they are made from."""
    plan = specs(which)
    said = compose(plan, master(seed))
    return tuple(Work(spec, said[spec.key if spec.key in said else spec.about], number, said, seed) for number, spec in enumerate(plan, 1))


def _index(work: Sequence[Work], key: str) -> int:
    return next(place for place, item in enumerate(work) if item.spec.key == key)


def _names(work: Sequence[Work]) -> list[str]:
    names: list[str] = []
    for item in work:
        name = f"Kopie_von_{names[_index(work, item.spec.about)]}" if item.spec.form == "gleich" else file_name(item)
        names.append(name)
    return names


def _made(seed: int, which: str, count: int) -> Iterator[bytes]:
    """The files in order, made by two processes. Fresh ones, because forking a program with threads is not safe."""
    jobs: list[tuple[Any, ...]] = [(seed, which, index) for index in range(count)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_one, jobs)


def _one(job: tuple[int, str, int]) -> bytes:
    seed, which, index = job
    work = planned(seed, which)[index]
    return b"" if work.spec.form == "gleich" else make(work)
