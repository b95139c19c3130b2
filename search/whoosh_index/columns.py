"""The columns of one segment, read out of Whoosh."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.util.numeric import byte_to_length

from search.arrays.columns import Part

_FIELDS = {"typ": "doctype", "lieferant": "firm", "status": "state", "mappen": "folders"}
_LENGTHS = "_text_len"
"""The column in which Whoosh keeps how long the texts are, one byte each."""
_LENGTH_OF = np.array([byte_to_length(byte) for byte in range(256)], np.float32)


def part(reader: Any) -> Part:
    """What a segment knows of its papers."""
    values = {column: list(reader.column_reader(field)) for column, field in _FIELDS.items()}
    days, cents = (np.fromiter(reader.column_reader(name), np.int64) for name in ("day", "cents"))
    return Part(values, days.astype(np.int32), cents, _lengths(reader))


def _lengths(reader: Any) -> NDArray[np.float32]:
    """How long the texts are; a segment without any text has no such column."""
    kept = reader._perdoc  # noqa: SLF001  # reader.doc_field_length answers for one paper at a time only
    if not kept.has_column(_LENGTHS):
        return np.ones(reader.doc_count_all(), np.float32)
    lengths: NDArray[np.float32] = _LENGTH_OF[np.fromiter(kept.column_reader(_LENGTHS, LENGTHS_COLUMN), np.uint8)]
    return lengths
