"""The titles of all document types, found by their print though a letter of it is misread. Decides nothing."""

from __future__ import annotations

from functools import cache, lru_cache

from archive.doctypes import doctypes
from ingest.layout import distance, simple

_ONE_ERROR, _TWO_ERRORS = 8, 14
"""Letters from which a title may have one misread letter, and two."""


@lru_cache(maxsize=50_000)
def titles_like(key: str) -> frozenset[str]:
    """The titles a piece of print may be, itself among them; long ones may have one misread letter, very long ones two."""
    near = (each for size in range(len(key) - 2, len(key) + 3) for each in _titles_of().get(size, ()))
    own = _letters(key)
    # An edit takes one letter away and brings one: most titles are told from the print by that alone.
    return frozenset(
        title
        for title, letters, allowed in near
        if title == key or ((letters ^ own).bit_count() <= 2 * allowed and distance(title, key, allowed) <= allowed)
    )


@cache
def _titles_of() -> dict[int, list[tuple[str, int, int]]]:
    """By their length all titles, the letters in them, and how many of those may be misread."""
    found: dict[int, list[tuple[str, int, int]]] = {}
    for title in sorted({simple(title) for doctype in doctypes().values() for title in doctype.titles}):
        allowed = 0 if len(title) < _ONE_ERROR else 1 if len(title) < _TWO_ERRORS else 2
        found.setdefault(len(title), []).append((title, _letters(title), allowed))
    return found


def _letters(text: str) -> int:
    bits = 0
    for char in text:
        bits |= 1 << (ord(char) - ord("0"))
    return bits
