"""A worker inside a command: papers get on also when no service runs, and whoever is free first takes them."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from archive.intake import Intaken
from archive.jobs import Jobs, open_jobs, work
from archive.space import Space
from search.engines import open_index
from service.settings import Settings
from service.worker import Duties

_LOOK = 0.2
"""Seconds between two looks at the intake book."""


@contextmanager
def working(settings: Settings, *, help_out: bool) -> Iterator[Jobs]:
    """The waiting line; with ``help_out`` a worker of this process takes jobs from it as long as the context lasts."""
    settings.data.mkdir(parents=True, exist_ok=True)
    jobs = open_jobs(settings.jobs)
    stop = threading.Event()
    duties = Duties(settings, jobs)
    name = f"{socket.gethostname()}-befehl-{os.getpid()}"
    helper = threading.Thread(target=work, args=(settings.jobs, duties.handlers()), kwargs={"executor": name, "stop": stop}, daemon=True)
    try:
        if help_out:
            helper.start()
        yield jobs
    finally:
        stop.set()
        if help_out:
            helper.join(timeout=10)
        duties.close()
        jobs.close()


def until_understood(space: Space, eingangsnummer: str) -> Intaken:
    """Waits until a paper is filed, waiting or rejected."""
    while (entry := space.intake.get(eingangsnummer)).state == "received":
        time.sleep(_LOOK)
    return entry


def until_indexed(jobs: Jobs, space: Space, settings: Settings) -> None:
    """Waits until the index holds what was filed so far, so that the next search finds it. A broken index is not waited for."""
    index = open_index(settings.index, settings.index_folder)
    try:
        while not (state := index.state()).problem and space.documents.changed_after(state.generation, limit=1):
            jobs.put("index", space.name, "befehl")
            time.sleep(_LOOK)
    finally:
        index.close()
