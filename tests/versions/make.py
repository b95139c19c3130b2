"""Keeps what the version at hand writes: a small data folder and a backup of it, for the tests of all versions to come.

    python -m tests.versions.make

To be run once for every release, before its tables change again.
"""

from __future__ import annotations

import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

from archive.backup import backup
from archive.catalog.engine import SCHEMA
from archive.installation.house import BLUEPRINT, open_installation
from archive.installation.person import Membership, Person
from archive.locations import Locations
from archive.space import open_space
from tests.cast import furnish
from tests.contracts.space_proof import lived_in

HERE = Path(__file__).parent
PEOPLE = "personen.json"


def main() -> None:
    """Writes the ZIP file beside this module."""
    target = HERE / f"{SCHEMA}-{BLUEPRINT.newest}.zip"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        data = root / "daten"
        locations = Locations(data, f"sqlite:{data / 'tabellen'}", f"file:{data / 'ablage'}")
        with closing(open_space(locations, "firma")) as space, closing(open_installation(locations)) as installation:
            furnish(space)
            lived_in(space)
            installation.people.first(Person("", "anna", "Anna", "no hash", memberships=(Membership("firma", "admin"),)))
            backup(space, root / "sicherung", beside={PEOPLE: installation.dump()})
        with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as kept:
            for path in sorted(path for path in root.rglob("*") if path.is_file()):
                kept.write(path, path.relative_to(root))


if __name__ == "__main__":
    main()
