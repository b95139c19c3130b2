"""The space on SQLite files."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from archive.locations import Locations
from archive.order import STOCK
from archive.space import Space, open_as_is, open_space
from archive.verify import verify
from tests.cast import furnish
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

FIRST = {"alembic_version", "meta", "journal", "intake", "effort", "document", "finding", "link", "orders", "purchase_order", "supplier"}
FIRST |= {"purchase_order_order"}
"""The tables of the first release."""


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


class TestSpaceOnSqlite(
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
    """All promises, on SQLite."""


def test_tables_of_the_first_release_are_brought_up_to_date(locations: Locations) -> None:
    old = open_space(locations, "firma")
    furnish(old)
    with old.catalog.write() as connection:
        for later in set(inspect(connection).get_table_names()) - FIRST:
            connection.execute(text(f"DROP TABLE {later}"))
        connection.execute(text("DROP INDEX ix_purchase_order_state"))
        for table, column in (("purchase_order", "words"), ("purchase_order", "state"), ("purchase_order", "due"), ("supplier", "words")):
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        connection.exec_driver_sql("""UPDATE supplier SET content = replace(content, '"closed":false,', '')""")
        connection.exec_driver_sql("""UPDATE purchase_order SET content = replace(content, '"closed":false,', '')""")
        connection.exec_driver_sql("""UPDATE purchase_order SET content = replace(content, '"their_article":"",', '')""")
        connection.execute(text("DELETE FROM purchase_order_order WHERE order_number = :stock"), {"stock": STOCK})
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    old.close()
    new = open_space(locations, "firma")
    assert [known.orders for known in new.orders.known(["B-26-00403"])] == [(STOCK,)]
    assert verify(new).ok
    new.close()
