"""The job database: one engine, the heartbeats of the workers, and what is asked of the engine's own table of jobs.

Knows that table by name and column only. Writes nothing into it; that is ``engine``'s part.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection

from archive.jobs import rhythm
from archive.problems import Invalid, Unavailable

SCHEMA = "auftragsmappe_jobs"
"""Unlike the schema of any space: those begin with ``mappe_``."""
ENQUEUED = "ENQUEUED"
RUNNING = "PENDING"
"""The engine's word for a job that a worker has taken."""

_PATIENCE = 10.0
_OUTAGES = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.InternalError, sa.exc.TimeoutError)

jobs_table = sa.Table(
    "workflow_status",
    sa.MetaData(),
    sa.Column("workflow_uuid", sa.Text, primary_key=True),
    sa.Column("status", sa.Text),
    sa.Column("executor_id", sa.Text),
    sa.Column("queue_name", sa.Text),
    sa.Column("deduplication_id", sa.Text),
    sa.Column("priority", sa.Integer),
    sa.Column("created_at", sa.BigInteger),
    schema=SCHEMA,
)
_executors = sa.Table(
    "executors",
    sa.MetaData(),
    sa.Column("executor", sa.Text, primary_key=True),
    sa.Column("beat", sa.Float, nullable=False),
    schema=SCHEMA,
)


