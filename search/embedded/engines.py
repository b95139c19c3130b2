"""The embedded engines by name, loaded only where they are chosen or have left a build."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from archive.problems import Invalid
from search.answering import Reader
from search.index import IndexDocument

NAMES = ("whoosh", "tantivy")


class Build(Protocol):
    """One open build. Errors of the engine go through; the index above decides what they mean."""

    def add(self, documents: Sequence[IndexDocument], generation: int) -> None:
        """Adds or replaces the papers and moves the mark (unless 0), in one commit."""

    def remove(self, numbers: Collection[str]) -> None:
        """Takes papers out, in one commit."""

    def probe(self) -> None:
        """Touches everything once, so that damage shows now."""

    def count(self) -> tuple[int, int]:
        """Papers and generation."""

    def reading(self) -> AbstractContextManager[Reader[Any]]:
        """A look at the newest state."""

    def close(self) -> None:
        """Gives files back."""


@dataclass(frozen=True, slots=True)
class Engine:
    """``version`` begins with the name; ``create`` writes an empty index into a new folder."""

    name: str
    version: str
    create: Callable[[Path], None]
    open: Callable[[Path], Build]


def engine(name: str) -> Engine:
    """The engine called ``name``. Raises ``Invalid`` when it is not installed."""
    if name == "tantivy":
        try:
            from search import tantivy_index  # noqa: PLC0415  # a large library that most houses never need
        except ImportError as error:
            raise Invalid(
                "Die Suchmaschine „tantivy“ ist nicht eingerichtet. Bitte richten Sie das Programm noch einmal ein "
                "oder setzen Sie MAPPE_INDEX auf „whoosh:“.",
                cause=f"tantivy cannot be imported: {error}",
            ) from error
        return Engine(name, tantivy_index.VERSION, tantivy_index.create, tantivy_index.TantivyBuild)
    from search import whoosh_index  # noqa: PLC0415  # loaded only where it is chosen

    return Engine(name, whoosh_index.VERSION, whoosh_index.create, whoosh_index.WhooshBuild)
