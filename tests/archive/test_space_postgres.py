"""The space in a PostgreSQL schema."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from archive.locations import Locations
from archive.space import Space, open_as_is, open_space
from tests.contracts.space import SpaceContract
from tests.contracts.space_confidence import ConfidenceContract
from tests.contracts.space_crowd import CrowdContract
from tests.contracts.space_deletion import DeletionContract
from tests.contracts.space_erasure import ErasureContract
from tests.contracts.space_films import FilmsContract
from tests.contracts.space_folders import FoldersContract
from tests.contracts.space_overview import OverviewContract
from tests.contracts.space_proof import ProofContract
from tests.contracts.space_queue import QueueContract
from tests.contracts.space_receiving import ReceivingContract
from tests.contracts.space_retention import RetentionContract
from tests.contracts.space_stack import StackContract
from tests.contracts.space_twins import TwinsContract


@pytest.fixture
def locations(tmp_path: Path, postgres_url: str) -> Locations:
    return Locations(tmp_path, postgres_url, f"file:{tmp_path / 'ablage'}")


@pytest.fixture
def space(locations: Locations) -> Iterator[Space]:
    opened = open_space(locations, "firma")
    yield opened
    opened.close()


@pytest.fixture
def reopen(locations: Locations) -> Callable[[bool], Space]:
    """Drops the schema and opens the space again, with or without looking the other way."""

    def again(as_is: bool) -> Space:
        engine = create_engine(make_url(locations.db).set(drivername="postgresql+psycopg"))
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA mappe_firma CASCADE"))
        engine.dispose()
        return open_as_is(locations, "firma") if as_is else open_space(locations, "firma")

    return again


class TestSpaceOnPostgres(
    SpaceContract,
    ConfidenceContract,
    DeletionContract,
    ErasureContract,
    FilmsContract,
    FoldersContract,
    OverviewContract,
    ProofContract,
    ReceivingContract,
    RetentionContract,
    StackContract,
    QueueContract,
    CrowdContract,
    TwinsContract,
):
    """All promises, on PostgreSQL."""
