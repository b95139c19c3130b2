"""The round that one worker makes for all: how each space stands is noted, so that nobody has to open them all to know."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from archive.installation.tallies import Tallies
from archive.space import Space
from archive.standing import look_at
from search.index import IndexState


def note_standing(tallies: Tallies, space: Space, state: IndexState) -> None:
    """Looks at one space and keeps what it finds, with how its index is. Raises ``Unavailable``."""
    now = look_at(space, tallies.last(space.name), datetime.now(UTC))
    tallies.keep(space.name, replace(now, indexed=state.documents, index_problem=state.problem))
