"""What every test may ask for: a database of its own, a prefix of its own on an S3 server. Each is started when first asked for.

With several test processes each has its own servers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from tests.servers import PostgresServer, S3Server

pytest.register_assert_rewrite("tests.contracts")
_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of an empty database that is gone after the test."""
    url = postgres_server.fresh()
    yield url
    postgres_server.drop(url)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    with S3Server() as server:
        yield server


@pytest.fixture
def s3_location(s3_server: S3Server) -> str:
    """A ``MAPPE_STORE`` location below which nothing lies yet."""
    return s3_server.location(f"test-{next(_numbers)}")
