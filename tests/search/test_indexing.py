"""From the archive into the index: what is taken from a document, catching up, and building anew. With a real space."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archive.content import Correction
from archive.locations import Locations
from archive.problems import Unreadable
from archive.space import Space, open_space
from search import indexing
from search.engines import open_index
from search.index import Fact, Index
from search.indexing import index_due, keep_up, rebuild_index, to_index
from tests.cast import ANNA, furnish, hand_in, proposal
from tests.contracts.index_papers import finds


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path}", f"file:{tmp_path / 'ablage'}"), "firma")
    furnish(opened)
    yield opened
    opened.close()


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    opened = open_index("whoosh:", tmp_path / "index")
    yield opened
    opened.close()


def filed(space: Space, number: int, **more: str) -> str:
    """A filed invoice with a number of its own."""
    nr = hand_in(space, f"%PDF {number}".encode()).eingangsnummer
    fields = {"rechnungsnummer": f"RE-2026/{number:05}", "rechnungsdatum": "2026-03-12", "brutto": "1175.48", **more}
    space.documents.file(nr, proposal(space, nr, fields=fields))
    return nr


def test_a_document_goes_in_with_all_that_is_known_of_it(space: Space) -> None:
    nr = filed(space, 317, lieferant="Stahlhandel Düren GmbH", lieferdatum="2026-03-10", iban="DE89370400440532013000")
    found = to_index(space.documents.get(nr), space.documents.reading(nr), 9)
    assert (found.eingangsnummer, found.doctype, found.supplier, found.orders) == (nr, "rechnung", "Stahlhandel Düren GmbH", ("A-26-0101",))
    assert found.numbers == (
        Fact("rechnungsnummer", "RE-2026/00317"),
        Fact("iban", "DE89370400440532013000"),
        Fact("artikelnummer", "4711"),
    )
    assert found.dates == (date(2026, 3, 12), date(2026, 3, 10))
    assert (found.cents, found.state, found.generation) == (117548, "filed", 9)
    assert found.text == (space.documents.reading(nr).pages[0].text,)


def test_a_paper_is_found_after_filing_and_after_correcting(space: Space, index: Index) -> None:
    nr = filed(space, 317)
    assert index_due(space, index) == 1
    assert index_due(space, index) == 0
    for question in ("RE 2026 00317", "Zahnrad", "A-26-0101", nr, "1175,48", "12.3.26", "auftrag:A-26-0101 datum:2026-Q1 betrag>1000"):
        assert finds(index, question) == {nr}, question
    space.documents.correct(nr, Correction(orders=("A-26-0102",), fields={"rechnungsnummer": "RE-2026/00999"}), ANNA)
    assert index_due(space, index) == 1
    assert finds(index, "00999") == finds(index, "auftrag:A-26-0102") == {nr}
    assert finds(index, "auftrag:A-26-0101") == set()


def test_a_paper_that_was_filed_unread_and_taken_back_is_gone(space: Space, index: Index) -> None:
    nr = hand_in(space, b"%PDF verschlossen").eingangsnummer
    space.documents.reject(nr, Unreadable("Die Datei ist mit einem Passwort geschützt."))
    space.documents.correct(nr, Correction(doctype="rechnung", orders=("A-26-0101",)), ANNA)
    index_due(space, index)
    assert finds(index, "auftrag:A-26-0101") == {nr}
    space.documents.undo(nr, ANNA)
    assert index_due(space, index) == 1
    assert finds(index, "auftrag:A-26-0101") == set()
    assert index_due(space, index) == 0


def test_catching_up_is_done_in_bounded_steps(space: Space, index: Index) -> None:
    expected = {filed(space, number) for number in range(7)}
    assert [index_due(space, index, limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert finds(index, "zahnrad") == expected
    assert index.state().generation == space.documents.changed_after(0, 100)[-1][0]


def test_waiting_papers_are_found_too(space: Space, index: Index) -> None:
    nr = hand_in(space, b"%PDF wartet").eingangsnummer
    space.documents.file(nr, proposal(space, nr, order=""))
    index_due(space, index)
    assert finds(index, "status:wartet") == {nr}


def test_a_new_index_holds_the_same_and_is_up_to_date(space: Space, index: Index, tmp_path: Path) -> None:
    expected = {filed(space, number) for number in range(3)}
    index_due(space, index)
    index.remove(list(expected)[:2])
    assert rebuild_index(space, "whoosh:", tmp_path / "index") == 3
    assert finds(index, "zahnrad") == expected
    assert index_due(space, index) == 0


def test_a_deleted_index_finds_again_as_it_fills(space: Space, index: Index, tmp_path: Path) -> None:
    expected = {filed(space, number) for number in range(3)}
    keep_up(space, "whoosh:", tmp_path / "index", index)
    shutil.rmtree(tmp_path / "index")
    assert (index.state().problem, index.state().documents) == ("", 0)
    index_due(space, index, limit=1)
    assert len(finds(index, "zahnrad")) == 1
    keep_up(space, "whoosh:", tmp_path / "index", index)
    assert finds(index, "zahnrad") == expected


def test_a_broken_index_begins_anew(space: Space, index: Index, tmp_path: Path) -> None:
    expected = {filed(space, number) for number in range(3)}
    keep_up(space, "whoosh:", tmp_path / "index", index)
    next((tmp_path / "index").rglob("version")).write_text("whoosh 0")
    broken = open_index("whoosh:", tmp_path / "index")
    assert broken.state().problem
    keep_up(space, "whoosh:", tmp_path / "index", broken)
    assert finds(broken, "zahnrad") == finds(index, "zahnrad") == expected
    broken.close()


def test_another_engine_takes_over_with_everything(space: Space, index: Index, tmp_path: Path) -> None:
    expected = {filed(space, number) for number in range(3)}
    keep_up(space, "whoosh:", tmp_path / "index", index)
    moved = open_index("tantivy:", tmp_path / "index")
    expected.add(filed(space, 9))
    keep_up(space, "tantivy:", tmp_path / "index", moved)
    assert (moved.state().engine, moved.state().successor) == ("tantivy", "")
    assert finds(moved, "zahnrad") == finds(index, "zahnrad") == expected
    moved.close()


def test_long_papers_go_in_in_portions(space: Space, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = {filed(space, number) for number in range(5)}
    monkeypatch.setattr(indexing, "MOST_TEXT", 1)
    assert index_due(space, index) == 5
    assert finds(index, "zahnrad") == expected


def test_a_paper_without_reading_is_found_by_what_is_known(space: Space) -> None:
    nr = filed(space, 5)
    found = to_index(space.documents.get(nr), None, 1)
    assert found.text == ()
    assert found.received <= datetime.now(UTC)
