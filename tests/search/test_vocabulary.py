"""The vocabulary beside a segment: likeness in words and numbers, and that the file is only ever a shortcut."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search.arrays.evaluating import rows
from search.arrays.vocabulary import Vocabulary, tables
from search.engines import open_index
from search.whoosh_index.words import SUFFIX
from tests.contracts.index_papers import finds, paper


def vocabulary(*terms: str) -> Vocabulary:
    """A vocabulary of these words and numbers, each in one paper."""
    return Vocabulary(tables((term.encode(), 1) for term in sorted(terms)))


def test_words_with_one_letter_wrong() -> None:
    words = vocabulary("dichtung", "dichtunq", "dichung", "dicchtung", "sichtung", "dichtet", "dichtunqq", "pumpe", "lumpe")
    assert set(words.similar("dichtung")) == {"dichtung", "dichtunq", "dichung", "dicchtung", "sichtung"}
    assert words.similar("pumpe") == {"pumpe": 1}
    assert words.similar("x") == {}


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        *(("re2o24oo317", True), ("re2n2400317", True), ("re20240e0317", True), ("re20240317", True), ("r2202400317", False)),
        *(("re202500317", False), ("rg202400317", False), ("re2024003170", False), ("re2n24n0317", False)),
    ],
)
def test_numbers_are_never_mistaken_for_other_numbers(printed: str, same: bool) -> None:
    assert bool(vocabulary(printed).misread("re202400317")) is same


def test_short_numbers_have_no_misreadings() -> None:
    assert vocabulary("4a11234").misread("4711234") == []
    assert vocabulary("8001551").misread("80015511") == []


def test_words_that_begin_so() -> None:
    assert vocabulary("lager", "lagerung", "lag", "laden").begun("lag") == {"lag": 1, "lager": 1, "lagerung": 1}


def test_words_that_end_so() -> None:
    words = vocabulary("lager", "kugellager", "walzlager", "lagern", "alter", "r")
    assert words.ending("lager", 9) == {"kugellager": 1, "walzlager": 1}
    assert set(words.ending("er", 9)) == {"kugellager", "walzlager", "lager", "alter"}
    assert words.ending("x" * 50, 9) == {}


def test_which_words_are_there() -> None:
    assert vocabulary("lager", "lage", "band", "x1").known(["lager", "lagern", "band", "l", "", "zz" * 40, "zzzz"]) == {
        "lager": 1,
        "band": 1,
    }


def test_words_in_a_row_are_found_once_for_each_paper() -> None:
    span = 100
    stahl, blech = (np.array(places, np.int64) for places in ([3, 7, 105, 205], [4, 8, 107, 204, 501]))
    assert rows([stahl, blech], 1, span).tolist() == [0]
    assert rows([stahl, blech], 2, span).tolist() == [0, 1]
    assert rows([stahl], 1, span).tolist() == [0, 1, 2]
    assert rows([stahl, np.zeros(0, np.int64)], 1, span).tolist() == rows([np.zeros(0, np.int64), blech], 1, span).tolist() == []


def test_two_letters_wrong_are_a_guess() -> None:
    assert set(vocabulary("getriebe", "gewinde", "getrieb", "tiere").guesses("gertiebe")) == {"getriebe"}


@pytest.mark.parametrize("harm", [b"", b"PK\x03\x04 not an archive", None])
def test_without_its_file_the_words_are_read_from_the_index(tmp_path: Path, harm: bytes | None) -> None:
    index = open_index("whoosh:", tmp_path)
    index.add([paper("E-1", "Dichtung Getriebe")])
    index.close()
    (kept,) = tmp_path.rglob(f"*{SUFFIX}")
    kept.unlink() if harm is None else kept.write_bytes(harm)
    assert finds(open_index("whoosh:", tmp_path), "Dichtunk") == {"E-1"}


def test_files_of_segments_that_are_gone_go_too(tmp_path: Path) -> None:
    index = open_index("whoosh:", tmp_path)
    for number in range(30):
        index.add([paper(f"E-{number}", "Pumpe")])
    assert len(list(tmp_path.rglob(f"*{SUFFIX}"))) == len(list(tmp_path.rglob("*.seg")))
