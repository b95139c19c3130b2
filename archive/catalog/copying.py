"""The tables of one space copied to another, and dropped: for sandboxes, which are made and thrown away. Knows no row's meaning."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from archive.catalog.connecting import answering, connect
from archive.catalog.engine import Catalog, checked_name
from archive.problems import NotFound

_ENDINGS = ("", "-wal", "-shm")


def copy_tables(location: str, template: str, space: str) -> None:
    """Gives ``space`` the tables of ``template``, which nobody may be writing. What ``space`` had is gone.

    Raises ``NotFound`` when there is no such template.
    """
    for name in (template, space):
        checked_name(name)
    if location.startswith("sqlite:"):
        _copy_file(Path(location.removeprefix("sqlite:")), template, space)
    else:
        with answering():
            _copy_schema(location, f"mappe_{template}", f"mappe_{space}")
    catalog = Catalog(location, space)
    try:
        catalog.set_template(template)
    finally:
        catalog.close()


def drop_tables(location: str, space: str) -> None:
    """Removes the tables of a space that nobody has open."""
    checked_name(space)
    if location.startswith("sqlite:"):
        for ending in _ENDINGS:
            (Path(location.removeprefix("sqlite:")) / f"{space}.sqlite{ending}").unlink(missing_ok=True)
        return
    engine = connect(location, space, f"mappe_{space}")
    try:
        with answering(), engine.begin() as connection:
            connection.execute(text(f'DROP SCHEMA IF EXISTS "mappe_{space}" CASCADE'))
    finally:
        engine.dispose()


def _copy_file(folder: Path, template: str, space: str) -> None:
    source, target = folder / f"{template}.sqlite", folder / f"{space}.sqlite"
    if not source.exists():
        raise _missing(template)
    drop_tables(f"sqlite:{folder}", space)
    fresh = target.with_name(f"{space}.sqlite.neu")
    fresh.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(fresh)) as new:
        old.backup(new)
    fresh.replace(target)


def _copy_schema(location: str, template: str, space: str) -> None:
    engine: Engine = connect(location, template, template)
    try:
        names = inspect(engine).get_table_names(schema=template)
        if not names:
            raise _missing(template)
        with engine.begin() as connection:
            connection.execute(text(f'DROP SCHEMA IF EXISTS "{space}" CASCADE'))
            connection.execute(text(f'CREATE SCHEMA "{space}"'))
            for name in names:
                connection.execute(text(f'CREATE TABLE "{space}"."{name}" (LIKE "{template}"."{name}" INCLUDING ALL)'))
                rows = f'SELECT * FROM "{template}"."{name}"'  # noqa: S608 — both are checked plain words
                connection.execute(text(f'INSERT INTO "{space}"."{name}" {rows}'))
    finally:
        engine.dispose()


def _missing(template: str) -> NotFound:
    return NotFound(
        "Die Vorlage für den Übungsbereich fehlt. Bitte bereiten Sie die Musterfirma neu vor.", cause=f"no tables of {template}"
    )
