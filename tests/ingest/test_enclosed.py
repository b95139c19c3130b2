"""Files inside an e-invoice: each becomes a paper of its own, once, under limits."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive.deleting import Actor, confirm, propose
from archive.history import sentence
from archive.locations import Locations
from archive.space import Space, open_space
from ingest import enclosed
from ingest.einvoice import unfold
from ingest.pipeline import process
from tests.cast import hand_in
from tests.ingest.einvoices import PDF, XRECHNUNG


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    yield opened
    opened.close()


def test_an_attachment_becomes_a_paper_that_names_its_parent(space: Space) -> None:
    parent = hand_in(space, XRECHNUNG, "rechnung.xml").eingangsnummer
    [number] = process(space, parent)
    child = space.intake.get(number)
    assert (child.scan.name, child.scan.source, child.state) == ("zeugnis.pdf", "anhang", "received")
    [entry] = space.journal.about(number)
    assert entry.body["parent"] == parent
    assert parent in sentence(entry)
    with space.store.open(f"originale/{child.scan.sha256}") as stream:
        assert stream.read() == PDF


def test_twice_processed_is_once_taken_in(space: Space) -> None:
    parent = hand_in(space, XRECHNUNG, "rechnung.xml").eingangsnummer
    [child] = process(space, parent)
    space.documents.read_again(parent, "test")
    assert process(space, parent) == [child], "a worker that was killed has not told of it"
    assert process(space, child) == []
    space.documents.read_again(parent, "test")
    assert process(space, parent) == []
    assert sum(space.intake.counts().values()) == 2


def test_an_attachment_that_was_deleted_comes_again_with_another_invoice(space: Space) -> None:
    [first] = process(space, hand_in(space, XRECHNUNG, "rechnung.xml").eingangsnummer)
    propose(space, first, ("fehlscan", "gehört nicht hierher"), Actor("Bernd", "p1"), date(2026, 11, 23))
    confirm(space, first, Actor("Carla", "p2"), date(2026, 11, 23))
    [again] = process(space, hand_in(space, XRECHNUNG + b"\n", "noch einmal.xml").eingangsnummer)
    assert again != first
    assert space.intake.get(again).state == "received"


@pytest.mark.parametrize(
    ("content", "taken", "said"),
    [
        (base64.b64encode(b"x" * 50).decode(), 1, ""),
        ("kein base64 !!!!!", 0, "beschädigt"),
        (base64.b64encode(b"x" * (31 << 20)).decode(), 0, "zu große"),
    ],
)
def test_broken_and_huge_ones_are_left_out_and_named(content: str, taken: int, said: str) -> None:
    data = XRECHNUNG.replace(base64.b64encode(PDF), content.encode())
    files, notes = enclosed.plan(unfold(data, ""))
    assert len(files) == taken
    assert said in "".join(notes)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("../zeugnis.pdf", "zeugnis.pdf"),
        ("C:\\\\x\\\\plan.pdf", "plan.pdf"),
        ("a&#10;b", "a b.pdf"),
        (".", "Anlage.pdf"),
        ("x" * 400, "x" * 150 + ".pdf"),
    ],
)
def test_names_are_made_harmless(raw: str, name: str) -> None:
    [one] = enclosed.plan(unfold(XRECHNUNG.replace(b"../zeugnis.pdf", raw.encode()), ""))[0]
    assert one.name == name
