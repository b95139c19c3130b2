"""Words as they stand on the paper: without the lines of tables that were read as letters."""

from __future__ import annotations

import pytest

from archive.scan import Word
from ingest.layout import unglued


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("|Datum", ["Datum"]),
        ("|lIhre", ["Ihre"]),
        ("lIhre", ["Ihre"]),
        ("[Leistung", ["Leistung"]),
        ("\\WT-26-2201", ["WT-26-2201"]),
        ("\\V-432-24", ["\\V-432-24"]),  # a W, or a line before a V: nobody knows
        ("4|Stk", ["4", "Stk"]),
        ("12|", ["12"]),
        ("|", []),
        ("[1]", ["[1]"]),
        ("lang", ["lang"]),
        ("l26", ["l26"]),
        ("lEC", ["lEC"]),
    ],
)
def test_lines_of_a_table_are_no_letters(read: str, printed: list[str]) -> None:
    parts = list(unglued(Word(read, (10.0, 0.0, 50.0, 10.0), 0.9)))
    assert [part.text for part in parts] == printed
    assert all(10.0 <= part.box[0] <= part.box[2] <= 50.0 for part in parts)
