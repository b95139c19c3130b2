"""Choosing engines: moving from one to another while people search, what is refused, and a disk that is full."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from archive.problems import Invalid
from search.engines import build_index, next_engine, open_index
from search.index import IndexState
from tests.contracts.index_keeping import ROOT
from tests.contracts.index_papers import finds, paper

CRAMPED = """
import resource, signal, sys
from pathlib import Path
from archive.problems import Unavailable
from search.engines import open_index
from tests.contracts.index_papers import paper
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
index = open_index(sys.argv[1], Path(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
for number in range(1, 400):
    try:
        texts = [" ".join(f"Wort{number}x{k}x{word}" for word in range(200)) for k in range(5)]
        index.add([paper(f"E-{number:03}-{k}", text) for k, text in enumerate(texts)], generation=number)
    except Unavailable as problem:
        print(problem.code, number)
        break
"""


@pytest.mark.parametrize(("before", "after"), [("whoosh", "tantivy"), ("tantivy", "whoosh")])
def test_the_old_engine_answers_until_the_new_one_is_whole(tmp_path: Path, before: str, after: str) -> None:
    old = open_index(f"{before}:", tmp_path)
    old.add([paper("E-1", "Pumpe")], generation=3)
    index = open_index(f"{after}:", tmp_path)
    assert (index.state().engine, index.state().successor) == (before, after)
    with build_index(f"{after}:", tmp_path) as build:
        build.add([paper("E-1", "Pumpe")], generation=3)
        index.add([paper("E-2", "Pumpe")], generation=4)
        assert finds(index, "pumpe") == {"E-1", "E-2"}
        build.add([paper("E-2", "Pumpe")], generation=4)
    assert (index.state().engine, index.state().successor) == (after, "")
    assert finds(index, "pumpe") == finds(old, "pumpe") == {"E-1", "E-2"}
    index.close()
    old.close()


def test_moving_to_postgresql(tmp_path: Path, postgres_url: str) -> None:
    folder = tmp_path / "firma"
    old = open_index("whoosh:", folder)
    old.add([paper("E-1", "Pumpe")], generation=3)
    index = open_index(postgres_url, folder)
    assert (index.state().engine, index.state().successor) == ("whoosh", "postgresql")
    with build_index(postgres_url, folder) as build:
        build.add([paper("E-1", "Pumpe"), paper("E-2", "Pumpe")], generation=4)
        assert index.state().built == 2
        assert finds(index, "pumpe") == {"E-1"}
    assert (index.state().engine, index.state().successor) == ("postgresql", "")
    assert finds(index, "pumpe") == {"E-1", "E-2"}
    index.close()
    old.close()


def test_a_database_that_is_away_is_told(tmp_path: Path) -> None:
    index = open_index("postgresql://mappe@127.0.0.1:1/nirgends", tmp_path / "firma")
    assert "antwortet gerade nicht" in index.state().problem
    index.close()


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_a_full_disk_loses_nothing_that_was_in(tmp_path: Path, engine: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", CRAMPED, f"{engine}:", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert said[0] == "index_nicht_erreichbar"
    index = open_index(f"{engine}:", tmp_path)
    state = index.state()
    assert (state.problem, state.documents) == ("", state.generation * 5)
    assert state.generation >= int(said[1]) - 1
    index.add([paper("E-danach", "Ventil")], generation=state.generation + 1)
    assert finds(index, "ventil") == {"E-danach"}
    index.close()


def test_unknown_engines_are_refused_in_german(tmp_path: Path) -> None:
    for location in ("", "solr:", "tantivy", "whoosh2:"):
        with pytest.raises(Invalid, match="ungueltig") as refused:
            open_index(location, tmp_path)
        assert "MAPPE_INDEX" in refused.value.message


def test_a_larger_engine_is_due_when_the_index_has_grown() -> None:
    assert [next_engine(IndexState("whoosh", papers, 1, 1)) for papers in (30_000, 30_001)] == ["", "tantivy"]
    assert next_engine(IndexState("tantivy", 2_000_000, 1, 1)) == ""
    assert next_engine(IndexState("postgresql", 9_000_000, 1, 1)) == ""
