"""The whole installation at another place: every object copied and proved, tables replayed from the journal, people taken along.

The place it leaves is only read. Jobs and index do not move: both are made again from what moved.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass

from archive.installation.house import Installation, open_installation
from archive.installation.spaces import SpaceEntry
from archive.jobs import open_jobs, rhythm
from archive.moving import move_space
from archive.problems import Invalid
from archive.space import open_as_is
from service.serve import alone
from service.settings import Settings

WHO = "der Umzug"


@dataclass(frozen=True, slots=True)
class Moved:
    """One space that is at its new place: how many objects and journal entries were proved there."""

    space: str
    objects: int
    entries: int


def move(settings: Settings, target: Settings, progress: Callable[[int], None] = lambda _done: None) -> list[Moved]:
    """Moves all firms from ``settings`` to ``target``; courses and their sandboxes stay behind, because they end with their course.

    Raises ``Invalid`` while anything still works on either of them, or when something else lies at the target; ``Tampered`` as
    soon as one hash is wrong. Broken off, it goes on where it was when it is called again.
    """
    with ExitStack() as stack:
        stack.enter_context(alone(settings))
        for each in (settings, target):
            _must_be_quiet(each)
        old = stack.enter_context(closing(open_installation(settings.locations)))
        new = stack.enter_context(closing(open_installation(target.locations)))
        _must_be_ours(old, new)
        done = [0]

        def step(_count: int) -> None:
            done[0] += 1
            progress(done[0])

        moved = [_moved(settings, target, entry, step) for entry in old.spaces.all() if entry.kind == "firma"]
        _people(settings, target, old, new)
    return moved


def _moved(settings: Settings, target: Settings, entry: SpaceEntry, progress: Callable[[int], None]) -> Moved:
    with ExitStack() as stack:
        source = open_as_is(settings.locations, entry.name)
        stack.callback(source.close)
        there = open_as_is(target.locations, entry.name)
        stack.callback(there.close)
        same_store = settings.store == target.store
        objects, entries = move_space(source, there, progress, same_store=same_store)
    return Moved(entry.name, objects, entries)


def _people(settings: Settings, target: Settings, old: Installation, new: Installation) -> None:
    """Once all papers are there: who logs in at the new place before sees an archive that is not whole."""
    if settings.db == target.db:
        return
    if not new.load(old.dump(), WHO):
        return  # a move that was broken off after this
    for entry in old.spaces.all():
        if entry.kind == "firma":
            new.spaces.put(entry, WHO)
            new.brands.put(entry.name, old.brands.get(entry.name), WHO)
            with closing(open_as_is(target.locations, entry.name)) as space:
                space.intake.quota.set(old.brands.get(entry.name).quota_mb)
        else:
            new.spaces.remove(entry.name, WHO)


def _must_be_quiet(settings: Settings) -> None:
    """Workers of other machines have no lock on our folder; their heartbeat tells of them."""
    with closing(open_jobs(settings.jobs)) as jobs:
        alive = [name for name, age in jobs.line().workers.items() if age < rhythm.ALIVE]
    if alive:
        raise Invalid(
            f"Es laufen noch Arbeiter ({', '.join(alive[:5])}). Bitte beenden Sie zuerst den Dienst auf allen Rechnern.",
            cause=f"{len(alive)} workers alive",
        )


def _must_be_ours(old: Installation, new: Installation) -> None:
    """What lies at the target may only be an earlier try of this very move."""
    ours = {entry.name for entry in old.spaces.all()}
    strange = [entry.name for entry in new.spaces.all() if entry.name not in ours]
    if strange:
        raise Invalid(
            f"Am Ziel liegt schon eine andere Einrichtung (Bereich „{strange[0]}“). Bitte nehmen Sie eine leere Datenbank.",
            cause=f"the target has spaces {strange}",
        )
