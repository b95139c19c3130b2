"""What keeps the bytes of a store from being changed or removed by who may write to the disk or server: said honestly, in German."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from archive.store.seam import Store


@dataclass(frozen=True, slots=True)
class Protection:
    """``worm``: the store itself refuses to change or remove. ``sentence`` says by what, or why not."""

    worm: bool
    sentence: str


@runtime_checkable
class Protected(Protocol):
    """A store that can tell more than a folder."""

    def protection(self) -> Protection:
        """How it protects what was written. Raises ``Unavailable``."""


PLAIN = Protection(
    False,
    "Nicht WORM: Die Belege liegen in einem gewöhnlichen Ordner. Wer auf den Datenträger schreiben darf, könnte sie verändern oder "
    "entfernen. Verhindern lässt sich das hier nicht; „mappe verify“ findet es und nennt den Eingang.",
)


def protection(store: Store) -> Protection:
    """What protects a store."""
    return store.protection() if isinstance(store, Protected) else PLAIN
