"""The index seam on this machine's files: follows the present build, tells a broken one, and turns engines' errors into ours."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from archive.problems import Problem, Unavailable
from search.answering import answer, complete
from search.embedded import places, seals
from search.embedded.engines import NAMES, Build, engine
from search.index import Completion, Index, IndexDocument, IndexState, Page, Results

_T = TypeVar("_T")
REBUILD = "Der Suchindex ist beschädigt oder veraltet und wird neu aufgebaut. Die Papiere selbst sind davon nicht betroffen."
_FIRST = Page()
_LOOKS = 5
"""How often a build is opened before it counts as broken: a writer may take its files away between two steps of opening."""
_CHECKED_AT_OPEN = 256 << 20
"""Bytes of an index whose checksums are compared when it is opened; of a larger one it is the sizes."""


class EmbeddedIndex:
    """One space's index in ``folder``, whichever engine wrote the present build; new ones are written by ``name``.

    ``build`` pins one build, for building the successor.
    """

    def __init__(self, folder: Path, name: str, build: Path | None = None) -> None:
        self._folder = folder
        self._engine = name
        self._pinned = build
        self._lock = threading.RLock()
        self._name = ""
        self._broken = ""
        self._open: Build | None = None
        if build is None:
            self._build()

    def add(self, documents: Sequence[IndexDocument], *, generation: int = 0) -> None:
        latest = {document.eingangsnummer: document for document in documents}
        self._write(lambda build: build.add(list(latest.values()), generation))
        if self._pinned:
            places.note_progress(self._folder, self._ask(lambda build: build.count()[0]))

    def remove(self, eingangsnummern: Collection[str]) -> None:
        self._write(lambda build: build.remove(eingangsnummern))

    def search(self, query: str, page: Page = _FIRST) -> Results:
        def ask(build: Build) -> Results:
            with build.reading() as reader:
                return answer(reader, query, page)

        return self._ask(ask)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Completion, ...]:
        def ask(build: Build) -> tuple[Completion, ...]:
            with build.reading() as reader:
                return complete(reader, prefix, limit)

        return self._ask(ask)

    def state(self) -> IndexState:
        built = places.progress(self._folder)
        try:
            documents, generation = self._ask(lambda build: build.count())
            build = self._build()
            written = places.version(build).partition(" ")[0]
            following = self._engine if written != self._engine else ""
            return IndexState(written, documents, generation, places.size(build), "", following, built)
        except Problem as problem:
            return IndexState(self._engine, 0, 0, 0, problem.message, "", built)

    def close(self) -> None:
        with self._lock:
            if self._open is not None:
                self._open.close()
            self._open = None

    def _build(self) -> Path:
        """The present build, an empty one where somebody deleted all of them."""
        if self._pinned:
            return self._pinned
        if not places.current(self._folder):
            places.ensure(self._folder, engine(self._engine))
        return self._folder / places.current(self._folder)

    def _write(self, work: Callable[[Build], None]) -> None:
        """One commit by one writer at a time; what was written is sealed before the next one begins."""

        def write(build: Build) -> None:
            place = self._build()
            with places.writing(place):
                work(build)
                seals.seal(place)

        self._ask(write, writing=True)

    def _ask(self, work: Callable[[Build], _T], *, writing: bool = False) -> _T:
        """Does ``work``, a second time with everything opened anew: a build may have been replaced or merged away meanwhile."""
        try:
            return work(self._opened())
        except Problem:
            raise
        except Exception:  # noqa: BLE001  # a damaged file may raise anything inside an engine; the second look decides
            self.close()
        try:
            return work(self._opened())
        except Problem:
            raise
        except Exception as error:
            raise self._told(error, writing=writing) from error

    def _told(self, error: Exception, *, writing: bool) -> Unavailable:
        self._broken = self._damage(self._build())
        if self._broken:
            return self._unusable()
        if writing or isinstance(error, OSError):  # tantivy has no error of its own for a disk.
            return Unavailable(
                "Der Suchindex ist gerade nicht erreichbar. Vielleicht ist die Platte voll. Es wird später noch einmal versucht.",
                cause=f"index: {error}",
                code="index_nicht_erreichbar",
            )
        return Unavailable(
            "Diese Suche konnte nicht ausgeführt werden. Bitte fragen Sie mit anderen Worten.",
            cause=f"{self._engine} failed on an undamaged index: {type(error).__name__}: {error}",
            code="suche_fehlgeschlagen",
            retry=False,
        )

    def _opened(self) -> Build:
        """The open build, opened or changed for the present one when needed."""
        with self._lock:
            build = self._build()
            if build.name == self._name and self._broken:
                raise self._unusable()
            if self._open is None or build.name != self._name:
                self.close()
                self._name = build.name
                self._open = self._looked_at(build)
            return self._open

    def _looked_at(self, build: Path) -> Build:
        self._broken = self._damage(build, most=_CHECKED_AT_OPEN)
        if self._broken:
            raise self._unusable()
        for _ in range(_LOOKS):
            try:
                found = engine(places.version(build).partition(" ")[0]).open(build)
                found.probe()
            except Problem:
                raise
            except Exception as error:  # noqa: BLE001  # a damaged file may raise anything; it is told when the last look failed
                self._broken = f"{type(error).__name__}: {error}"
                time.sleep(0.05)
            else:
                self._broken = ""
                return found
        raise self._unusable()

    def _damage(self, build: Path, most: int | None = None) -> str:
        """What is wrong with a build, in English, or ""."""
        written = places.version(build)
        name = written.partition(" ")[0]
        if name not in NAMES or written != engine(name).version:
            return f"{build.name} has version {written!r}"
        return seals.damage(build, most)

    def _unusable(self) -> Unavailable:
        return Unavailable(REBUILD, cause=f"index unusable: {self._broken}", code="index_neu_aufbauen")


@contextmanager
def successor(folder: Path, name: str) -> Iterator[Index]:
    """A build that is switched to at the end, gone on with where a builder that died left it."""
    with places.building(folder, engine(name)) as build:
        index = EmbeddedIndex(folder, name, build)
        try:
            yield index
        finally:
            index.close()


def renew(folder: Path, name: str) -> None:
    """An empty build in place of a broken one, for everybody at once; one that is sound stays."""
    if not EmbeddedIndex(folder, name).state().problem:
        return
    with places.building(folder, engine(name)):
        pass
