"""The index on PostgreSQL: the contract, and what only tables can suffer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from search.index import Index
from tests.contracts.index_finding import FindingContract
from tests.contracts.index_keeping import KeepingContract, Place


@pytest.fixture
def place(postgres_url: str, tmp_path: Path) -> Iterator[Place]:
    found = Place(postgres_url, tmp_path / "firma")
    yield found
    found.close()


@pytest.fixture
def index(place: Place) -> Index:
    return place.open()


def told(place: Place, *statements: str) -> None:
    """Statements of a clumsy administrator; ``BUILD`` is the present build."""
    with psycopg.connect(place.location, autocommit=True) as connection:
        row = connection.execute("SELECT build FROM suche_firma.stand").fetchone()
        assert row
        for statement in statements:
            connection.execute(statement.replace("BUILD", row[0]).encode())


def lose_the_build(place: Place) -> None:
    told(place, "DROP SCHEMA BUILD CASCADE")


def lose_the_postings(place: Place) -> None:
    told(place, "DROP TABLE BUILD.posting")


def lose_the_head(place: Place) -> None:
    told(place, "DELETE FROM BUILD.head")


def age(place: Place) -> None:
    told(place, "UPDATE BUILD.head SET version = 'postgresql 0'")


class TestFinding(FindingContract):
    pass


class TestKeeping(KeepingContract):
    def harm(self, place: Place) -> None:
        lose_the_build(place)

    @pytest.mark.parametrize("harm", [lose_the_build, lose_the_head, age])
    def test_harm_is_told_and_healed(self, place: Place, harm: Callable[[Place], None]) -> None:
        self.expect_rebuild(place, lambda: harm(place))
