"""The storage seam: a Protocol of six verbs and its promises. ``archive/store/location.py`` chooses the implementation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Protocol

ORIGINALS = "originale/"
READINGS = "lesungen/"
JOURNAL = "journal/"
DERIVED = "abgeleitet/"
"""Key prefixes. Only keys under ``abgeleitet/`` may ever be removed or replaced."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An original that is durable: its hash (lower-case hex) and its size in bytes."""

    sha256: str
    size: int


class Incoming(Protocol):
    """An original on its way in. Nothing is visible under its key before :meth:`keep` returns."""

    def write(self, chunk: bytes) -> None:
        """Takes the next bytes. Raises ``Unavailable`` when the disk or the server does not take them."""

    def keep(self) -> Stored:
        """Makes the bytes durable under ``originale/<sha256>``. The same bytes twice are one object."""


class Store(Protocol):
    """Objects under ASCII keys of one space. Every implementation passes ``tests/contracts/store.py``.

    Promises: what a returned call wrote survives a crash of process and machine; originals, readings and journal
    objects are written once and can be neither replaced nor removed; a missing key raises ``NotFound``; a store
    that does not answer raises ``Unavailable``; keys that are not plain relative ASCII paths are refused (``ValueError``).
    Safe to use from several threads and processes at once.
    """

    def receive(self) -> AbstractContextManager[Incoming]:
        """A place for the bytes of one original; leaving the context without ``keep`` leaves nothing behind."""

    def put(self, key: str, data: bytes) -> None:
        """Writes an object. Outside ``abgeleitet/`` the same bytes again are fine, others raise ``Tampered``.

        Under ``originale/`` the key must name the hash of the bytes (``ValueError``). A key may not lie below another object.
        """

    def open(self, key: str) -> BinaryIO:
        """The object's bytes as a stream that can seek; the caller closes it."""

    def size(self, key: str) -> int | None:
        """The object's size in bytes, ``None`` when there is no such object."""

    def keys(self, prefix: str) -> Iterator[str]:
        """All keys that start with ``prefix``, in ascending order."""

    def remove(self, key: str) -> None:
        """Removes a derived object; a missing one is fine. Any other key raises ``ValueError``."""
