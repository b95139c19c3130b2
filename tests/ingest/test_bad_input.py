"""The list of bad input, rows 1 to 16: papers and files that are badly made. Each ends with a German sentence, whole in the archive."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from archive.originals import page_key
from archive.space import Space
from ingest.pile import suggested
from tests.ingest import bad_input as bad
from tests.ingest import bad_pictures as pictures
from tests.ingest.ending import all_filed_once, ended, filed, rejected, value, whole_archive


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    with whole_archive(tmp_path) as opened:
        yield opened


def test_row_01_upside_down_and_on_its_side(space: Space) -> None:
    all_filed_once(ended(space, pictures.turned()))


def test_row_02_a_mixed_stack_comes_with_a_suggestion(space: Space) -> None:
    [found] = ended(space, bad.mixed_stack()).values()
    assert suggested(space.documents.reading(found.entry.eingangsnummer), space.orders.firm()) == (2, 3)


def test_row_04_blank_backs_and_terms(space: Space) -> None:
    [found] = ended(space, bad.blank_and_terms()).values()
    assert filed(found)
    assert [page.role for page in space.documents.reading(found.entry.eingangsnummer).pages][1:] != ["", ""]


def test_row_05_passwords(space: Space) -> None:
    locked, owned = ended(space, bad.passwords()).values()
    rejected(locked, "mit einem Kennwort geschützt")
    assert filed(owned)


def test_row_06_a_signed_pdf_stays_as_it_is(space: Space) -> None:
    [found] = ended(space, bad.signed()).values()
    assert filed(found)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_row_07_600_dpi_in_colour(space: Space) -> None:
    [found] = ended(space, pictures.huge_scan()).values()
    assert filed(found)


def test_row_08_tiffs_of_all_kinds(space: Space) -> None:
    all_filed_once(ended(space, pictures.tiffs()))


def test_row_09_drawings_larger_than_any_budget(space: Space) -> None:
    bomb, a0 = ended(space, pictures.drawings()).values()
    assert (bomb.entry.state, bomb.entry.problem) == ("waiting", "zu_gross")
    assert "40000 mal 40000" in bomb.entry.sentence
    assert a0.entry.state == "waiting"


def test_row_10_a_photo_in_bad_light_loses_its_place_on_earth(space: Space) -> None:
    [found] = ended(space, pictures.photo()).values()
    assert found.orders in ((), ("A-26-0101",))
    with space.store.open(page_key(found.entry.scan.sha256, 1)) as stream:
        shown = Image.open(io.BytesIO(stream.read()))
    assert shown.height > shown.width
    assert not shown.getexif()
    assert "exif" not in shown.info


def test_row_11_heic_and_webp(space: Space) -> None:
    all_filed_once(ended(space, pictures.modern_pictures()))


def test_row_12_damaged_pdfs_are_mended_for_reading_or_refused(space: Space) -> None:
    end, half, head, middle = ended(space, bad.damaged()).values()
    assert end.entry.state == "waiting"
    assert "sein Ende fehlt" in end.entry.sentence
    assert value(end, "rechnungsnummer") == "RE-2026-00012"
    assert half.orders == middle.orders == ()
    rejected(head, "beschädigt")


def test_row_13_pages_of_no_size(space: Space) -> None:
    for found in ended(space, bad.odd_pages()).values():
        assert found.entry.state in ("waiting", "rejected")
        assert found.entry.next_try is None  # no second look makes such a page larger


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_row_13_ten_thousand_pages(space: Space) -> None:
    [found] = ended(space, bad.endless()).values()
    assert found.entry.state == "waiting"
    assert "10000 Seiten" in found.entry.sentence


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_row_14_a_catalogue(space: Space) -> None:
    [found] = ended(space, bad.catalogue()).values()
    assert found.entry.state == "waiting"


def test_row_15_empty_files(space: Space) -> None:
    empty, byte, zeros = ended(space, bad.next_to_nothing()).values()
    rejected(empty, "Die Datei ist leer")
    rejected(byte, "nur 1 Byte")
    rejected(zeros, "nur Nullen")


def test_row_16_what_a_file_is_says_its_content(space: Space) -> None:
    picture, page = ended(space, bad.wrong_extension()).values()
    assert filed(picture)
    rejected(page, "Internetseite")
