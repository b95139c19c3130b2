"""Where the index of a space lies in a database: a schema for each build, a table that names the present one, and the switch.

Everything here is stock PostgreSQL; the schema of the space's own tables is never touched.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any

import psycopg
from psycopg import Connection, sql
from psycopg.errors import InvalidSchemaName, UndefinedTable

from search.embedded.places import in_construction
from search.record import RECORD_VERSION

VERSION = f"postgresql 3.{RECORD_VERSION}"
"""Layout and analysis an index was written with; another one means rebuild."""
BLOCK = 4096
"""Papers whose terms stand in one row together: numbers of papers then take two bytes."""

# Words and how many papers have them are read out of the indexes alone: the rows themselves are wide.
_TABLES = """
CREATE TABLE head (version text NOT NULL, generation bigint NOT NULL, changed bigint NOT NULL, following int NOT NULL);
CREATE TABLE paper (id int PRIMARY KEY, nr text NOT NULL UNIQUE, typ text NOT NULL, lieferant text NOT NULL, status text NOT NULL,
    mappen text NOT NULL, day int NOT NULL, cents bigint NOT NULL, length real NOT NULL, record bytea NOT NULL);
CREATE TABLE gone (id int NOT NULL);
CREATE TABLE posting (field smallint NOT NULL, term text COLLATE "C" NOT NULL, block int NOT NULL, papers int NOT NULL,
    ids bytea NOT NULL, weights bytea NOT NULL, places bytea NOT NULL, PRIMARY KEY (field, term, block) INCLUDE (papers));
CREATE INDEX ON posting (reverse(term), term, papers) WHERE field = 0 AND length(term) >= 6 AND term ~ '^[a-z]+$';
CREATE TABLE completion (key text COLLATE "C" NOT NULL, id int NOT NULL, PRIMARY KEY (key, id));
CREATE INDEX ON completion (id);
ALTER TABLE paper ALTER record SET STORAGE EXTERNAL;
"""


def connect(location: str) -> Connection[Any]:
    """A connection that commits what is not said to belong together."""
    url = re.sub(r"^postgresql\+\w+:", "postgresql:", location)
    return psycopg.connect(url, autocommit=True, connect_timeout=10, options="-cclient_min_messages=warning")


def base(space: str) -> str:
    """The schema that names the present build of a space."""
    return f"suche_{space}"


def key(name: str) -> int:
    """A lock's number from its name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)


def current(connection: Connection[Any], space: str) -> str:
    """The schema of the present build, "" when there is none."""
    try:
        row = connection.execute(sql.SQL("SELECT build FROM {}.stand").format(sql.Identifier(base(space)))).fetchone()
    except (UndefinedTable, InvalidSchemaName):
        return ""
    return str(row[0]) if row else ""


def create(connection: Connection[Any], space: str) -> str:
    """A new, empty build. It is not the present one yet."""
    build = f"{base(space)}_{secrets.token_hex(4)}"
    with connection.transaction():
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(build)))
        enter(connection, build, local=True)
        connection.execute(_TABLES.encode())
        connection.execute("INSERT INTO head VALUES (%s, 0, 0, 0)", [VERSION])
    return build


def enter(connection: Connection[Any], build: str, *, local: bool) -> None:
    """From now on tables without a schema are those of ``build``; ``local`` for this transaction only."""
    connection.execute("SELECT set_config('search_path', %s, %s)", [f'"{build}"', local])


def point(connection: Connection[Any], space: str, build: str) -> None:
    """Makes ``build`` the present one for everybody."""
    with connection.transaction():
        stand = sql.SQL("{}.stand").format(sql.Identifier(base(space)))
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(base(space))))
        connection.execute(sql.SQL("CREATE TABLE IF NOT EXISTS {} (build text NOT NULL)").format(stand))
        connection.execute(sql.SQL("DELETE FROM {}").format(stand))
        connection.execute(sql.SQL("INSERT INTO {} VALUES (%s)").format(stand), [build])


def switch(connection: Connection[Any], space: str, build: str) -> None:
    """Makes ``build`` the present one, then drops all others."""
    point(connection, space, build)
    for other in builds(connection, space):
        if other != build:
            drop(connection, other)


def drop(connection: Connection[Any], build: str) -> None:
    """Removes a build."""
    connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(build)))


def builds(connection: Connection[Any], space: str) -> list[str]:
    """The schemas of all builds, also unfinished ones."""
    rows = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ %s ORDER BY 1", [f"^{base(space)}_[0-9a-f]{{8}}$"])
    return [str(row[0]) for row in rows]


def ensure(connection: Connection[Any], space: str) -> str:
    """The present build, an empty one where there is none at all, by exactly one of several processes."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [key(f"{base(space)} create")])
        build = current_inside(connection, space)
        if not build:
            build = create(connection, space)
            point(connection, space, build)
    return build


def current_inside(connection: Connection[Any], space: str) -> str:
    """As :func:`current`, where a missing table must not spoil the transaction."""
    found = connection.execute("SELECT to_regclass(%s)", [f'"{base(space)}".stand']).fetchone()
    return current(connection, space) if found and found[0] else ""


@contextmanager
def building(connection: Connection[Any], space: str) -> Iterator[str]:
    """A build that becomes the present one at the end; one builder at a time. Left by an error it is removed.

    What a builder that died had finished is gone on with.
    """
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", [key(f"{base(space)} build")]).fetchone()
    if not row or not row[0]:
        raise in_construction(f"another builder holds the lock of {base(space)}")
    build = unfinished(connection, space) or create(connection, space)
    try:
        yield build
        # Without it the server looks into the wide rows to see whether they are still there, until its own cleaner comes by.
        connection.execute(sql.SQL("VACUUM (ANALYZE) {}.posting").format(sql.Identifier(build)))
        switch(connection, space, build)
    finally:
        if current(connection, space) != build:
            drop(connection, build)
        connection.execute("SELECT pg_advisory_unlock(%s)", [key(f"{base(space)} build")])


def unfinished(connection: Connection[Any], space: str) -> str:
    """A build of this version that nobody brought to its end, "" for none."""
    present = current(connection, space)
    for build in builds(connection, space):
        if build != present and version(connection, build) == VERSION:
            return build
    return ""


def version(connection: Connection[Any], build: str) -> str:
    """The version a build was written with, "" when it does not say."""
    try:
        row = connection.execute(sql.SQL("SELECT version FROM {}.head").format(sql.Identifier(build))).fetchone()
    except psycopg.Error:
        return ""
    return str(row[0]) if row else ""
