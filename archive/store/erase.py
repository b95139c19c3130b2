"""Removing an original or a reading for good, beside the seam: no other code can, and only deleting with two persons asks for it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from archive.problems import Unavailable
from archive.store.seam import DERIVED, ORIGINALS, READINGS, Store


@runtime_checkable
class Eraser(Protocol):
    """What a store can do that deletes for good."""

    def erase(self, key: str) -> None:
        """Removes an original, a reading or a derived object with all its versions; a missing one is fine.

        Raises ``Unavailable`` when the store does not give it up (yet), ``ValueError`` for any other key.
        """


def erasable(key: str) -> str:
    """The key itself. Raises ``ValueError`` for the journal, which is never erased."""
    if not key.startswith((ORIGINALS, READINGS, DERIVED)):
        raise ValueError(f"this may not be erased: {key!r}")
    return key


def erase(store: Store, key: str) -> None:
    """Removes an object. Raises ``Unavailable`` for a store that can not, like that of a sandbox over a firm's originals."""
    if not isinstance(store, Eraser):
        raise Unavailable("Diese Ablage kann nichts endgültig löschen.", cause=f"{type(store).__name__} erases nothing")
    store.erase(erasable(key))
