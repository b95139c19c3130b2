"""The tables behind one blueprint, opened and brought up to date: transactions for reading and for writing. Holds no queries."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from archive.catalog.connecting import answering, connect
from archive.problems import Problem

PATIENCE = 30.0
"""Seconds after which SQLite itself is asked, which then says that it is busy."""


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What a database has to become: its name as a SQLite file and as a PostgreSQL schema, its migrations, the newest of them.

    The first migration creates a table ``meta(key, value)``.
    """

    file: str
    schema: str
    versions: Path
    newest: str


class Database:
    """Reads see a consistent state; writers stand in a queue, one at a time. Safe to use from many threads."""

    shares_connections = True
    """False for whoever prepares connections, because others would get them next."""

    def __init__(self, location: str, blueprint: Blueprint) -> None:
        """``location`` is ``sqlite:FOLDER`` or a PostgreSQL URL. Raises ``Unavailable`` when it does not answer."""
        self._blueprint = blueprint
        self._turn = threading.Lock()
        self.engine = connect(location, blueprint.file, blueprint.schema, shared=self.shares_connections)
        # SQLite shows one state within a transaction anyway; PostgreSQL has to be asked for it.
        self._reader = self.engine if self._is_sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        with answering():
            self._migrate()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction for reading: all it asks is answered from one state, whatever is written meanwhile."""
        with answering(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction for writing that no other writer enters before it ends. Commits unless an error leaves it."""
        with self._in_turn(), answering(), self.engine.connect() as connection:
            writer = connection.execution_options(mappe_write=True)
            with writer.begin():
                if not self._is_sqlite:
                    writer.execute(text("SELECT value FROM meta WHERE key = 'writer' FOR UPDATE"))
                yield writer

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """SQLite lets who waits sleep and try again, up to a tenth of a second too long: threads of one process wait here instead."""
        mine = self._is_sqlite and self._turn.acquire(timeout=PATIENCE)
        try:
            yield
        finally:
            if mine:
                self._turn.release()

    def is_whole(self) -> bool:
        """Whether the file of the tables holds together; a server sees to that itself."""
        if not self._is_sqlite:
            return True
        with self.read() as connection:
            return bool(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok")

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()

    def _migrate(self) -> None:
        if self._version() == self._blueprint.newest:
            return
        with self.engine.connect() as connection:
            writer = connection.execution_options(mappe_write=True)
            with writer.begin():
                if not self._is_sqlite:
                    # Several processes may start at once; the lock ends with the transaction, not with the connection.
                    schema = self._blueprint.schema
                    writer.execute(text("SELECT pg_advisory_xact_lock(hashtext(:s))"), {"s": schema})
                    writer.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
                _upgrade(writer, self._version(), self._blueprint)

    @property
    def _is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def _version(self) -> str:
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return ""
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _upgrade(connection: Connection, version: str, blueprint: Blueprint) -> None:
    # Alembic takes a quarter of a second to import: only when there is something to do.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    if version == blueprint.newest:
        return
    if version > blueprint.newest:
        raise Problem(
            "Die Daten stammen von einer neueren Fassung der Auftragsmappe. Bitte starten Sie die neuere Fassung.",
            cause=f"{blueprint.file} is at {version}, this program knows {blueprint.newest}",
            code="neuere_daten",
        )
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
    config.set_main_option("version_locations", str(blueprint.versions))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if not version:
        connection.execute(text("INSERT INTO meta (key, value) VALUES ('writer', '')"))
