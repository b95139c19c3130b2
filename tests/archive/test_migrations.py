"""What the program knows as the newest tables is what its migrations lead to."""

from pathlib import Path

import pytest

from archive.catalog.engine import SCHEMA, VERSIONS
from archive.installation.house import BLUEPRINT


@pytest.mark.parametrize(("folder", "newest"), [(VERSIONS, SCHEMA), (BLUEPRINT.versions, BLUEPRINT.newest)])
def test_the_newest_migration_is_the_one_the_program_knows(folder: Path, newest: str) -> None:
    numbers = sorted(path.name[1:5] for path in folder.glob("v[0-9]*.py"))
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
    assert numbers[-1] == newest
