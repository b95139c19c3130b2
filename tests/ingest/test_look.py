"""Second scans: the same page scanned again looks alike and shares its numbers; other papers of the same layout are told apart."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from archive.document import Proposal
from archive.locations import Locations
from archive.looks import ALIKE, distance
from archive.scan import Page, Reading, Word
from archive.space import Space, open_space
from ingest.look import look_of
from ingest.lookalike import shared, telling, warned
from tests.cast import furnish, hand_in, proposal

ROWS = ("Lieferschein 80015511", "12.11.2026", "B-26-00401", "FL6010 60 Stk", "RD6042 12 Stk", "DE136695976", "52349 Düren", "0241 998877")


def drawn(*rows: str, shift: int = 0, turn: float = 0.0, paper: int = 255, noise: int = 0) -> bytes:
    """A page as a scanner may show it."""
    image = Image.new("L", (900, 1270), paper)
    pen = ImageDraw.Draw(image)
    for at, row in enumerate(rows):
        pen.text((80 + shift, 100 + 90 * at), row, fill=20, font_size=34)
        pen.line((80, 150 + 90 * at, 80 + 60 * (at % 5 + 3), 150 + 90 * at), fill=30, width=3)
    image = image.rotate(turn, fillcolor=paper)
    if noise:
        grain = np.random.default_rng(7).normal(0, noise, (1270, 900))
        image = Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))
    out = io.BytesIO()
    image.save(out, "WEBP", quality=80)
    return out.getvalue()


@pytest.mark.parametrize("again", [{"shift": 14}, {"turn": 0.4}, {"paper": 225}, {"noise": 8}, {"shift": -9, "noise": 6, "paper": 235}])
def test_the_same_page_scanned_again_looks_alike(again: dict[str, float]) -> None:
    assert distance(look_of(drawn(*ROWS)), look_of(drawn(*ROWS, **again))) <= ALIKE  # type: ignore[arg-type]


def test_a_page_of_another_layout_does_not() -> None:
    letter = ("Rechnung", *("Sehr geehrte Damen und Herren, wie besprochen senden wir Ihnen",) * 11, "119,00 EUR")
    other = drawn(*letter[::-1], shift=120)
    assert distance(look_of(drawn(*ROWS)), look_of(other)) > ALIKE
    assert look_of(drawn()) == ""
    assert distance("", "") > ALIKE


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    furnish(opened)
    yield opened
    opened.close()


def read(space: Space, data: bytes, rows: tuple[str, ...], **fields: str) -> tuple[str, Proposal]:
    """A delivery note handed in and understood, with the numbers of ``rows`` printed on it."""
    number = hand_in(space, data).eingangsnummer
    words = tuple(Word(word, (50.0, 40.0 * at, 90.0, 40.0 * at + 10), 0.9) for at, row in enumerate(rows) for word in row.split())
    scan = space.intake.get(number).scan
    reading = Reading(scan, (Page(1, 595.0, 842.0, 0, words, "ocr"),), look=look_of(drawn(*ROWS)))
    values = {"lieferscheinnummer": "80015511", "lieferant": "Stahlhandel Düren GmbH"} | fields
    return number, dataclasses.replace(proposal(space, number, doctype="lieferschein", fields=values), reading=reading)


def test_a_second_scan_is_asked_about(space: Space) -> None:
    first, before = read(space, b"1", ROWS)
    space.documents.file(first, before)
    again, later = read(space, b"2", (*ROWS[:-1], "O241 99B877"))
    (doubt,) = warned(space, again, later).doubts
    assert (doubt.about, doubt.other) == ("paper", first)
    assert doubt.reason == f"Das Papier sieht aus wie der Eingang {first} (Lieferschein)."
    space.documents.file(again, warned(space, again, later))
    space.pairs.decide(first, again, ("anderes_papier", ""), "Anna")
    assert warned(space, again, later).doubts == ()


PARTIAL = [
    # the next delivery note of the same layout: number, day and quantities differ
    ({"lieferscheinnummer": "80015588"}, ("Lieferschein 80015588", "19.11.2026", "B-26-00401", "FL6010 40 Stk", *ROWS[4:])),
    # its number could not be read, its day was
    ({"lieferscheinnummer": "", "lieferdatum": "2026-11-19"}, ("Lieferschein", "19.11.2026", *ROWS[2:])),
    # a packing slip of the same layout with other numbers
    ({"lieferscheinnummer": ""}, ("Packliste 4711", "Kolli 1/2", "122,5 kg", "80x60x40", "0815", *ROWS[5:])),
]


@pytest.mark.parametrize(("fields", "rows"), PARTIAL)
def test_partial_deliveries_and_packing_slips_are_not(space: Space, fields: dict[str, str], rows: tuple[str, ...]) -> None:
    first, before = read(space, b"1", ROWS, lieferdatum="2026-11-12")
    space.documents.file(first, before)
    other, later = read(space, b"2", rows, **fields)
    assert warned(space, other, later).doubts == ()


def test_numbers_tell_papers_of_one_layout_apart(space: Space) -> None:
    _, one = read(space, b"1", ROWS)
    _, other = read(space, b"2", PARTIAL[2][1])
    assert shared(telling(one.reading), telling(one.reading)) == 1.0
    assert shared(telling(one.reading), telling(other.reading)) < 0.75
    assert shared(frozenset(), frozenset()) == 0.0
