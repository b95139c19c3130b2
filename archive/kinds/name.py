"""Names of firms and people: one line, single blanks."""

from __future__ import annotations

from archive.kinds.kind import Kind, Parsed, no_objection


def parse(raw: str) -> Parsed | None:
    """None when there is not a single letter."""
    text = " ".join(raw.split()).strip(" ,;:|·•-")
    return Parsed(text) if any(c.isalpha() for c in text) else None


def show(value: str) -> str:
    """As it is."""
    return value


KIND = Kind("name", parse, no_objection, show)
