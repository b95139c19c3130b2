"""What every index promises about writing: replacing, many hands at once, sudden death, building anew. Run with a ``place`` fixture."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.problems import Problem
from search.engines import build_index, open_index, renew_index
from search.index import Index
from tests.contracts.index_papers import finds, numbers, paper

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from pathlib import Path
from search.engines import open_index
from tests.contracts.index_papers import paper
index = open_index(sys.argv[1], Path(sys.argv[2]))
for number in range(int(sys.argv[3]), int(sys.argv[4])):
    index.add([paper(f"E-{number:04}-{half}", f"Pumpe Nummer P{number:05}") for half in "ab"], generation=number + 1)
    print(number, flush=True)
"""
BUILDER = """
import sys, time
from pathlib import Path
from search.engines import build_index
from tests.contracts.index_papers import paper
with build_index(sys.argv[1], Path(sys.argv[2])) as build:
    build.add([paper("E-1", "Pumpe"), paper("E-2", "Pumpe")], generation=5)
    print("ready", flush=True)
    time.sleep(60)
"""


@dataclass(frozen=True)
class Place:
    """Where an index of this kind lies; what was opened there is closed with it."""

    location: str
    folder: Path
    opened: list[Index] = field(default_factory=list)

    def open(self) -> Index:
        self.opened.append(open_index(self.location, self.folder))
        return self.opened[-1]

    def close(self) -> None:
        for index in self.opened:
            index.close()

    def writer(self, first: int, last: int) -> subprocess.Popen[str]:
        """A process that adds pairs of papers, one pair a commit, and prints each number once it is in."""
        command = [sys.executable, "-c", WRITER, self.location, str(self.folder), str(first), str(last)]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


