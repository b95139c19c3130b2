"""Sandboxes on SQLite and folders, and on PostgreSQL and S3."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.locations import Locations
from archive.store import Store, open_store
from archive.store.shared import SharedStore
from tests.contracts.sandbox import SandboxContract
from tests.contracts.store_crowd import content


class TestSandboxOnFiles(SandboxContract):
    """All promises, on SQLite files and folders."""

    @pytest.fixture
    def locations(self, tmp_path: Path) -> Locations:
        return Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}")


class TestSandboxOnServers(SandboxContract):
    """All promises, on PostgreSQL and S3."""

    @pytest.fixture
    def locations(self, tmp_path: Path, postgres_url: str, s3_location: str) -> Locations:
        return Locations(tmp_path, postgres_url, s3_location)


def store(tmp_path: Path, name: str) -> Store:
    return open_store(f"file:{tmp_path}", name, tmp_path / "spool")


def test_what_is_written_hides_what_lies_below(tmp_path: Path) -> None:
    below, own = store(tmp_path, "unten"), store(tmp_path, "oben")
    for key in ("abgeleitet/a", "abgeleitet/b", "lesungen/x"):
        below.put(key, b"unten")
    both = SharedStore(own, below)
    both.put("abgeleitet/b", b"oben")
    both.put("abgeleitet/c", b"oben")
    both.put("lesungen/x", b"unten")
    assert list(both.keys("")) == ["abgeleitet/a", "abgeleitet/b", "abgeleitet/c", "lesungen/x"]
    assert [content(both, f"abgeleitet/{name}") for name in "abc"] == [b"unten", b"oben", b"oben"]
    assert list(own.keys("")) == ["abgeleitet/b", "abgeleitet/c"]
    assert content(below, "abgeleitet/b") == b"unten"
    both.remove("abgeleitet/b")
    assert content(both, "abgeleitet/b") == b"unten"
