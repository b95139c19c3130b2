"""The index seam on PostgreSQL: follows the present build, tells a broken one, and turns the database's errors into ours."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg import Connection, sql
from psycopg.errors import DataError, DiskFull, InvalidSchemaName, OperationalError, UndefinedColumn, UndefinedTable

from archive.problems import Problem, Unavailable
from search.answering import answer, complete
from search.arrays.reading import ArrayReader
from search.embedded.index import REBUILD
from search.index import Completion, Index, IndexDocument, IndexState, Page, Results
from search.postgres_index import places, writing
from search.postgres_index.shelves import PostgresShelves

_T = TypeVar("_T")
_FIRST = Page()
_SPOILT = (UndefinedTable, UndefinedColumn, InvalidSchemaName, DataError)
"""What a database says when tables of the index are not there or not ours."""


class PostgresIndex:
    """One space's index in a database; ``build`` pins one build, for building its successor. Connects when first asked."""

    def __init__(self, location: str, space: str, build: str = "") -> None:
        self._location = location
        self._space = space
        self._pinned = build
        self._lock = threading.RLock()
        self._connection: Connection[Any] | None = None
        self._shelves: tuple[str, PostgresShelves] | None = None

    def add(self, documents: Sequence[IndexDocument], *, generation: int = 0) -> None:
        latest = {document.eingangsnummer: document for document in documents}
        self._ask(lambda connection, build: writing.add(connection, build, list(latest.values()), generation))

    def remove(self, eingangsnummern: Collection[str]) -> None:
        self._ask(lambda connection, build: writing.remove(connection, build, eingangsnummern))

    def search(self, query: str, page: Page = _FIRST) -> Results:
        return self._look(lambda reader: answer(reader, query, page))

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Completion, ...]:
        return self._look(lambda reader: complete(reader, prefix, limit))

    def state(self) -> IndexState:
        try:
            return self._ask(self._state)
        except Problem as problem:
            return IndexState("postgresql", 0, 0, 0, problem.message)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = self._shelves = None

    def built(self) -> bool:
        """Whether there is a whole index at all. Raises ``Unavailable`` when the database does not answer."""
        return bool(self._ask(lambda connection, _: places.current(connection, self._space), ensure=False))

    def progress(self) -> int:
        """How many papers the unfinished build holds, 0 when nobody builds."""
        try:
            return self._ask(self._progress, ensure=False)
        except Problem:
            return 0

    def _state(self, connection: Connection[Any], build: str) -> IndexState:
        head = sql.SQL("SELECT generation, following - (SELECT count(*) FROM {0}.gone) FROM {0}.head").format(sql.Identifier(build))
        generation, papers = connection.execute(head).fetchone() or (0, 0)
        query = "SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace"
        (size,) = connection.execute(query, [f'"{build}"']).fetchone() or (0,)
        return IndexState("postgresql", int(papers), int(generation), int(size), "", "", self._progress(connection, build))

    def _progress(self, connection: Connection[Any], _build: str) -> int:
        build = places.unfinished(connection, self._space)
        if not build:
            return 0
        row = connection.execute(sql.SQL("SELECT following FROM {}.head").format(sql.Identifier(build))).fetchone()
        return int(row[0]) if row else 0

    def _look(self, work: Callable[[ArrayReader], _T]) -> _T:
        """One consistent look, by one thread at a time."""

        def look(connection: Connection[Any], build: str) -> _T:
            with connection.pipeline():
                connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                places.enter(connection, build, local=True)
            try:
                if self._shelves is None or self._shelves[0] != build:
                    self._shelves = (build, PostgresShelves(connection))
                shelves = self._shelves[1]
                shelves.follow()
                return work(ArrayReader(shelves, shelves))
            finally:
                connection.rollback()

        return self._ask(look)

    def _ask(self, work: Callable[[Connection[Any], str], _T], *, ensure: bool = True) -> _T:
        """Does ``work`` on the present build, a second time over a new connection: the first may have been cut, the build replaced."""
        with self._lock:
            try:
                return self._done(work, ensure=ensure)
            except Problem:
                raise
            except psycopg.Error:
                self.close()
            try:
                return self._done(work, ensure=ensure)
            except _SPOILT as error:
                raise Unavailable(REBUILD, cause=f"postgresql index unusable: {error}", code="index_neu_aufbauen") from error
            except psycopg.Error as error:
                raise _away(error) from error

    def _done(self, work: Callable[[Connection[Any], str], _T], *, ensure: bool) -> _T:
        if self._connection is None:
            self._connection = places.connect(self._location)
        connection = self._connection
        build = self._pinned or places.current(connection, self._space)
        if ensure and not build:
            build = places.ensure(connection, self._space)
        if ensure and not self._known(connection, build):
            raise Unavailable(REBUILD, cause=f"{build} has another version", code="index_neu_aufbauen")
        return work(connection, build)

    def _known(self, connection: Connection[Any], build: str) -> bool:
        if self._shelves is not None and self._shelves[0] == build:
            return True
        return places.version(connection, build) == places.VERSION


def _away(error: psycopg.Error) -> Unavailable:
    if isinstance(error, DiskFull):
        sentence = "Der Datenbank für die Suche fehlt Platz. Die Papiere selbst sind davon nicht betroffen."
    elif isinstance(error, OperationalError):
        sentence = "Die Datenbank für die Suche antwortet gerade nicht. Es wird später noch einmal versucht."
    else:
        sentence = "Diese Suche konnte nicht ausgeführt werden. Bitte fragen Sie mit anderen Worten."
    code = "index_nicht_erreichbar" if isinstance(error, OperationalError) else "suche_fehlgeschlagen"
    return Unavailable(sentence, cause=f"postgresql index: {error}", code=code, retry=isinstance(error, OperationalError))


@contextmanager
def successor(location: str, space: str) -> Iterator[Index]:
    """A build that is switched to at the end, gone on with where a builder that died left it."""
    try:
        connection = places.connect(location)
    except psycopg.Error as error:
        raise _away(error) from error
    with connection, places.building(connection, space) as build:
        index = PostgresIndex(location, space, build)
        try:
            yield index
        finally:
            index.close()


def renew(location: str, space: str) -> None:
    """An empty build in place of a broken one; one that is sound stays."""
    index = PostgresIndex(location, space)
    try:
        broken = index.state().problem
    finally:
        index.close()
    if broken:
        with successor(location, space):
            pass


def drop(location: str, space: str) -> None:
    """Removes everything of a space: all builds, and the schema that names the present one."""
    connection = places.connect(location)
    try:
        for name in (*places.builds(connection, space), places.base(space)):
            places.drop(connection, name)
    finally:
        connection.close()
