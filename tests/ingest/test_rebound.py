"""Parts of a stack, merged papers and turned pages go the whole way; what was read before is not read again."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from archive.locations import Locations
from archive.originals import page_key
from archive.problems import Invalid
from archive.space import Space, open_space
from archive.stack import merge, split, turn
from archive.verify import verify
from ingest.pipeline import process
from service.pages import page_image
from tests.cast import ANNA, furnish, hand_in
from tests.engines import Raises
from tests.ingest.drawn import paper

INVOICE = ("Stahlhandel Düren GmbH", "Rechnung", "Rechnungsnummer: RE-2026-00012", "Ihre Bestellung: B-26-00401", "Gesamtbetrag 119,00 EUR")
NOTE = ("Stahlhandel Düren GmbH", "Lieferschein", "Lieferschein Nr. 80015511", "Ihre Bestellung: B-26-00402", "Schrauben M8 100 ST")


def tiff(*pages: Image.Image) -> bytes:
    out = BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200), compression="jpeg")
    return out.getvalue()


@pytest.fixture(scope="module")
def stack() -> bytes:
    return tiff(paper(lines=INVOICE), paper(lines=NOTE))


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    furnish(opened)
    yield opened
    opened.close()


def test_parts_are_filed_each_without_reading_again_and_merged_papers_too(space: Space, stack: bytes) -> None:
    number = hand_in(space, stack, "Stapel.tif").eingangsnummer
    process(space, number)
    parts = split(space, number, [(1,), (2,)], ANNA)
    for part in parts:
        process(space, part, Raises())
    found = [space.documents.get(part) for part in parts]
    assert [(d.state, d.doctype, d.orders, d.page_count) for d in found] == [
        ("filed", "rechnung", ("A-26-0101",), 1),
        ("filed", "lieferschein", ("A-26-0102",), 1),
    ]
    assert space.documents.reading(parts[1]).pages[0].number == 1
    assert "80015511" in space.documents.reading(parts[1]).pages[0].text
    whole = space.intake.get(number).scan.sha256
    with space.store.open(page_key(whole, 2)) as stream:
        assert page_image(space, parts[1], 1) == stream.read()
    both = merge(space, [parts[1], parts[0]], ANNA)
    process(space, both, Raises())
    pages = space.documents.reading(both).pages
    assert [(page.number, page.text.split()[3]) for page in pages] == [(1, "Lieferschein"), (2, "Rechnung")]
    assert len(list(space.store.keys("originale/"))) == 1
    assert verify(space).ok


def test_a_page_is_read_and_shown_as_it_was_turned(space: Space, stack: bytes) -> None:
    number = hand_in(space, stack, "Stapel.tif").eingangsnummer
    process(space, number)
    upright = page_image(space, number, 2)
    turn(space, number, 2, 180, ANNA)
    process(space, number)
    first, second = space.documents.reading(number).pages
    assert "RE-2026-00012" in first.text
    assert (second.rotation, "80015511" in second.text) == (180, False)
    over = Image.open(BytesIO(page_image(space, number, 2))).convert("L").resize((60, 80))
    back = Image.open(BytesIO(upright)).convert("L").resize((60, 80)).rotate(180)
    differing = [abs(a - b) for a, b in zip(over.tobytes(), back.tobytes(), strict=True)]
    assert sum(differing) / len(differing) < 4
    space.store.remove(page_key(space.intake.get(number).scan.sha256, 2, 180))
    assert page_image(space, number, 2)
    turn(space, number, 2, 180, ANNA)
    process(space, number)
    assert "80015511" in space.documents.reading(number).pages[1].text
    parts = split(space, number, [(1,), (2,)], ANNA)
    process(space, parts[1], Raises())
    assert space.documents.get(parts[1]).value("lieferscheinnummer") == "80015511"
    assert verify(space).ok


def test_a_part_that_is_read_again_comes_from_the_original(space: Space, stack: bytes) -> None:
    number = hand_in(space, stack, "Stapel.tif").eingangsnummer
    process(space, number)
    part = split(space, number, [(1,), (2,)], ANNA)[1]
    process(space, part)
    space.documents.read_again(part, ANNA)
    process(space, part, Raises())
    assert space.intake.get(part).state == "waiting"
    process(space, part)
    assert space.documents.get(part).value("lieferscheinnummer") == "80015511"
    with pytest.raises(Invalid):
        split(space, part, [(1,)], ANNA)
