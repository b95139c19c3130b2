"""The index on Whoosh: the contract, and what only files on a disk can suffer."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engines import build_index
from search.index import Index
from tests.contracts.index_finding import FindingContract
from tests.contracts.index_keeping import KeepingContract, Place
from tests.contracts.index_papers import finds, paper


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    found = Place("whoosh:", tmp_path / "index")
    yield found
    found.close()


@pytest.fixture
def index(place: Place) -> Index:
    return place.open()


def segments(place: Place) -> list[Path]:
    return sorted(place.folder.rglob("*.seg"))


def flip(path: Path, at: float) -> None:
    """One byte of a file turned over."""
    data = bytearray(path.read_bytes())
    data[int(len(data) * at)] ^= 0xFF
    path.write_bytes(data)


def empty_the_table_of_contents(place: Place) -> None:
    next(place.folder.rglob("*.toc")).write_bytes(b"")


def empty_a_segment(place: Place) -> None:
    segments(place)[0].write_bytes(b"")


def cut_a_segment(place: Place) -> None:
    path = segments(place)[0]
    path.write_bytes(path.read_bytes()[:-100])


def lose_a_segment(place: Place) -> None:
    segments(place)[0].unlink()


def lose_everything_inside(place: Place) -> None:
    for path in next(place.folder.glob("bau-*")).iterdir():
        path.unlink()


def lose_the_build(place: Place) -> None:
    shutil.rmtree(next(place.folder.glob("bau-*")))


def age(place: Place) -> None:
    next(place.folder.rglob("version")).write_text("0.0")


def confuse_the_pointer(place: Place) -> None:
    (place.folder / "stand").write_bytes(b"bau-\xff\x00")


HARMS = [
    *(empty_the_table_of_contents, empty_a_segment, cut_a_segment, lose_a_segment, lose_everything_inside, lose_the_build, age),
    confuse_the_pointer,
]


class TestFinding(FindingContract):
    pass


class TestKeeping(KeepingContract):
    def harm(self, place: Place) -> None:
        lose_the_build(place)

    @pytest.mark.parametrize("harm", HARMS)
    def test_harm_is_told_and_healed(self, place: Place, harm: Callable[[Place], None]) -> None:
        self.expect_rebuild(place, lambda: harm(place))

    @pytest.mark.parametrize("at", [0.01, 0.3, 0.6, 0.99])
    def test_one_flipped_byte_is_told_and_healed(self, place: Place, at: float) -> None:
        self.expect_rebuild(place, lambda: flip(segments(place)[0], at))

    def test_harm_under_an_open_index_is_told_too(self, place: Place) -> None:
        index = place.open()
        index.add([paper(f"E-{number}", f"Pumpe Rechnung {number}") for number in range(40)])
        assert index.search("pumpe").total == 40
        lose_the_build(place)
        assert "neu aufgebaut" in place.open().state().problem

    def test_many_small_changes_leave_few_segments_and_no_ghosts(self, place: Place) -> None:
        index = place.open()
        for turn in range(60):
            index.add([paper(f"E-{turn % 20}", f"Pumpe Nummer P{turn:05}")], generation=turn + 1)
            assert index.search("pumpe").total == min(turn + 1, 20)
        assert finds(index, "P00059") == {"E-19"}
        assert finds(index, "P00039") == set()
        assert len(segments(place)) < 20

    def test_a_deleted_index_begins_empty_so_that_catching_up_fills_it(self, place: Place) -> None:
        place.open().add([paper("E-1", "Pumpe")], generation=4)
        shutil.rmtree(place.folder)
        assert (place.open().state().generation, place.open().state().problem) == (0, "")

    def test_what_a_crash_left_behind_is_cleared_with_the_next_build(self, place: Place) -> None:
        index = place.open()
        leftover = place.folder / "bau-unfertig"
        leftover.mkdir()
        with build_index(place.location, place.folder) as build:
            build.add([paper("E-9", "Ventil")])
        assert not leftover.exists()
        assert finds(index, "ventil") == {"E-9"}
