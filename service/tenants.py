"""Firms on one installation: founded with somebody who manages it, given out whole, removed without a trace in the others."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from archive.backup import SUMS, Backup, backup, look
from archive.catalog.copying import drop_tables
from archive.catalog.engine import checked_name
from archive.digest import sha256_of
from archive.installation.house import Installation
from archive.installation.person import Membership
from archive.installation.spaces import SpaceEntry
from archive.jobs import open_jobs, rhythm
from archive.problems import Invalid, Tampered
from archive.space import open_space
from archive.store import wipe_store
from archive.store.keys import checked
from search.engines import drop_index
from search.veiled import beside
from service.serve import alone
from service.settings import Settings


def found(settings: Settings, installation: Installation, named: tuple[str, str], admin: str, who: str) -> None:
    """A space called ``named`` (name, title). Raises ``Invalid`` for a name that is taken or none, or an admin nobody knows."""
    name, title = checked_name(named[0]), named[1].strip()
    if not title or any(entry.name == name for entry in installation.spaces.all()):
        raise Invalid(f"Den Bereich „{name}“ gibt es schon, oder der Titel fehlt.", cause=f"space {name} exists or has no title")
    person = installation.people.known(admin) if admin else None
    if admin and person is None:
        raise Invalid(f"„{admin}“ ist nicht eingetragen. Bitte legen Sie die Person zuerst an (mappe user add).", cause="no such person")
    open_space(settings.locations, name).close()
    installation.spaces.put(SpaceEntry(name, title, "firma"), who)
    if person:
        installation.people.change(person.id, person.name, [*person.memberships, Membership(name, "admin")], who)


def bound(settings: Settings, installation: Installation, name: str, megabytes: int, who: str) -> None:
    """How much a space may hold from now on, 0 without a bound. Raises ``NotFound`` and ``Invalid``."""
    installation.spaces.get(name)
    installation.brands.put(name, replace(installation.brands.get(name), quota_mb=megabytes), who)
    with closing(open_space(settings.locations, name)) as space:
        space.intake.quota.set(megabytes)


def export(
    settings: Settings, installation: Installation, name: str, folder: Path, progress: Callable[[int], None] = lambda _done: None
) -> Backup:
    """Everything of one space as a backup, which ``mappe restore`` puts anywhere. Nothing of other spaces is in it."""
    installation.spaces.get(name)
    space = open_space(settings.locations, name)
    with closing(space):
        return backup(space, folder, progress)


def remove(settings: Settings, installation: Installation, name: str, folder: Path, who: str) -> None:
    """Removes a space whose newest state lies complete in ``folder``. Raises ``Invalid`` otherwise, and while anything works."""
    entry = installation.spaces.get(name)
    if name == settings.space:
        raise Invalid("Der eigene Bereich der Einrichtung (MAPPE_SPACE) kann nicht entfernt werden.", cause="own space")
    with alone(settings):
        _must_be_quiet(settings)
        space = open_space(settings.locations, name)
        with closing(space):
            held, head = look(folder), space.journal.head()
            if (held.space, held.seq, held.hash) != (name, *head):
                raise Invalid(
                    f"Im Ordner {folder} liegt nicht der neueste Stand dieses Bereichs. "
                    f"Bitte geben Sie ihn zuerst heraus: mappe space export {name} {folder}",
                    cause=f"{held} is not {name} at {head}",
                )
            _must_be_whole(folder)
            # Struck off first: whoever is stopped in between leaves files nobody can reach, not a space without its papers.
            installation.spaces.remove(name, who)
            if not space.catalog.give_up(head):
                installation.spaces.put(entry, who)
                raise Invalid(
                    "Gerade kam noch etwas in diesen Bereich herein; er wurde nicht entfernt. Bitte beenden Sie den Dienst auf allen "
                    f"Rechnern, auch die Seiten, und geben Sie ihn noch einmal heraus: mappe space export {name} {folder}",
                    cause=f"{name} went on after {head}",
                )
        installation.tallies.forget(name)
        installation.brands.forget(name)
        drop_tables(settings.db, name)
        wipe_store(settings.store, name, settings.data / "spool")
        for place in (settings.index_folder_of(name), beside(settings.index_folder_of(name))):
            drop_index(settings.index, place)


def _must_be_whole(folder: Path) -> None:
    """Proves the copy that is about to be the only one."""
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        digest, key = line.split("  ", 1)
        with (folder / checked(key)).open("rb") as stream:
            if sha256_of(stream) != digest:
                raise Tampered(
                    f"Die Sicherung ist beschädigt: {key}. Bitte geben Sie den Bereich noch einmal heraus.", cause=f"{key} differs"
                )


def _must_be_quiet(settings: Settings) -> None:
    with closing(open_jobs(settings.jobs)) as jobs:
        alive = [name for name, age in jobs.line().workers.items() if age < rhythm.ALIVE]
    if alive:
        raise Invalid(
            f"Es laufen noch Arbeiter ({alive[0]}). Bitte beenden Sie zuerst den Dienst auf allen Rechnern.", cause="workers alive"
        )
