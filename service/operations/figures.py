"""Gathers what is known of a running installation in one look, from tables alone. Judges nothing and shows nothing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.installation.house import Installation
from archive.jobs import Jobs, Line
from archive.standing import Standing
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk under the data folder, in bytes."""

    total: int
    free: int


@dataclass(frozen=True, slots=True)
class Figures:
    """``standings`` by the space's name are at most a few minutes old; the rest is as of now. ``quotas`` are in megabytes."""

    at: datetime
    line: Line
    totals: dict[str, float]
    standings: dict[str, Standing]
    titles: dict[str, str]
    quotas: dict[str, int]
    disk: Disk


def gather(settings: Settings, installation: Installation, jobs: Jobs) -> Figures:
    """Everything. Raises ``Unavailable`` when tables or jobs do not answer."""
    firms = {entry.name: entry.title for entry in installation.spaces.all() if entry.kind == "firma"}
    return Figures(
        at=datetime.now(UTC),
        line=jobs.line(),
        totals=installation.tallies.all(),
        standings={name: each for name, each in installation.tallies.kept().items() if name in firms},
        titles=firms,
        quotas=installation.brands.quotas(),
        disk=disk_of(settings),
    )


def disk_of(settings: Settings) -> Disk:
    """The disk that fills up first: where the originals lie, or the data folder when they lie on a server."""
    place = Path(settings.store.removeprefix("file:")) if settings.store.startswith("file:") else settings.data
    while not place.exists() and place != place.parent:
        place = place.parent
    usage = shutil.disk_usage(place)
    return Disk(usage.total, usage.free)
