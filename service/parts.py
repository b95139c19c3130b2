"""What a running web process works with, opened once, and how a route gets at it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.datastructures import FormData

from archive.jobs import Jobs, open_jobs
from archive.problems import Invalid, Unavailable
from archive.space import Space, open_space
from search.index import Index, open_index
from service.settings import Settings

log = logging.getLogger(__name__)

OFFICE = "das Büro"
"""Who acts, as long as nobody logs in: it completes "weil … es so entschieden hat"."""


@dataclass(frozen=True, slots=True)
class Parts:
    """One firm's archive with its waiting line and its index."""

    settings: Settings
    space: Space
    jobs: Jobs
    index: Index

    def put(self, job: str, key: str = "", *, urgent: bool = False) -> None:
        """Puts a job for what was just saved; without ``key`` it stands for all that was saved so far.

        What was saved stays saved when this can not be done now: the worker's next look, or the next such job, makes up for it.
        """
        try:
            # The newest entry as key: one that runs already began before this change, and must not count for it.
            self.jobs.put(job, self.space.name, key or str(self.space.journal.head()[0]), urgent=urgent)
        except Unavailable as problem:
            log.warning("no job %s %s yet: %s", job, key, problem.cause)

    def close(self) -> None:
        """Gives everything back."""
        self.index.close()
        self.jobs.close()
        self.space.close()


def open_parts(settings: Settings) -> Parts:
    """Opens what the settings name. Raises ``Unavailable`` when a part does not answer."""
    settings.data.mkdir(parents=True, exist_ok=True)
    space = open_space(settings.locations, settings.space)
    return Parts(settings, space, open_jobs(settings.jobs), open_index(settings.index, settings.index_folder))


def _parts(request: Request) -> Parts:
    return cast("Parts", request.app.state.parts)


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
"""The parts, as a parameter of a route."""

Form = Annotated[dict[str, str], Depends(_form)]
"""The written fields of the form that was sent, as a parameter of a route."""
