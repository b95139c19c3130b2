"""The seam to full-text engines: what goes in, what comes out, the six verbs. Engines are chosen in :mod:`search.engines`.

An index is derived data. Facts of a paper (its order, its values) are shown from the tables; the index only finds it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from archive.document import State


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of a paper that has digits in it, with its field key: ``Fact("lieferscheinnummer", "80015511")``."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One paper as it is searched for.

    ``dates`` begin with the paper's own; ``cents`` is the gross amount; ``text`` has one entry per page;
    ``generation`` is the journal number of the change this state of the paper comes from.
    """

    eingangsnummer: str
    sha256: str
    name: str
    doctype: str
    supplier: str
    orders: tuple[str, ...]
    numbers: tuple[Fact, ...]
    dates: tuple[date, ...]
    cents: int | None
    text: tuple[str, ...]
    state: State
    received: datetime
    generation: int


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of the results: ``number`` counts from 1, ``size`` is at most 100; with ``by_folder`` it is ``size`` folders.

    Folders of ``first`` come before all others. ``lacking`` is what the tables know and no index can: for document types the
    orders whose folders lack such a paper.
    """

    number: int = 1
    size: int = 20
    sort: Literal["treffer", "datum"] = "treffer"
    by_folder: bool = False
    first: tuple[str, ...] = ()
    lacking: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of plain text and the ranges in it (start, end) that matched. ``page`` counts from 1, 0 is no page."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    page: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One paper found. ``because`` is a whole German sentence part: "gefunden, weil …"."""

    eingangsnummer: str
    sha256: str
    name: str
    doctype: str
    orders: tuple[str, ...]
    score: float
    because: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class FolderHits:
    """The best papers found in one folder, and how many were found in it; ``number`` is "" for papers without an order."""

    number: str
    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Results:
    """``total`` papers match; ``facets`` maps "typ", "lieferant", "jahr", "status" to values with their counts, largest first.

    ``meant`` is a question that finds something, when this one found nothing because of a misspelt word; else "".
    By folder, ``folders`` are those of the page in the order of their best paper, each whole and on one page only;
    ``folder_total`` counts those of the best 1,000 papers.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    meant: str = ""
    folders: tuple[FolderHits, ...] = ()
    folder_total: int = 0


@dataclass(frozen=True, slots=True)
class Completion:
    """A suggestion while typing: what to put into the box, and what it is."""

    text: str
    kind: Literal["nummer", "auftrag", "lieferant"]


@dataclass(frozen=True, slots=True)
class IndexState:
    """``generation``: all changes up to this journal number are in. ``problem`` is "" or a German sentence: the index must be rebuilt.

    ``successor`` names the engine that is to take over from this one, "" for none; ``built`` are the papers in the unfinished build.
    """

    engine: str
    documents: int
    generation: int
    size: int
    problem: str = ""
    successor: str = ""
    built: int = 0


class Index(Protocol):
    """Full text of one space. Every implementation passes ``tests/contracts/index.py``.

    Promises: safe for several threads and processes, any number searching while one writes; a second writer waits.
    What a returned call wrote is found by the next search of any process, and survives the death of any process;
    a power cut may cost the index, which :meth:`state` then tells. ``Unavailable`` is raised by every verb but ``state`` and
    ``close`` when the index must be rebuilt first, and by writers that waited in vain.
    """

    def add(self, documents: Sequence[IndexDocument], *, generation: int = 0) -> None:
        """Adds papers or replaces them, all or none; then ``generation`` (unless 0) is what the index is up to date with."""

    def remove(self, eingangsnummern: Collection[str]) -> None:
        """Takes papers out; unknown ones are fine."""

    def search(self, query: str, page: Page = Page()) -> Results:
        """What people type (see :mod:`search.query`) to papers. No query is an error; an empty one finds all papers, newest first."""

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Completion, ...]:
        """Numbers, orders and suppliers of papers in the index that begin like ``prefix``, numbers first; none below 2 characters."""

    def state(self) -> IndexState:
        """How the index is; never raises for a broken one."""

    def close(self) -> None:
        """Gives files back; the index can not be used afterwards."""
