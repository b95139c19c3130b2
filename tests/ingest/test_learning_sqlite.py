"""Learning in a SQLite file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.locations import Locations
from archive.space import Space, open_space
from tests.contracts.learning import LearningContract


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    yield opened
    opened.close()


class TestLearningOnSqlite(LearningContract):
    """All promises, on SQLite."""
