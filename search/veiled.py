"""The index for people who lack the right to confidential papers: one of its own, in which hidden papers never were.

Snippets, counts, facets and suggestions come out of it without a trace of them. As long as nothing is hidden there is none.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from archive.confidence import changes, hidden, newest
from archive.problems import Unavailable
from archive.space import Space
from search.engines import open_index, renew_index
from search.index import Completion, Index, IndexDocument, IndexState, Page, Results
from search.indexing import BATCH, paper

_FIRST = Page()
PORTION = 500


def beside(folder: Path) -> Path:
    """The folder of the open index, beside that of the whole one; no space can have its name."""
    return folder.with_name(f"{folder.name}-offen")


class VeiledIndex:
    """Implements ``Index`` for searching. ``opened`` opens the open index; ``space`` is the whole one."""

    def __init__(self, space: Space, whole: Index, opened: Callable[[], Index]) -> None:
        self._space = space
        self._whole = whole
        self._opened = opened
        self._open: Index | None = None

    def add(self, documents: Sequence[IndexDocument], *, generation: int = 0) -> None:
        raise NotImplementedError("the whole index is written, the open one follows")

    def remove(self, eingangsnummern: Collection[str]) -> None:
        raise NotImplementedError("the whole index is written, the open one follows")

    def search(self, query: str, page: Page = _FIRST) -> Results:
        return self._present().search(query, page)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Completion, ...]:
        return self._present().suggest(prefix, limit)

    def state(self) -> IndexState:
        return self._whole.state()

    def close(self) -> None:
        if self._open is not None:
            self._open.close()

    def _present(self) -> Index:
        ever, known = newest(self._space.catalog)
        if not ever:
            return self._whole
        if self._open is None:
            self._open = self._opened()
        if not self._open.state().generation or self._open.state().generation < known:
            raise Unavailable(
                "Die Suche wird gerade auf den neuesten Stand gebracht. Bitte versuchen Sie es in einer Minute noch einmal.",
                cause=f"the open index is older than entry {known}",
                code="suche_folgt",
            )
        return self._open


def keep_open_up(space: Space, location: str, folder: Path) -> None:
    """Brings the open index up to date, and makes it when the first paper is hidden; ``folder`` is that of the whole index.

    May be killed anywhere and run twice: its generation moves last.
    """
    if not newest(space.catalog)[0] or space.catalog.template:
        return
    own = beside(folder)
    if not own.exists() and folder.is_dir():
        _copied(space, location, folder, own)
    index = open_index(location, own)
    try:
        if index.state().problem:
            renew_index(location, own)
        while _caught_up(space, index):
            pass
    finally:
        index.close()


def _copied(space: Space, location: str, folder: Path, own: Path) -> None:
    """What lies in the whole index already need not be read again. Nobody sees the copy before what is hidden is out of it."""
    fresh = own.with_name(f"{own.name}.neu")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(folder, fresh)
    index = open_index(location, fresh)
    try:
        if not index.state().problem:
            index.remove([number for number, now in changes(space.catalog, 0, space.journal.head()[0]) if now])
    finally:
        index.close()
    fresh.rename(own)


def _caught_up(space: Space, index: Index) -> bool:
    """One portion; tells whether there was any."""
    before, head = index.state().generation, space.journal.head()[0]
    changed = space.documents.changed_after(before, limit=PORTION)
    # All that was hidden up to this entry is committed, whichever of its papers are looked at first.
    last = changed[-1][0] if len(changed) == PORTION else head
    turned = changes(space.catalog, before, last)
    if last <= before:
        return False
    wanted = list(dict.fromkeys([*(number for _, number in changed), *(number for number, _ in turned)]))
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        secret = hidden(space.catalog, some)
        papers = {number: None if number in secret else paper(space, number, last) for number in some}
        index.remove([number for number, found in papers.items() if found is None])
        index.add([found for found in papers.values() if found is not None])
    index.add((), generation=last)
    return True