turns_table = sa.Table(
    "turns",
    sa.MetaData(),
    sa.Column("queue", sa.Text, primary_key=True),
    sa.Column("flow", sa.Text, primary_key=True),
    sa.Column("rank", sa.BigInteger, nullable=False),
    schema=SCHEMA,
)
"""Where each flow of jobs stands; see ``turns``."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A job that some worker has taken and not finished."""

    id: str
    queue: str
    executor: str
    alive: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The line at one moment: how many jobs wait in each queue and for how many seconds the oldest, how many run, and the workers
    with the seconds since each was last heard of.
    """

    waiting: dict[str, int]
    oldest: dict[str, float]
    running: int
    workers: dict[str, float]


class Database:
    """Open connections to the job database. Every call raises ``Unavailable`` while the database does not answer."""

    def __init__(self, url: str) -> None:
        self.url = _driver_url(url)
        self.engine = sa.create_engine(self.url, pool_size=5, max_overflow=5, pool_pre_ping=True)
        if self.is_sqlite:
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
        self._turn = threading.Lock()
        self._own = self.engine.execution_options(schema_translate_map={SCHEMA: None} if self.is_sqlite else {})

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """One transaction."""
        # SQLite lets who waits sleep too long: threads of one process wait here instead, but not for ever.
        mine = self.is_sqlite and self._turn.acquire(timeout=_PATIENCE)
        try:
            with reachable(), self._own.begin() as connection:
                yield connection
        finally:
            if mine:
                self._turn.release()

    def is_ready(self) -> bool:
        """Whether all tables exist. A newer engine may still want to change them; workers see to that."""
        with reachable():
            there = sa.inspect(self._own)
            schema = None if self.is_sqlite else SCHEMA
            return all(there.has_table(table.name, schema=schema) for table in (jobs_table, _executors, turns_table))

    def create_own(self) -> None:
        """Creates the tables of heartbeats and turns, beside the engine's tables."""
        with self.begin() as connection:
            if not self.is_sqlite:  # two processes that create the same table at once would collide
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(0x4D61707065)))
            for table in (_executors, turns_table):
                connection.execute(sa.schema.CreateTable(table, if_not_exists=True))

    def beat(self, executor: str) -> None:
        """Says that ``executor`` is alive now."""
        with self.begin() as connection:
            known = sa.update(_executors).where(_executors.c.executor == executor).values(beat=self._now())
            if connection.execute(known).rowcount == 0:
                connection.execute(sa.insert(_executors).values(executor=executor, beat=self._now()))

    def leave(self, executor: str) -> None:
        """Says that ``executor`` has ended; others may take what it left undone, at once. Forgets the long dead too."""
        with self.begin() as connection:
            long_dead = _executors.c.beat < self._now() - 86400.0
            connection.execute(sa.delete(_executors).where((_executors.c.executor == executor) | long_dead))

    def taken(self) -> list[Taken]:
        """All jobs that some worker, living or dead, has taken."""
        alive = jobs_table.c.executor_id.in_(self._living()).label("alive")
        query = sa.select(jobs_table.c.workflow_uuid, jobs_table.c.queue_name, jobs_table.c.executor_id, alive).where(
            jobs_table.c.status == RUNNING, jobs_table.c.queue_name.is_not(None)
        )
        with self.begin() as connection:
            return [Taken(*row) for row in connection.execute(query)]

    def live(self, prefix: str) -> list[str]:
        """Identifiers, beginning with ``prefix``, of all jobs that wait or that a living worker has taken."""
        busy = (jobs_table.c.status == RUNNING) & jobs_table.c.executor_id.in_(self._living())
        query = sa.select(jobs_table.c.workflow_uuid).where(
            (jobs_table.c.status == ENQUEUED) | busy, jobs_table.c.workflow_uuid.startswith(prefix, autoescape=True)
        )
        with self.begin() as connection:
            return list(connection.scalars(query))

    def waiting(self, queue: str) -> int:
        """How many jobs wait in ``queue``."""
        wait = (jobs_table.c.queue_name == queue) & (jobs_table.c.status == ENQUEUED)
        with self.begin() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(jobs_table).where(wait)) or 0

    def line(self) -> Line:
        """The whole line, for whoever watches over it."""
        wait = jobs_table.c.status == ENQUEUED
        count = sa.select(jobs_table.c.queue_name, sa.func.count(), sa.func.min(jobs_table.c.created_at)).where(wait)
        runs = sa.select(sa.func.count()).where(jobs_table.c.status == RUNNING, jobs_table.c.queue_name.is_not(None))
        beats = sa.select(_executors.c.executor, self._now() - _executors.c.beat).order_by(_executors.c.executor)
        with self.begin() as connection:
            now = float(connection.scalar(sa.select(self._now())) or 0)
            queues = [tuple(row) for row in connection.execute(count.group_by(jobs_table.c.queue_name)) if row[0]]
            return Line(
                waiting={name: number for name, number, _ in queues},
                oldest={name: max(0.0, now - since / 1000) for name, _, since in queues},
                running=connection.scalar(runs) or 0,
                workers={row[0]: max(0.0, float(row[1])) for row in connection.execute(beats)},
            )

    def close(self) -> None:
        self.engine.dispose()

    def _living(self) -> sa.Select[tuple[str]]:
        return sa.select(_executors.c.executor).where(_executors.c.beat > self._now() - rhythm.ALIVE)

    def _now(self) -> sa.ColumnElement[float]:
        """Seconds since 1970 by the clock of the database: one clock for workers on many machines."""
        if self.is_sqlite:
            return (sa.func.julianday("now", type_=sa.Float) - 2440587.5) * 86400.0
        return sa.cast(sa.extract("epoch", sa.func.clock_timestamp()), sa.Float)


@contextmanager
def reachable() -> Iterator[None]:
    """Turns an outage of the database into ``Unavailable``."""
    try:
        yield
    except _OUTAGES as error:
        message = "Die Verarbeitung ist gerade nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal."
        raise Unavailable(message, cause=f"job database: {error}") from error


def _driver_url(url: str) -> sa.URL:
    backend, _, rest = url.partition(":")
    if backend in {"postgresql", "postgres", "postgresql+psycopg"}:
        return sa.make_url(f"postgresql+psycopg:{rest}")
    parsed = sa.make_url(url) if backend == "sqlite" else None
    if parsed is None or parsed.database in {None, "", ":memory:"}:
        message = "Die Einstellung für die Datenbank ist nicht zu verstehen. Sie beginnt mit „sqlite:///“ und einem Dateinamen oder mit „postgresql://“."
        raise Invalid(message, cause=f"job database location begins with {backend!r}")
    Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    return parsed


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    """As the engine does for its own connections, and a write-ahead log so that nobody who reads waits for a writer."""
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = "IMMEDIATE"
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
