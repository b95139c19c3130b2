"""The contract of the jobs on both databases, and what is particular to each."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from archive.jobs import open_jobs
from archive.problems import Invalid, Unavailable
from tests.contracts.jobs import Crew, JobsContract, opened, until
from tests.contracts.jobs_turns import TurnsContract


class TestSqlite(JobsContract, TurnsContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path}/neu/jobs.sqlite"

    def test_a_worker_outlives_a_locked_file(self, url: str, crew: Crew) -> None:
        with opened(url) as jobs:
            crew.hire("w1")
            jobs.put("process", "firma", "a@1")
            until(lambda: crew.keys("start"))
            lock = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
            lock.execute("BEGIN IMMEDIATE")
            until(lambda: crew.keys("done"))
            lock.rollback()
            lock.close()
            until(lambda: not jobs.live("firma"))
            jobs.put("process", "firma", "b")
            until(lambda: "b" in crew.keys("done"))

    def test_arguments_are_plain_json(self, url: str) -> None:
        with opened(url) as jobs:
            jobs.put("process", "firma", "Größe")
            file = sqlite3.connect(url.removeprefix("sqlite:///"))
            assert file.execute("SELECT inputs FROM workflow_input").fetchall() == [
                ('{"namedArgs":{},"positionalArgs":["process","firma","Größe"]}',)
            ]
            assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            file.close()


class TestPostgres(JobsContract, TurnsContract):
    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url


def test_a_database_that_is_away_is_a_problem() -> None:
    with pytest.raises(Unavailable) as caught:
        open_jobs("postgresql://nobody:secret@127.0.0.1:9/none")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "jobs.sqlite"])
def test_other_locations_are_refused(url: str) -> None:
    with pytest.raises(Invalid) as caught:
        open_jobs(url)
    assert "„sqlite:///“" in caught.value.message
