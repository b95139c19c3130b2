"""Opens the tables of one space: its own SQLite file or its own PostgreSQL schema. Holds no queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, delete, event, inspect, make_url, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError

from archive.catalog.tables import metadata
from archive.problems import Invalid, Problem, Tampered, Unavailable

DAMAGED = "tabellen_beschaedigt"

SCHEMA = "0002"
"""The newest migration; a test holds it against ``archive/migrations``."""


class Catalog:
    """The tables of one space. Reads see a consistent state; writers of one space stand in a queue, one at a time."""

    def __init__(self, location: str, space: str) -> None:
        """``location`` is ``sqlite:FOLDER`` (one file per space in it) or a PostgreSQL URL (one schema per space)."""
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", space):
            raise Invalid(f"„{space}“ ist kein Name für einen Bereich: erlaubt sind kleine Buchstaben, Ziffern und _.")
        self.space = space
        self.schema = f"mappe_{space}"
        self.engine = _sqlite(location, space) if location.startswith("sqlite:") else _postgres(location, self.schema)
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
        """A transaction for writing that no other writer of this space enters before it ends. Commits unless an error leaves it."""
        with answering(), self.engine.connect() as connection:
            writer = connection.execution_options(mappe_write=True)
            with writer.begin():
                if not self._is_sqlite:
                    writer.execute(text("SELECT value FROM meta WHERE key = 'writer' FOR UPDATE"))
                yield writer

    def empty(self, connection: Connection) -> None:
        """Removes every row; for the rebuild, inside its transaction."""
        for table in metadata.sorted_tables:
            if table.name == "meta":
                connection.execute(delete(table).where(table.c.key != "writer"))
            else:
                connection.execute(delete(table))

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
        if self._version() == SCHEMA:
            return
        with self.engine.connect() as connection:
            writer = connection.execution_options(mappe_write=True)
            with writer.begin():
                if not self._is_sqlite:
                    # Several processes may start at once; the lock ends with the transaction, not with the connection.
                    writer.execute(text("SELECT pg_advisory_xact_lock(hashtext(:s))"), {"s": self.schema})
                    writer.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{self.schema}"'))
                _upgrade(writer, self._version())

    @property
    def _is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def _version(self) -> str:
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return ""
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _upgrade(connection: Connection, version: str) -> None:
    # Alembic takes a quarter of a second to import: only when there is something to do.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    if version == SCHEMA:
        return
    if version > SCHEMA:
        raise Problem(
            "Die Daten stammen von einer neueren Fassung der Auftragsmappe. Bitte starten Sie die neuere Fassung.",
            cause=f"tables are at {version}, this program knows {SCHEMA}",
            code="neuere_daten",
        )
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if not version:
        connection.execute(text("INSERT INTO meta (key, value) VALUES ('writer', '')"))


@contextmanager
def answering() -> Iterator[None]:
    """Turns a database that does not answer into ``Unavailable``, a damaged one into ``Tampered``; other errors are ours and pass."""
    try:
        yield
    except DatabaseError as error:
        if (problem := _told(error)) is None:
            raise
        raise problem from error
    except NoConnectionFreeError as error:
        raise _away(error) from error


def _told(error: DatabaseError) -> Problem | None:
    """What a person should hear about a database error, ``None`` when it is a mistake of ours."""
    said = str(error.orig).lower()
    if "not a database" in said or "malformed" in said:
        return Tampered(
            "Die Datei der Tabellen ist beschädigt. Bitte beenden Sie den Dienst und führen Sie „mappe rebuild“ aus; "
            "es stellt sie aus dem Journal wieder her.",
            cause=str(error),
            code=DAMAGED,
        )
    if "is full" in said or "no space left" in said:
        return Unavailable(
            "Auf dem Datenträger der Tabellen ist kein Platz mehr. Es ist nichts verloren; bitte schaffen Sie Platz "
            "und versuchen Sie es noch einmal.",
            cause=str(error),
        )
    if "readonly" in said:
        return Unavailable("Der Ordner der Tabellen lässt sich nicht beschreiben. Bitte prüfen Sie die Rechte.", cause=str(error))
    if isinstance(error, OperationalError):
        return _away(error)
    if error.connection_invalidated:
        return Unavailable("Die Verbindung zur Datenbank ist abgerissen. Bitte versuchen Sie es noch einmal.", cause=str(error))
    return None


def _away(error: Exception) -> Unavailable:
    return Unavailable(
        "Die Datenbank antwortet gerade nicht. Es ist nichts verloren; bitte versuchen Sie es gleich noch einmal.", cause=str(error)
    )


def _sqlite(location: str, space: str) -> Engine:
    connect_args = {"check_same_thread": False, "timeout": 30, "isolation_level": None}
    folder = Path(location.removeprefix("sqlite:"))
    folder.mkdir(parents=True, exist_ok=True)
    engine = create_engine(URL.create("sqlite", database=str(folder / f"{space}.sqlite")), connect_args=connect_args)

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: object) -> None:
        # FULL: NORMAL may lose acknowledged commits when the power goes.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("mappe_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _postgres(location: str, schema: str) -> Engine:
    if not location.startswith("postgresql:"):
        raise Invalid("MAPPE_DB muss mit sqlite: oder postgresql: beginnen.", cause="unknown kind of database")
    url = make_url(location)
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"options": f"-csearch_path={schema}", "connect_timeout": 10},
        # Whoever waited for the writer's lock must see what that writer did, whatever the server's own default is.
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_size=5,
    )
