"""Learning in a PostgreSQL schema."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.locations import Locations
from archive.space import Space, open_space
from tests.contracts.learning import LearningContract


@pytest.fixture
def space(tmp_path: Path, postgres_url: str) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, postgres_url, f"file:{tmp_path / 'ablage'}"), "firma")
    yield opened
    opened.close()


class TestLearningOnPostgres(LearningContract):
    """All promises, on PostgreSQL."""
