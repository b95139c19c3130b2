"""The planned files of a set: every paper with what it says, the names of the files, and what lies in stacks. Makes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from training.firm.files import Work, file_name
from training.firm.masterdata import Master, master
from training.firm.papers import compose
from training.firm.scenario import Absence, Stack, absences, specs, stacks


@dataclass(frozen=True, slots=True)
class Set:
    """A set under one seed. ``works`` are the papers by key, ``names`` the files in the order they came in."""

    which: str
    seed: int
    data: Master
    works: Mapping[str, Work]
    names: tuple[str, ...]
    stacks: Mapping[str, Stack]
    files: Mapping[str, tuple[str, ...]]
    absences: tuple[Absence, ...]

    def inside(self, name: str) -> tuple[Work, ...]:
        """The papers in a file: one, or those of a stack."""
        return tuple(self.works[key] for key in self.files[name])

    def file_of(self, key: str) -> str:
        """The file a paper lies in."""
        return next(name for name, keys in self.files.items() if key in keys)


def planned(seed: int, which: str) -> tuple[Work, ...]:
    """All planned papers; copies and bad input lean on the paper they are made from."""
    return tuple(the_set(seed, which).works.values())


@cache
def the_set(seed: int, which: str) -> Set:
    """A set with everything that can be known of it before anything is drawn."""
    plan, data = specs(which), master(seed, which)
    said = compose(plan, data)
    works = {
        spec.key: Work(spec, said[spec.key if spec.key in said else spec.about], number, said, seed) for number, spec in enumerate(plan, 1)
    }
    piles = {pile.name: pile for pile in stacks(which)}
    stacked = {key: pile.name for pile in piles.values() for key in pile.papers}
    files: dict[str, tuple[str, ...]] = {}
    owner: dict[str, str] = {}
    for key, work in works.items():
        name = stacked.get(key) or _name(work, owner, piles)
        owner[key] = name
        files[name] = (*files.get(name, ()), key)
    return Set(which, seed, data, works, tuple(files), piles, files, absences(which))


def _name(work: Work, owner: Mapping[str, str], piles: Mapping[str, Stack]) -> str:
    """The name of the file; two different ones never share a name."""
    if work.spec.form == "gleich":
        return f"Kopie_von_{owner[work.spec.about]}"
    name = file_name(work)
    if name not in owner.values() and name not in piles:
        return name
    stem, _, ending = name.rpartition(".")
    return f"{stem}a.{ending}" if f"{stem}a.{ending}" not in owner.values() else f"{stem}_{work.index}.{ending}"
