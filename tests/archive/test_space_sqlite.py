"""The space on SQLite files."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.locations import Locations
from archive.space import Space, open_as_is, open_space
from tests.contracts.space import SpaceContract
from tests.contracts.space_crowd import CrowdContract
from tests.contracts.space_proof import ProofContract


@pytest.fixture
def locations(tmp_path: Path) -> Locations:
    return Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}")


@pytest.fixture
def space(locations: Locations) -> Iterator[Space]:
    opened = open_space(locations, "firma")
    yield opened
    opened.close()


@pytest.fixture
def reopen(locations: Locations) -> Callable[[bool], Space]:
    """Deletes the tables and opens the space again, with or without looking the other way."""

    def again(as_is: bool) -> Space:
        for file in (locations.data / "tabellen").iterdir():
            file.unlink()
        return open_as_is(locations, "firma") if as_is else open_space(locations, "firma")

    return again


class TestSpaceOnSqlite(SpaceContract, ProofContract, CrowdContract):
    """All promises, on SQLite."""