class KeepingContract:
    def test_a_new_index_is_empty_and_sound(self, place: Place) -> None:
        state = place.open().state()
        assert (state.documents, state.generation, state.problem) == (0, 0, "")
        assert place.open().search("irgendwas").total == 0
        assert place.open().search("").hits == ()
        assert place.open().suggest("irg") == ()

    def test_a_paper_is_replaced_not_doubled(self, place: Place) -> None:
        index = place.open()
        index.add([paper("E-1", "roter Text"), paper("E-2", "Ventil")], generation=5)
        index.add([paper("E-1", "gelber Text"), paper("E-1", "blauer Text")], generation=6)
        assert index.state().documents == 2
        assert index.state().generation == 6
        assert [finds(index, word) for word in ("rot", "gelb", "blau", "text")] == [set(), set(), {"E-1"}, {"E-1"}]

    def test_removed_papers_are_gone_from_everything(self, place: Place) -> None:
        index = place.open()
        index.add([paper("E-1", "Pumpe", orders=("A-26-0112",), supplier="Wurm"), paper("E-2", "Pumpe", supplier="Wurm")], generation=3)
        index.remove(["E-1", "E-9"])
        assert finds(index, "pumpe") == {"E-2"}
        assert index.search("").facets["lieferant"] == (("Wurm", 1),)
        assert index.suggest("A-26") == ()
        assert (index.state().documents, index.state().generation) == (1, 3)
        index.remove(["E-2"])
        assert index.search("").total == 0

    def test_the_generation_moves_only_when_told(self, place: Place) -> None:
        index = place.open()
        index.add([], generation=41)
        index.add([paper("E-1", "Pumpe")])
        assert (index.state().generation, index.state().documents) == (41, 1)
        assert place.open().state().generation == 41

    def test_everything_comes_back_as_it_went_in(self, place: Place) -> None:
        place.open().add([paper("E-1", "Größe\n<b>&", name="Ä&ö.pdf", doctype="rechnung", orders=("A-1", "A-2"))])
        hit = place.open().search("groesse").hits[0]
        assert (hit.name, hit.doctype, hit.orders, hit.snippet.text) == ("Ä&ö.pdf", "rechnung", ("A-1", "A-2"), "Größe <b>&")
        assert hit.sha256 == paper("E-1").sha256

    def test_another_process_finds_it_at_once(self, place: Place) -> None:
        index = place.open()
        with place.writer(0, 3) as writer:
            assert writer.stdout
            for line in writer.stdout:
                assert len(finds(index, f"P{int(line):05}")) == 2
        assert writer.returncode == 0

    def test_two_writers_wait_for_each_other(self, place: Place) -> None:
        place.open().close()
        with place.writer(0, 10) as one, place.writer(100, 110) as other:
            one.communicate()
            other.communicate()
        assert (one.returncode, other.returncode) == (0, 0)
        assert place.open().search("pumpe").total == 40

    def test_many_threads_search_while_one_writes(self, place: Place) -> None:
        index = place.open()
        index.add([paper("E-0", "Ventil Rechnung")])
        done, wrong = threading.Event(), list[BaseException]()

        def ask() -> None:
            try:
                while not done.is_set():
                    assert finds(index, "ventil") == {"E-0"}
                    index.search("pumpe -ventil")
                    index.suggest("E-0")
            except BaseException as error:
                wrong.append(error)
                raise

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for number in range(1, 25):
            index.add([paper(f"E-{number}", f"Pumpe {number}")], generation=number)
        done.set()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert index.search("pumpe").total == 24

    def test_a_killed_writer_loses_nothing_that_was_in_and_leaves_nothing_half(self, place: Place) -> None:
        reader, before = place.open(), 0
        for first in (0, 1000, 2000):
            with place.writer(first, first + 500) as writer:
                assert writer.stdout
                acknowledged = [int(writer.stdout.readline()) for _ in range(6)][-1]
                os.kill(writer.pid, signal.SIGKILL)
            for index in (place.open(), reader):
                state = index.state()
                assert state.problem == ""
                assert state.generation > acknowledged
                assert index.search("pumpe").total == state.documents == before + 2 * (state.generation - first)
                assert index.search(f"P{state.generation - 1:05}").total == 2
            before = state.documents
        reader.add([paper("E-danach", "Ventil")])
        assert finds(place.open(), "ventil") == {"E-danach"}

    def test_a_new_build_is_switched_to_whole_in_every_process(self, place: Place) -> None:
        index, other = place.open(), place.open()
        index.add([paper("E-alt", "Pumpe")], generation=7)
        assert finds(other, "pumpe") == {"E-alt"}
        with build_index(place.location, place.folder) as build:
            build.add([paper("E-neu", "Pumpe")], generation=3)
            assert finds(build, "pumpe") == {"E-neu"}
            assert finds(index, "pumpe") == {"E-alt"}
            index.add([paper("E-dazwischen", "Pumpe")], generation=8)
            with pytest.raises(Problem) as second, build_index(place.location, place.folder):
                pass
            assert second.value.code == "index_im_bau"
        for opened in (index, other, place.open()):
            assert finds(opened, "pumpe") == {"E-neu"}
            assert opened.state().generation == 3

    def test_a_build_whose_builder_died_is_gone_on_with(self, place: Place) -> None:
        index = place.open()
        index.add([paper("E-alt", "Pumpe")], generation=7)
        command = [sys.executable, "-c", BUILDER, place.location, str(place.folder)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as builder:
            assert builder.stdout
            assert builder.stdout.readline() == "ready\n"
            assert index.state().built == 2
            os.kill(builder.pid, signal.SIGKILL)
        assert finds(index, "pumpe") == {"E-alt"}
        with build_index(place.location, place.folder) as build:
            assert (build.state().documents, build.state().generation) == (2, 5)
            build.add([paper("E-3", "Pumpe")], generation=8)
        assert finds(index, "pumpe") == {"E-1", "E-2", "E-3"}
        assert index.state().built == 0

    def test_an_index_that_is_made_anew_spares_what_is_being_built(self, place: Place) -> None:
        with build_index(place.location, place.folder) as build:
            build.add([paper("E-1", "Pumpe")], generation=5)
            assert place.open().search("pumpe").total == 0
            build.add([paper("E-2", "Pumpe")], generation=6)
        assert finds(place.open(), "pumpe") == {"E-1", "E-2"}

    def test_a_broken_index_begins_anew_at_once_a_sound_one_stays(self, place: Place) -> None:
        index = place.open()
        index.add([paper("E-1", "Pumpe")], generation=7)
        renew_index(place.location, place.folder)
        assert finds(index, "pumpe") == {"E-1"}
        self.harm(place)
        assert place.open().state().problem
        renew_index(place.location, place.folder)
        fresh = place.open()
        assert (fresh.state().problem, fresh.state().generation) == ("", 0)
        fresh.add([paper("E-2", "Pumpe")])
        assert finds(fresh, "pumpe") == {"E-2"}

    harm: Callable[[KeepingContract, Place], None]
    """Makes the present build unusable."""

    def test_an_abandoned_build_changes_nothing(self, place: Place) -> None:
        index = place.open()
        index.add([paper("E-1", "Pumpe")])
        before = sorted(place.folder.rglob("*"))

        def abandon() -> None:
            with build_index(place.location, place.folder) as build:
                build.add([paper("E-2", "Pumpe")])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            abandon()
        assert finds(index, "pumpe") == {"E-1"}
        assert {path for path in place.folder.rglob("*") if path.is_dir()} == {path for path in before if path.is_dir()}

    def expect_rebuild(self, place: Place, harm: Callable[[], None]) -> None:
        """A harmed index says so instead of answering, and is sound again after a build."""
        opened = place.open()
        opened.add([paper(f"E-{number:03}", f"Pumpe {number}") for number in range(40)], generation=9)
        opened.close()
        harm()
        index = place.open()
        assert "neu aufgebaut" in index.state().problem
        for verb in (lambda: index.search("pumpe"), lambda: index.suggest("E-"), lambda: index.add([]), lambda: index.remove(["E-001"])):
            with pytest.raises(Problem) as broken:
                verb()
            assert broken.value.code == "index_neu_aufbauen"
        with build_index(place.location, place.folder) as build:
            build.add([paper("E-1", "Pumpe")], generation=9)
        assert index.state().problem == ""
        assert numbers(index.search("pumpe")) == ["E-1"]
