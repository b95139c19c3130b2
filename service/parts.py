"""What a running web process works with, each space opened once when it is first asked for, and how a route gets at it."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from archive.confidence import hidden, veiled
from archive.installation.access import Accesses
from archive.installation.house import Installation, open_installation
from archive.installation.spaces import SpaceEntry
from archive.jobs import Jobs, open_jobs
from archive.problems import Invalid, NotFound, Unavailable
from archive.space import Space, open_space
from search.engines import open_index
from search.index import Index
from search.veiled import VeiledIndex, beside
from service.access_log import note
from service.auth.provider import Provider
from service.recent import IDLE, Recent
from service.settings import Settings

if TYPE_CHECKING:
    from service.auth.visitor import Visitor

log = logging.getLogger(__name__)

MOST_NAMED = 2000
"""Characters of a field in which numbers are looked for; longer ones are texts."""
_SEPARATORS = re.compile(r"[\s,;]+")
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

    def __init__(self, settings: Settings, *, people_wait: bool = False) -> None:
        """``people_wait``: what need not be done before an answer is done after it. Raises ``Unavailable`` when a part does not answer."""
        settings.data.mkdir(parents=True, exist_ok=True)
        self.settings = settings
        self.installation: Installation = open_installation(settings.locations)
        self.accesses = Accesses(settings.locations)
        self.jobs = open_jobs(settings.jobs)
        self.provider = Provider(settings.oidc_issuer, settings.oidc_client, settings.oidc_secret) if settings.oidc_issuer else None
        self._open: dict[str, Parts] = {}
        self._veiled: dict[str, Parts] = {}
        self._lock = threading.Lock()
        self._recent = Recent()
        self._people_wait = people_wait
        own = self.parts(settings.space)
        if settings.space not in {entry.name for entry in self.installation.spaces.all()}:
            entry = SpaceEntry(settings.space, own.space.orders.firm().name or "Unsere Firma", "firma")
            self.installation.spaces.put(entry, "die Einrichtung")

    def parts(self, space: str) -> Parts:
        """The parts of a space. It is created when it does not exist: only names out of the register may come here."""
        self._recent.touch(space)
        with self._lock:
            known = space in self._open
        if not known:
            for other in self._recent.superfluous(IDLE):
                self.forget(other)
        with self._lock:
            if space not in self._open:
                index = open_index(self.settings.index, self.settings.index_folder_of(space))
                opened = open_space(self.settings.locations, space)
                if self._people_wait:
                    opened.journal.copy_behind()
                self._open[space] = Parts(self.settings, opened, self.jobs, index)
            return self._open[space]

    def veiled(self, space: str) -> Parts:
        """The same parts without what is confidential."""
        whole = self.parts(space)
        with self._lock:
            if space not in self._veiled:
                folder = beside(self.settings.index_folder_of(space))
                index = VeiledIndex(whole.space, whole.index, lambda: open_index(self.settings.index, folder))
                self._veiled[space] = replace(whole, space=veiled(whole.space, self.settings.db), index=index)
            return self._veiled[space]

    def parts_for(self, visitor: Visitor) -> Parts:
        """The parts as this visitor may see them; in a sandbox nothing is real, and nothing is hidden."""
        seen = self.parts if visitor.confidential or visitor.training else self.veiled
        return replace(seen(visitor.space), who=visitor.who)

    def forget(self, space: str) -> None:
        """Closes a space, so that it is opened anew with what lies there then."""
        with self._lock:
            closing = [self._veiled.pop(space, None), self._open.pop(space, None)]
        for parts in filter(None, closing):
            parts.index.close()
            parts.space.close()

    def close(self) -> None:
        """Gives everything back."""
        for space in list(self._open):
            self.forget(space)
        self.jobs.close()
        self.installation.close()
        self.accesses.close()


def _parts(request: Request) -> Parts:
    # Noted by the declaration of the route (service.auth.may); a route without one must not get here.
    visitor = cast("Visitor", request.state.visitor)
    house = cast("House", request.app.state.house)
    parts = house.parts_for(visitor)
    must_not_be_hidden(house, visitor, list(map(str, request.path_params.values())))
    note(house, visitor, request)
    return parts


def must_not_be_hidden(house: House, visitor: Visitor, texts: Collection[str]) -> None:
    """Raises ``NotFound`` when an address or a form names something confidential that the visitor may not know of."""
    if visitor.confidential or visitor.training:
        return
    named = {word for text in texts for word in (text.strip(), *_SEPARATORS.split(text[:MOST_NAMED])) if word}
    if hidden(house.parts(visitor.space).space.catalog, named):
        raise NotFound("Das gibt es hier nicht. Bitte prüfen Sie die Nummer.", cause="a confidential paper or folder")


def _house(request: Request) -> House:
    return cast("House", request.app.state.house)


async def _form(request: Request) -> dict[str, str]:
    form = await request.form(max_files=0, max_fields=400, max_part_size=8 * 1024 * 1024)
    visitor = getattr(request.state, "visitor", None)
    if visitor is not None:
        values = [value for _, value in form.multi_items() if isinstance(value, str) and len(value) < MOST_NAMED]
        await run_in_threadpool(must_not_be_hidden, _house(request), visitor, values)
    return texts(form)


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
