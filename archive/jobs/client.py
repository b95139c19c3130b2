"""The side of the jobs that web pages and the command line see: put one in, see what is under way. Runs none."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING
from uuid import uuid4

from archive.jobs.database import Database, Line
from archive.jobs.turns import BULK, NORMAL, URGENT

if TYPE_CHECKING:
    from archive.jobs.engine import Engine

_PLAIN = re.compile(r"[A-Za-z0-9_.-]+")


class Jobs:
    """The waiting line, seen from outside the workers. Safe to use from several threads.

    A job is known by ``name`` (which handler), ``space`` and ``key`` (which paper). Every call raises ``Unavailable``
    while the database does not answer.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    def put(self, name: str, space: str, key: str, *, urgent: bool = False) -> None:
        """Puts a job in line, durable on return. Changes nothing while the same one waits or runs.

        ``urgent`` ones, for which a person waits, run before all others; spaces take turns.
        """
        self._put(name, space, key, URGENT if urgent else NORMAL)

    def put_bulk(self, name: str, space: str, key: str) -> None:
        """The same for a job of a large import, which stands back behind what comes in now."""
        self._put(name, space, key, BULK)

    def _put(self, name: str, space: str, key: str, urgency: str) -> None:
        job = identity(name, space, key)
        self.engine().put(f"{job}/{uuid4().hex}", job, urgency, (name, space, key))

    def live(self, space: str) -> frozenset[tuple[str, str]]:
        """(name, key) of the jobs of ``space`` that wait, or that a living worker runs."""
        return frozenset(_name_and_key(job) for job in self._database.live(f"{space}/"))

    def waiting(self, name: str = "process") -> int:
        """How many jobs of this name wait in all spaces, not counting those that run."""
        return self._database.waiting(name)

    def line(self) -> Line:
        """The whole line and its workers, for whoever watches over them."""
        return self._database.line()

    def close(self) -> None:
        if self._engine is not None:
            self._engine.close()
        self._database.close()

    def engine(self) -> Engine:
        """Loaded with the first job, not before: it makes every start slower by more than half a second."""
        with self._lock:
            if self._engine is None:
                from archive.jobs.engine import Engine  # noqa: PLC0415 - see above

                self._engine = Engine(self._database)
            return self._engine


def open_jobs(url: str) -> Jobs:
    """The jobs kept in ``sqlite:///FILE`` or ``postgresql://…``; creates what is missing there.

    Raises ``Invalid`` for other locations and ``Unavailable`` when the database does not answer.
    """
    database = Database(url)
    jobs = Jobs(database)
    try:
        if not database.is_ready():
            jobs.engine().migrate()
    except BaseException:
        jobs.close()
        raise
    return jobs


def identity(name: str, space: str, key: str) -> str:
    if not (_PLAIN.fullmatch(name) and _PLAIN.fullmatch(space) and key):
        raise ValueError(f"not a job: {name!r}, {space!r}, {key!r}")
    return f"{space}/{name}/{key}"


def _name_and_key(identifier: str) -> tuple[str, str]:
    _, name, rest = identifier.split("/", 2)
    return name, rest.rpartition("/")[0]
