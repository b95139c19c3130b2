"""The ZIP of pictures for DATEV: its document.xml against a schema of all it uses, whatever papers are called."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree

from archive.problems import TooHeavy
from export.datev import Month, Picture, pictures_zip

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "schema" / "document_used.xsd"))
MARCH = Month("firma", date(2026, 3, 1), date(2026, 3, 31), datetime(2026, 4, 2, 9, 30, tzinfo=UTC))


def test_ac_6_4_long_and_empty_words_stay_within_what_the_schema_allows(tmp_path: Path) -> None:
    words = ["", "Rechnung RE-2026-000123456 Stahlhandel Düren Gesellschaft mbH & Co. KG", "x" * 400, "\x00\x01"]
    pictures = [Picture(f"E-{at}", text, [("pdf", b"x")]) for at, text in enumerate(words)]
    pictures_zip(tmp_path / "x.zip", pictures, len(pictures), MARCH)
    with zipfile.ZipFile(tmp_path / "x.zip") as file:
        root = etree.fromstring(file.read("document.xml"))
    SCHEMA.assertValid(root)
    root.remove(root[0])
    assert not SCHEMA.validate(root)


def test_more_than_datev_takes_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(TooHeavy, match="more than DATEV"):
        pictures_zip(tmp_path / "x.zip", [Picture("E-1", "x", [("pdf", b"x")])], 5000, MARCH)
