"""Who may not see what: marking papers and folders confidential, and a space in which hidden papers do not exist.

Hides by construction: every query of a veiled space reads views in place of the tables. Does not decide who gets which.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event, func, select

from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.catalog.tables_confidence import confidential, veil
from archive.catalog.views import views
from archive.holds import Of, must_exist
from archive.journal import Journal
from archive.lookup import chunks
from archive.problems import Invalid, NotFound
from archive.space import Space


def mark(journal: Journal, of: Of, number: str, choice: str, who: str) -> None:
    """Says that a paper or folder is ``vertraulich`` or ``offen``. Raises ``Invalid`` and ``NotFound``."""
    if choice not in ("vertraulich", "offen"):
        raise Invalid("Bitte wählen Sie „vertraulich“ oder „nicht vertraulich“.", cause=f"unknown choice {choice!r}")
    with journal.change(who) as change:
        must_exist(change.connection, of, number)
        change.record("vertraulich", number, {"of": of, "choice": choice})


def marked(catalog: Catalog, of: Of, number: str) -> str:
    """What people said of a paper or folder, "" when nobody said anything."""
    query = select(confidential.c.choice).where(confidential.c.kind == of, confidential.c.number == number)
    with catalog.read() as connection:
        return connection.execute(query).scalar() or ""


def hidden(catalog: Catalog, numbers: Collection[str]) -> frozenset[str]:
    """Those of these numbers of papers and orders that only people with the right may know of."""
    papers = select(veil.c.eingangsnummer).where(veil.c.hidden == 1)
    folders = select(confidential.c.number).where(confidential.c.kind == "mappe", confidential.c.choice == "vertraulich")
    found: set[str] = set()
    with catalog.read() as connection:
        for some in chunks(numbers):
            query = papers.where(veil.c.eingangsnummer.in_(some)).union(folders.where(confidential.c.number.in_(some)))
            found.update(connection.execute(query).scalars())
    return frozenset(found)


def changes(catalog: Catalog, after: int, to: int) -> list[tuple[str, bool]]:
    """Papers that were hidden or shown again by the entries in between, and whether they are hidden now."""
    query = select(veil.c.eingangsnummer, veil.c.hidden).where(veil.c.seq > after, veil.c.seq <= to)
    with catalog.read() as connection:
        return [(row.eingangsnummer, bool(row.hidden)) for row in connection.execute(query)]


def newest(catalog: Catalog) -> tuple[int, int]:
    """The entry that changed anything last (0: nothing was ever hidden), and the one that last hid what an index may know."""
    known = select(func.max(veil.c.seq)).where(veil.c.hidden == 1, veil.c.found == 1)
    with catalog.read() as connection:
        return connection.execute(select(func.max(veil.c.seq))).scalar() or 0, connection.execute(known).scalar() or 0


class VeiledCatalog(Catalog):
    """The tables without what is hidden. What is written goes into the whole tables."""

    shares_connections = False

    def __init__(self, location: str, whole: Catalog) -> None:
        super().__init__(location, whole.space)
        self.whole = whole
        event.listen(self.engine, "connect", self._draw)
        self.engine.dispose()  # connections made before see everything

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Into the whole tables, and with a look at all of them."""
        with self.whole.write() as connection:
            yield connection

    def _draw(self, connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for statement in views("main" if self.engine.dialect.name == "sqlite" else f'"{self.schema}"'):
            cursor.execute(statement)
        cursor.close()
        connection.commit()


def must_be_open(space: Space, sha256: str) -> None:
    """Raises ``NotFound`` when an original shows a hidden paper, too: parts of a stack are pages of one file."""
    if not isinstance(space.catalog, VeiledCatalog):
        return
    joined = t.intake.join(veil, veil.c.eingangsnummer == t.intake.c.eingangsnummer)
    query = select(veil.c.eingangsnummer).select_from(joined).where(t.intake.c.sha256 == sha256, veil.c.hidden == 1)
    with space.catalog.whole.read() as connection:
        if connection.execute(query.limit(1)).first():
            raise NotFound(
                "Diese Datei enthält auch vertrauliche Seiten. Bitte fragen Sie eine Person, die Vertrauliches sehen darf.",
                cause="the original shows a confidential paper",
            )


def veiled(space: Space, location: str) -> Space:
    """The same space as people see it who lack the right to confidential papers."""
    seen = Space(space.name, VeiledCatalog(location, space.catalog), space.store)
    seen.journal.copier = space.journal.copier
    return seen


def unveiled(space: Space) -> Space:
    """The whole space behind a veiled one: for decisions that must not overlook what their maker can not see."""
    return Space(space.name, space.catalog.whole, space.store) if isinstance(space.catalog, VeiledCatalog) else space
