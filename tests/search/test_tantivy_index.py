"""The index on tantivy: the contract, and what only files on a disk can suffer."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.index import Index
from tests.contracts.index_finding import FindingContract
from tests.contracts.index_keeping import KeepingContract, Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    found = Place("tantivy:", tmp_path / "index")
    yield found
    found.close()


@pytest.fixture
def index(place: Place) -> Index:
    return place.open()


def parts(place: Place, kind: str) -> list[Path]:
    return sorted(place.folder.rglob(f"*.{kind}"))


def spoil_the_meta(place: Place) -> None:
    next(place.folder.rglob("meta.json")).write_bytes(b"{")


def empty_the_terms(place: Place) -> None:
    parts(place, "term")[0].write_bytes(b"")


def lose_the_store(place: Place) -> None:
    parts(place, "store")[0].unlink()


def lose_the_build(place: Place) -> None:
    shutil.rmtree(next(place.folder.glob("bau-*")))


def flip_a_byte(place: Place) -> None:
    path = parts(place, "idx")[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(data)


class TestFinding(FindingContract):
    pass


class TestKeeping(KeepingContract):
    def harm(self, place: Place) -> None:
        lose_the_build(place)

    @pytest.mark.parametrize("harm", [spoil_the_meta, empty_the_terms, lose_the_store, lose_the_build, flip_a_byte])
    def test_harm_is_told_and_healed(self, place: Place, harm: Callable[[Place], None]) -> None:
        self.expect_rebuild(place, lambda: harm(place))
