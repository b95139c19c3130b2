"""Opens a database, SQLite file or PostgreSQL schema, and says in German what is wrong when it does not answer. Holds no queries."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError, DataError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError

from archive.problems import Invalid, Problem, Tampered, Unavailable

DAMAGED = "tabellen_beschaedigt"
_SCHEMA = "mappe_schema"


def connect(location: str, name: str, schema: str, *, shared: bool = True) -> Engine:
    """The engine for ``location``: ``sqlite:FOLDER`` (the file ``name`` in it) or a PostgreSQL URL (that schema).

    Engines on one PostgreSQL server share their connections, unless ``shared`` is false: for whoever prepares connections.
    """
    return _sqlite(location, name) if location.startswith("sqlite:") else _postgres(location, schema, shared=shared)


@contextmanager
def answering() -> Iterator[None]:
    """Turns a database that does not answer into ``Unavailable``, a damaged one into ``Tampered``; other errors are ours and pass.

    What no column can hold, such as numbers of twenty digits or PostgreSQL's NUL, is ``Invalid``.
    """
    try:
        yield
    except (DataError, OverflowError) as error:
        raise Invalid(
            "Eine Eingabe enthält eine Zahl oder ein Zeichen, das es nicht geben kann. Bitte prüfen Sie Ihre Eingaben.", cause=str(error)
        ) from error
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
    if "readonly" in said or "unable to open" in said:
        return Unavailable(
            "Der Ordner der Tabellen lässt sich nicht beschreiben. Bitte prüfen Sie die Rechte und ob sein Datenträger eingehängt ist.",
            cause=str(error),
        )
    if isinstance(error, OperationalError):
        return _away(error)
    if error.connection_invalidated:
        return Unavailable("Die Verbindung zur Datenbank ist abgerissen. Bitte versuchen Sie es noch einmal.", cause=str(error))
    return None


def _away(error: Exception) -> Unavailable:
    return Unavailable(
        "Die Datenbank antwortet gerade nicht. Es ist nichts verloren; bitte versuchen Sie es gleich noch einmal.", cause=str(error)
    )


def _sqlite(location: str, name: str) -> Engine:
    connect_args = {"check_same_thread": False, "timeout": 30, "isolation_level": None}
    folder = Path(location.removeprefix("sqlite:"))
    folder.mkdir(parents=True, exist_ok=True)
    engine = create_engine(URL.create("sqlite", database=str(folder / f"{name}.sqlite")), connect_args=connect_args)

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: object) -> None:
        # FULL: NORMAL may lose acknowledged commits when the power goes.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("mappe_write"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif (raw := connection.connection.dbapi_connection) is not None:
            # Past SQLAlchemy, which takes longer over it than over a small question, and a page asks twenty. It takes no lock yet.
            raw.cursor().execute("BEGIN")

    return engine


def _postgres(location: str, schema: str, *, shared: bool) -> Engine:
    if not location.startswith("postgresql:"):
        raise Invalid("MAPPE_DB muss mit sqlite: oder postgresql: beginnen.", cause="unknown kind of database")
    engine = _shared(location) if shared else _server(location, 2)
    return engine.execution_options(**{_SCHEMA: schema})


@functools.cache
def _shared(location: str) -> Engine:
    """One set of connections for all spaces on a server: a hundred firms with a few each would be more than it takes."""
    return _server(location, 8)


def _server(location: str, kept: int) -> Engine:
    engine = create_engine(
        make_url(location).set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": 10},
        # Whoever waited for the writer's lock must see what that writer did, whatever the server's own default is.
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_size=kept,
        max_overflow=24,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Ends with the transaction, so that no connection brings one space's tables to another.
        connection.exec_driver_sql(f'SET LOCAL search_path TO "{connection.get_execution_options()[_SCHEMA]}"')

    return engine
