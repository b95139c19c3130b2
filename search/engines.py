"""Which engine keeps the index of a space: the one place that chooses it, and the move from one to another."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from archive.problems import Invalid, Problem
from search import embedded
from search.embedded.engines import NAMES, engine
from search.index import Completion, Index, IndexDocument, IndexState, Page, Results

if TYPE_CHECKING:
    from search.postgres_index import PostgresIndex

_FIRST = Page()
HINTS = (("whoosh", 30_000, "tantivy"),)
"""Up to how many papers an engine answers as quickly as promised (``benchmarks/search.md``), and what is quicker from there on.

Measured were 20,000 and 76,000 papers: a new one is found within two seconds up to about 39,000. Of tantivy no bound was met, and
PostgreSQL is no quicker on the same machine: that one is for several machines.
"""


def open_index(location: str, folder: Path) -> Index:
    """The index of one space. ``location`` names the engine: ``whoosh:``, ``tantivy:`` or the URL of a PostgreSQL database.

    ``folder`` is the space's own on a local disk and called like the space. A missing index is created empty; a broken one is
    opened all the same and says so in its state. While another engine's index lies there, that one answers until a build
    of the chosen one is whole. Raises ``Invalid`` for unknown engines and those that are not installed.
    """
    name = _name(location)
    if name != "postgresql":
        engine(name)
        return embedded.EmbeddedIndex(folder, name)
    chosen = _postgres(location, folder)
    left = _left_behind(folder)
    return _Moving(left, chosen) if left is not None and not chosen.built() else chosen


def build_index(location: str, folder: Path) -> AbstractContextManager[Index]:
    """A new index beside the present one. It takes its place when the context ends without an error, else it vanishes.

    One whose builder died is gone on with. The present index stays in use meanwhile. Raises ``Unavailable`` when another
    process is already building.
    """
    name = _name(location)
    if name != "postgresql":
        return embedded.successor(folder, name)
    from search.postgres_index import successor  # noqa: PLC0415  # engines are loaded only where they are chosen

    return successor(location, folder.name)


def renew_index(location: str, folder: Path) -> None:
    """An empty index in place of a broken one, so that what is caught up on can be found at once; a sound one stays as it is."""
    name = _name(location)
    if name != "postgresql":
        embedded.renew(folder, name)
        return
    from search.postgres_index import renew  # noqa: PLC0415  # as above

    renew(location, folder.name)


def drop_index(location: str, folder: Path) -> None:
    """Removes the index of a space that is gone, with every build of it, begun ones too."""
    for each in (folder, *folder.parent.glob(f"{folder.name}.*")):
        shutil.rmtree(each, ignore_errors=True)
    if _name(location) == "postgresql":
        from search.postgres_index import drop  # noqa: PLC0415  # as above

        drop(location, folder.name)


def next_engine(state: IndexState) -> str:
    """The engine that is due for an index that has grown too large for its own, "" for none."""
    return next((better for name, most, better in HINTS if state.engine == name and state.documents > most), "")


def _name(location: str) -> str:
    name = location.partition(":")[0]
    if name not in (*NAMES, "postgresql") or ":" not in location:
        raise Invalid(
            f"Die Suche kennt „{location.partition(':')[0]}“ nicht. "
            "Bitte setzen Sie MAPPE_INDEX auf „whoosh:“, „tantivy:“ oder „postgresql:“.",
            cause="unknown index location",
        )
    return name


def _postgres(location: str, folder: Path) -> PostgresIndex:
    from search.postgres_index import PostgresIndex  # noqa: PLC0415  # engines are loaded only where they are chosen

    return PostgresIndex(location, folder.name)


def _left_behind(folder: Path) -> Index | None:
    """A sound index of an embedded engine that lies here since before the move."""
    if not (folder / "stand").exists():
        return None
    found = embedded.EmbeddedIndex(folder, NAMES[0])
    return None if found.state().problem else found


class _Moving:
    """The index of before until the chosen one is whole."""

    def __init__(self, before: Index, chosen: PostgresIndex) -> None:
        self._before = before
        self._chosen = chosen

    def add(self, documents: Sequence[IndexDocument], *, generation: int = 0) -> None:
        self._present().add(documents, generation=generation)

    def remove(self, eingangsnummern: Collection[str]) -> None:
        self._present().remove(eingangsnummern)

    def search(self, query: str, page: Page = _FIRST) -> Results:
        return self._present().search(query, page)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Completion, ...]:
        return self._present().suggest(prefix, limit)

    def state(self) -> IndexState:
        state = self._present().state()
        if state.engine == "postgresql":
            return state
        return replace(state, successor="postgresql", built=self._chosen.progress())

    def close(self) -> None:
        self._before.close()
        self._chosen.close()

    def _present(self) -> Index:
        try:
            return self._chosen if self._chosen.built() else self._before
        except Problem:
            return self._before
