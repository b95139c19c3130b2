"""What a running web process works with, each space opened once when it is first asked for, and how a route gets at it."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request
from starlette.datastructures import FormData

from archive.installation.house import Installation, open_installation
from archive.installation.spaces import SpaceEntry
from archive.jobs import Jobs, open_jobs
from archive.problems import Invalid, Unavailable
from archive.space import Space, open_space
from search.engines import open_index
from search.index import Index
from service.settings import Settings

if TYPE_CHECKING:
    from service.auth.visitor import Visitor

log = logging.getLogger(__name__)

OFFICE = "das Büro"
"""Who acts while nobody has to log in: it completes "weil … es so entschieden hat"."""


@dataclass(frozen=True, slots=True)
class Parts:
    """One firm's archive with its waiting line and its index. ``who`` acts: it completes "weil … es so entschieden hat"."""

    settings: Settings
    space: Space
    jobs: Jobs
    index: Index
    who: str = OFFICE

    def put(self, job: str, key: str = "", *, urgent: bool = False) -> None:
        """Puts a job for what was just saved; without ``key`` it stands for all that was saved so far.

        What was saved stays saved when this can not be done now: the worker's next look, or the next such job, makes up for it.
        """
        try:
            # The newest entry as key: one that runs already began before this change, and must not count for it.
            self.jobs.put(job, self.space.name, key or str(self.space.journal.head()[0]), urgent=urgent)
        except Unavailable as problem:
            log.warning("no job %s %s yet: %s", job, key, problem.cause)


class House:
    """All spaces of an installation as one process has them open, its people, and its waiting line."""

    def __init__(self, settings: Settings) -> None:
        """Raises ``Unavailable`` when a part does not answer."""
        settings.data.mkdir(parents=True, exist_ok=True)
        self.settings = settings
        self.installation: Installation = open_installation(settings.locations)
        self.jobs = open_jobs(settings.jobs)
        self._open: dict[str, Parts] = {}
        self._lock = threading.Lock()
        own = self.parts(settings.space)
        if settings.space not in {entry.name for entry in self.installation.spaces.all()}:
            entry = SpaceEntry(settings.space, own.space.orders.firm().name or "Unsere Firma", "firma")
            self.installation.spaces.put(entry, "die Einrichtung")

    def parts(self, space: str) -> Parts:
        """The parts of a space. It is created when it does not exist: only names out of the register may come here."""
        with self._lock:
            if space not in self._open:
                index = open_index(self.settings.index, self.settings.index_folder_of(space))
                self._open[space] = Parts(self.settings, open_space(self.settings.locations, space), self.jobs, index)
            return self._open[space]

    def forget(self, space: str) -> None:
        """Closes a space, so that it is opened anew with what lies there then."""
        with self._lock:
            parts = self._open.pop(space, None)
        if parts:
            parts.index.close()
            parts.space.close()

    def close(self) -> None:
        """Gives everything back."""
        for space in list(self._open):
            self.forget(space)
        self.jobs.close()
        self.installation.close()


def _parts(request: Request) -> Parts:
    # Noted by the declaration of the route (service.auth.may); a route without one must not get here.
    visitor = cast("Visitor", request.state.visitor)
    house = cast("House", request.app.state.house)
    return replace(house.parts(visitor.space), who=visitor.who)


def _house(request: Request) -> House:
    return cast("House", request.app.state.house)


async def _form(request: Request) -> dict[str, str]:
    return texts(await request.form(max_files=0, max_fields=400, max_part_size=8 * 1024 * 1024))


def texts(form: FormData) -> dict[str, str]:
    """The written fields of a form; of a field sent twice the last one counts."""
    return {name: value for name, value in form.items() if isinstance(value, str)}


def entered(form: dict[str, str], name: str, longest: int = 20_000) -> str:
    """A field of a form without blanks around it. Raises ``Invalid`` for characters that no keyboard makes, and for too many."""
    value = form.get(name, "").strip()
    if len(value) > longest:
        raise Invalid(f"Eine Eingabe ist länger als {longest} Zeichen. Bitte kürzen Sie sie.", cause=f"{len(value)} characters in {name}")
    if any(ord(char) < 32 and char not in "\r\n\t" for char in value):
        raise Invalid(
            "Die Eingabe enthält unsichtbare Zeichen. Bitte geben Sie sie noch einmal ein.", cause=f"control characters in {name}"
        )
    return value


Here = Annotated[Parts, Depends(_parts)]
"""The parts of the visitor's space, as a parameter of a route."""

AtHouse = Annotated[House, Depends(_house)]
"""The whole installation, as a parameter of a route that needs more than one space."""

Form = Annotated[dict[str, str], Depends(_form)]
"""The written fields of the form that was sent, as a parameter of a route."""
