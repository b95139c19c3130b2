"""That papers left the archive in a bundle or a file, in the journal: who gave out what, for whom, in which form. Makes no bundle."""

from __future__ import annotations

from collections.abc import Sequence

from archive.space import Space

KIND = "herausgegeben"


def note(space: Space, about: str, how: str, papers: Sequence[str], who: str) -> None:
    """Says it before the first byte goes out. ``about`` is an order, or what else the bundle is of (``DATEV 2026-10``)."""
    with space.journal.change(who) as change:
        change.record(KIND, about, {"how": how, "papers": list(papers)})
