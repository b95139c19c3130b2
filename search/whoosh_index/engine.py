"""The index seam on Whoosh: follows the present build, tells a broken one, and turns Whoosh's errors into ours."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from whoosh.index import FileIndex

from archive.problems import Problem, Unavailable
from search.index import Completion, Index, IndexDocument, IndexState, Page, Results
from search.whoosh_index import places, seals, writing
from search.whoosh_index.searching import Searching

_T = TypeVar("_T")
_REBUILD = "Der Suchindex ist beschädigt oder veraltet und wird neu aufgebaut. Die Papiere selbst sind davon nicht betroffen."
_FIRST = Page()
_LOOKS = 5
"""How often a build is opened before it counts as broken: a writer may take its files away between two steps of opening."""
_CHECKED_AT_OPEN = 256 << 20
"""Bytes of an index whose checksums are compared when it is opened; of a larger one it is the sizes."""


class WhooshIndex:
    """One space's index in ``folder``; ``build`` pins one build, for building its successor."""

    def __init__(self, folder: Path, build: Path | None = None) -> None:
        self._folder = folder
        self._pinned = build
        self._lock = threading.RLock()
        self._name = ""
        self._broken = ""
        self._index: FileIndex | None = None
        self._searching: Searching | None = None
        if build is None and not places.current(folder):
            places.ensure(folder)

    def add(self, documents: Sequence[IndexDocument], *, generation: int = 0) -> None:
        self._ask(lambda index, _: writing.add(index, documents, generation))

    def remove(self, eingangsnummern: Collection[str]) -> None:
        self._ask(lambda index, _: writing.remove(index, eingangsnummern))

    def search(self, query: str, page: Page = _FIRST) -> Results:
        return self._ask(lambda _, searching: searching.search(query, page))

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Completion, ...]:
        return self._ask(lambda _, searching: searching.suggest(prefix, limit))

    def state(self) -> IndexState:
        try:
            documents, generation = self._ask(lambda _, searching: searching.count())
        except Problem as problem:
            return IndexState("whoosh", 0, 0, 0, problem.message)
        return IndexState("whoosh", documents, generation, places.size(self._build()))

    def close(self) -> None:
        with self._lock:
            if self._searching is not None:
                self._searching.close()
            self._searching = self._index = None

    def _build(self) -> Path:
        return self._pinned or self._folder / places.current(self._folder)

    def _ask(self, work: Callable[[FileIndex, Searching], _T]) -> _T:
        """Does ``work``, a second time with everything opened anew: a build may have been replaced or merged away meanwhile."""
        try:
            return work(*self._parts())
        except Problem:
            raise
        except Exception:  # noqa: BLE001  # a damaged file may raise anything inside Whoosh; the second look decides
            self.close()
        try:
            return work(*self._parts())
        except Problem:
            raise
        except Exception as error:
            self._broken = seals.damage(self._build())
            if self._broken:
                raise self._unusable() from error
            if isinstance(error, OSError):
                raise Unavailable(
                    "Der Suchindex ist gerade nicht erreichbar. Vielleicht ist die Platte voll. Es wird später noch einmal versucht.",
                    cause=f"whoosh index: {error}",
                    code="index_nicht_erreichbar",
                ) from error
            raise Unavailable(
                "Diese Suche konnte nicht ausgeführt werden. Bitte fragen Sie mit anderen Worten.",
                cause=f"whoosh failed on an undamaged index: {type(error).__name__}: {error}",
                code="suche_fehlgeschlagen",
                retry=False,
            ) from error

    def _parts(self) -> tuple[FileIndex, Searching]:
        """The open build, opened or changed for the present one when needed."""
        with self._lock:
            build = self._build()
            if build.name == self._name and self._broken:
                raise self._unusable()
            if self._index is None or self._searching is None or build.name != self._name:
                self.close()
                self._name = build.name
                self._index, self._searching = self._open(build)
            return self._index, self._searching

    def _open(self, build: Path) -> tuple[FileIndex, Searching]:
        self._broken = seals.damage(build, most=_CHECKED_AT_OPEN)
        if self._broken:
            raise self._unusable()
        for _ in range(_LOOKS):
            try:
                found = self._look(build)
            except Exception as error:  # noqa: BLE001  # a damaged file may raise anything; it is told when the last look failed
                self._broken = f"{type(error).__name__}: {error}"
                time.sleep(0.05)
            else:
                self._broken = ""
                return found
        raise self._unusable()

    def _look(self, build: Path) -> tuple[FileIndex, Searching]:
        index = places.open_build(build)
        searching = Searching(index)
        searching.probe()
        return index, searching

    def _unusable(self) -> Unavailable:
        return Unavailable(_REBUILD, cause=f"whoosh index unusable: {self._broken}", code="index_neu_aufbauen")


@contextmanager
def successor(folder: Path) -> Iterator[Index]:
    """A new build that is switched to at the end."""
    with places.building(folder) as build:
        index = WhooshIndex(folder, build)
        try:
            yield index
        finally:
            index.close()
