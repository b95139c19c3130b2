"""What the search can not find at the moment, in a sentence, and how its index is. Has what is wrong put right at once."""

from __future__ import annotations

import time
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from archive.problems import Unavailable
from search.engines import next_engine
from search.index import Index
from service.parts import Parts

BEHIND = 20
"""Papers that may be on their way into the index without anybody being told."""
_HEALING = 10
"""Seconds in which one job is enough."""
_BELIEVED = 1.0
"""Seconds for which it is believed that nothing was missing."""
_whole: WeakKeyDictionary[Index, float] = WeakKeyDictionary()
NAMES = {"whoosh": "Whoosh", "tantivy": "tantivy", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class SearchState:
    """The index as people who run the archive want to know it, in German figures. ``size`` is in MB, what is not the case is ""."""

    engine: str
    papers: str
    total: str
    size: str
    problem: str
    lacks: str
    successor: str
    built: str
    due: str


def lacks(parts: Parts) -> str:
    """What is not to be found yet, "" when nothing is missing. The worker is told to make it good now, not at its next look."""
    if time.monotonic() - _whole.get(parts.index, -_BELIEVED) < _BELIEVED:
        return ""
    state = parts.index.state()
    if state.problem:
        _heal(parts)
        return ""  # The search itself says what is wrong.
    try:
        behind = parts.space.documents.changed_after(state.generation, limit=BEHIND + 1)
    except Unavailable:
        return ""
    if len(behind) <= BEHIND:
        _whole[parts.index] = time.monotonic()
        return ""
    _heal(parts)
    total = _papers(parts)
    return f"Der Suchindex wird gerade aufgebaut: {_thousands(state.documents)} von {_thousands(total)} Belegen sind schon zu finden."


def search_state(parts: Parts) -> SearchState:
    """Everything, for the page of the administration."""
    state = parts.index.state()
    return SearchState(
        NAMES.get(state.engine, state.engine),
        _thousands(state.documents),
        _thousands(_papers(parts)),
        _thousands(-(-state.size // 1_000_000)),
        state.problem,
        lacks(parts),
        NAMES.get(state.successor, state.successor),
        _thousands(state.built) if state.built else "",
        NAMES.get(next_engine(state), ""),
    )


def _papers(parts: Parts) -> int:
    """Papers that belong into the index: those that were understood."""
    counts = parts.space.intake.counts()
    return counts.get("filed", 0) + counts.get("waiting", 0)


def _heal(parts: Parts) -> None:
    parts.put("index", f"heilen-{int(time.time()) // _HEALING}", urgent=True)


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
