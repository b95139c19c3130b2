"""A store over another one that is only read: what a sandbox keeps, over the originals of the firm it is a copy of.

Implements ``Store``. What was written here hides what lies below under the same key; below nothing is ever changed.
A derived object of the firm can be replaced here, not removed.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import groupby
from typing import BinaryIO

from archive.problems import Tampered
from archive.store.keys import is_derived
from archive.store.seam import Incoming, Store


class SharedStore:
    """``own`` takes everything that is written; ``below`` must not change any more."""

    def __init__(self, own: Store, below: Store) -> None:
        self._own = own
        self._below = below

    def receive(self) -> AbstractContextManager[Incoming]:
        return self._own.receive()

    def put(self, key: str, data: bytes) -> None:
        if not is_derived(key) and self._own.size(key) is None and self._below.size(key) is not None:
            with self._below.open(key) as there:
                if there.read() != data:
                    raise Tampered(
                        "An dieser Stelle des Archivs liegt schon etwas anderes. Nichts wurde überschrieben.",
                        cause=f"{key} is another object in the store below",
                    )
            return
        self._own.put(key, data)

    def open(self, key: str) -> BinaryIO:
        return self._own.open(key) if self._own.size(key) is not None else self._below.open(key)

    def size(self, key: str) -> int | None:
        own = self._own.size(key)
        return self._below.size(key) if own is None else own

    def keys(self, prefix: str) -> Iterator[str]:
        both = heapq.merge(self._own.keys(prefix), self._below.keys(prefix))
        return (key for key, _ in groupby(both))

    def remove(self, key: str) -> None:
        self._own.remove(key)
