"""Files made to keep us busy: what is read is bounded, because it is understood in the memory and time of the worker."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from archive.problems import TooHeavy
from ingest.read import Limits, read
from tests.ingest.drawn import saved, scan, text_page
from tests.pdfs import objects_pdf


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(at_once=1, words=1), "auf den Seiten davor schon sehr viel Text steht"),
        (Limits(at_once=1, seconds=0.0), "das Lesen zu lange dauerte"),
    ],
)
def test_a_file_that_goes_beyond_a_limit_is_read_up_to_it_and_says_so(tmp_path: Path, limits: Limits, reason: str) -> None:
    pdf = pikepdf.new()
    for _ in range(3):
        text_page(pdf)
    reading = read(saved(pdf, tmp_path / "viel.pdf"), scan(), limits=limits)
    assert [page.number for page in reading.pages] == [1]
    assert reading.notes == (f"Ab Seite 2 wurde nicht weiter gelesen, weil {reason}.",)


def test_a_page_with_more_words_than_any_paper_has_is_left_to_a_person(tmp_path: Path) -> None:
    spots = (b"1 0 0 1 %d %d Tm (a b c) Tj" % (n % 90 * 6, n // 90 * 3) for n in range(20_000))
    path = tmp_path / "worte.pdf"
    path.write_bytes(objects_pdf(b"BT /F1 1 Tf " + b" ".join(spots) + b" ET"))
    with pytest.raises(TooHeavy, match="words on page 1"):
        read(path, scan())
