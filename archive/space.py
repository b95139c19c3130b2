"""One firm's archive, or one trainee's sandbox: the parts of the core put together over one store and one set of tables."""

from __future__ import annotations

from archive.catalog import veil
from archive.catalog.engine import Catalog
from archive.column_maps import ColumnMaps
from archive.decisions import Decisions
from archive.documents import Documents
from archive.entry import object_key
from archive.exercises import Exercises
from archive.holds import Holds
from archive.intake import Intake
from archive.journal import Journal
from archive.knowledge import Knowledge
from archive.lessons import Lessons
from archive.locations import Locations
from archive.orders import Orders
from archive.pairs import Pairs
from archive.problems import Tampered, Unavailable
from archive.profile import Profiles
from archive.shares import Bearers
from archive.store import Store, open_store
from archive.store.shared import SharedStore
from archive.waiting import Queue


class Space:
    """Everything one firm keeps, opened once per process and safe to use from many threads. Spaces share nothing."""

    def __init__(self, name: str, catalog: Catalog, store: Store) -> None:
        self.name = name
        self.store = store
        self.catalog = catalog
        self.journal = Journal(catalog, store)
        self.orders = Orders(catalog, self.journal)
        self.column_maps = ColumnMaps(catalog, self.journal)
        self.intake = Intake(catalog, self.journal, store)
        self.documents = Documents(catalog, self.journal, store)
        self.decisions = Decisions(catalog, self.journal)
        self.queue = Queue(catalog)
        self.profiles = Profiles(catalog, self.journal)
        self.pairs = Pairs(catalog, self.journal)
        self.bearers = Bearers(catalog, self.journal)
        self.lessons = Lessons(catalog, self.journal)
        self.holds = Holds(catalog, self.journal)
        self.knowledge = Knowledge(catalog, self.journal)
        self.exercises = Exercises(catalog, self.journal)

    def close(self) -> None:
        """Gives connections back; the space can not be used afterwards."""
        if self.journal.copier is not None:
            self.journal.copier.wait()
        self.catalog.close()


def open_space(locations: Locations, name: str) -> Space:
    """The space called ``name``, created when it does not exist.

    Raises ``Unavailable`` when tables or store do not answer, and ``Tampered`` when the tables are older than the journal
    in the store: working on with them would begin a second truth.
    """
    space = open_as_is(locations, name)
    if _behind(space) and _behind(space):  # Twice: another process may have written between the two looks of the first.
        space.close()
        raise Tampered(
            "Die Tabellen sind älter als das Journal in der Ablage. Bitte führen Sie „mappe rebuild“ aus; es stellt sie wieder her.",
            cause=f"tables of space {name} end before the journal in the store",
            code="tabellen_veraltet",
        )
    if _emptied(space):
        space.close()
        raise Unavailable(
            "In der Ablage fehlt das Journal, das zu den Tabellen gehört. Bitte prüfen Sie, ob ihr Datenträger eingehängt ist. "
            "Ist sie wirklich verloren, spielen Sie die Sicherung ein.",
            cause=f"the store of space {name} has no journal, its tables have one",
            code="ablage_leer",
        )
    with space.catalog.read() as connection:
        settled = veil.settled(connection)
    if not settled:
        with space.catalog.write() as connection:
            veil.settle(connection, space.journal.head()[0])
    return space


def open_as_is(locations: Locations, name: str) -> Space:
    """The space without that check, for rebuilding and proving it."""
    catalog, spool = Catalog(locations.db, name), locations.data / "spool"
    store = open_store(locations.store, name, spool)
    if template := catalog.template:
        store = SharedStore(store, open_store(locations.store, template, spool))
    return Space(name, catalog, store)


def _emptied(space: Space) -> bool:
    """A disk that was not mounted looks like a new store; papers taken in there would be lost to everybody later."""
    return space.journal.copied() > 0 and space.store.size(object_key(1)) is None


def _behind(space: Space) -> bool:
    seq, _ = space.journal.head()
    return space.store.size(object_key(seq + 1)) is not None and space.journal.head()[0] == seq
