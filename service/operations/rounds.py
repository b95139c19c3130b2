"""The round that one worker makes for all: how each space stands is noted, so that nobody has to open them all to know."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from archive.installation.tallies import Tallies
from archive.space import Space
from archive.standing import look_at
from search.index import Index


def note_standing(tallies: Tallies, space: Space, index: Index) -> None:
    """Looks at one space and its index and keeps what it finds. Raises ``Unavailable``."""
    now = look_at(space, tallies.last(space.name), datetime.now(UTC))
    state = index.state()
    tallies.keep(space.name, replace(now, indexed=state.documents, index_problem=state.problem))
