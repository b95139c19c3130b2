"""The parts of an installation put together over one database."""

from __future__ import annotations

from pathlib import Path

from archive.catalog.database import Blueprint, Database
from archive.installation import copying
from archive.installation.attempts import Attempts
from archive.installation.brands import Brands
from archive.installation.courses import Courses
from archive.installation.events import Events
from archive.installation.identities import Identities
from archive.installation.keys import Keys
from archive.installation.people import People
from archive.installation.records import Records
from archive.installation.sessions import Sessions
from archive.installation.spaces import Spaces
from archive.installation.tallies import Tallies
from archive.locations import Locations

NEWEST = "0006"
"""The newest migration; a test holds it against ``versions``."""

# No space can have these names: they begin with a letter there, and their schemas with "mappe_".
BLUEPRINT = Blueprint("_installation", "auftragsmappe_installation", Path(__file__).parent / "versions", NEWEST)


class Installation:
    """Everything that belongs to no space, opened once per process and safe to use from many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.spaces = Spaces(database)
        self.people = People(database)
        self.identities = Identities(database)
        self.sessions = Sessions(database)
        self.attempts = Attempts(database)
        self.keys = Keys(database)
        self.events = Events(database)
        self.courses = Courses(database)
        self.records = Records(database)
        self.tallies = Tallies(database)
        self.brands = Brands(database)

    def dump(self) -> bytes:
        """Everything but sessions and events, as one file for a backup."""
        return copying.dump(self._database)

    def load(self, data: bytes, who: str) -> bool:
        """Puts such a file back; ``False`` when people are entered here already. Raises ``Tampered``."""
        return copying.load(self._database, data, who)

    def close(self) -> None:
        """Gives connections back; the installation can not be used afterwards."""
        self._database.close()


def open_installation(locations: Locations) -> Installation:
    """The installation at ``locations``, created when it does not exist. Raises ``Unavailable`` when it does not answer."""
    return Installation(Database(locations.db, BLUEPRINT))
