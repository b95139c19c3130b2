"""A disk that remembers what was told to it in which order, and what of it is left when the power goes at a moment.

Between the program and a real folder: every call is carried out, and noted. What was not flushed may be lost (a lazy disk) or its
name may be there without its bytes (an eager one): file systems do both. Knows nothing of stores.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

LOST = b""
"""What a file holds whose name reached the disk and whose bytes did not."""


@dataclass(slots=True)
class Disk:
    """Files by inode and folders by path: as the program sees them, and as they are on the platter."""

    seen: dict[int, bytes] = field(default_factory=dict)
    kept: dict[int, bytes] = field(default_factory=dict)
    names: dict[str, dict[str, int]] = field(default_factory=dict)
    kept_names: dict[str, dict[str, int]] = field(default_factory=dict)

    def left(self, *, eager: bool) -> dict[str, bytes]:
        """Files by path after a power cut: with ``eager`` every name is there, else only flushed ones below flushed folders."""
        names = self.names if eager else self.kept_names
        there = {folder: entries for folder, entries in names.items() if eager or self._reached(folder)}
        return {
            str(Path(folder, name)): self.kept.get(inode, LOST)
            for folder, entries in there.items()
            for name, inode in entries.items()
            if inode >= 0
        }

    def _reached(self, folder: str) -> bool:
        """Whether the names of this folder and of all that are above it, up to the outermost known one, were flushed."""
        above, name = os.path.split(folder)
        return above not in self.names or (name in self.kept_names.get(above, {}) and self._reached(above))


FOLDER = -1


class Recorder:
    """Notes what a program does below one folder; ``cuts`` holds the disk after each call, with what was promised by then."""

    def __init__(self, root: Path, *, deaf: bool = False) -> None:
        """With ``deaf`` the disk ignores being told to flush, as some do."""
        self.root, self.deaf = str(root), deaf
        self.disk = Disk(names={self.root: {}}, kept_names={self.root: {}})
        self.promised: dict[str, bytes] = {}
        self.cuts: list[tuple[Disk, dict[str, bytes]]] = []
        self._paths: dict[int, str] = {}

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """From now on; every call is still carried out."""
        acts = {
            "open": self._opened,
            "write": self._written,
            "fsync": self._flushed,
            "link": self._linked,
            "replace": self._moved,
            "unlink": self._unlinked,
            "mkdir": self._made,
        }
        for name, note in acts.items():
            patch.setattr(os, name, self._noting(getattr(os, name), note))

    def promise(self, path: Path, data: bytes) -> None:
        """From here on this file must be found whole after any power cut."""
        self.promised[str(path)] = data
        self._cut()

    def _noting(self, act: Callable[..., Any], note: Callable[..., None]) -> Callable[..., Any]:
        def done(*args: Any, **named: Any) -> Any:
            result = act(*args, **named)
            note(result, *args)
            return result

        return done

    def _cut(self) -> None:
        self.cuts.append((deepcopy(self.disk), dict(self.promised)))

    def _opened(self, fd: int, path: Any, flags: int = 0, *_: Any) -> None:
        where = os.fspath(path)
        if not isinstance(where, str) or not where.startswith(self.root):
            return
        self._paths[fd] = where
        if flags & os.O_CREAT:
            inode = os.fstat(fd).st_ino
            self.disk.seen[inode] = b""
            self.disk.kept.pop(inode, None)  # the number of a file that is gone is given again
            self._name(where, inode)

    def _written(self, count: int, fd: int, data: Any) -> None:
        inode = os.fstat(fd).st_ino
        if inode in self.disk.seen:
            self.disk.seen[inode] += bytes(data)[:count]
            self._cut()

    def _flushed(self, _done: None, fd: int) -> None:
        inode = os.fstat(fd).st_ino
        if self.deaf:
            return
        if inode in self.disk.seen:
            self.disk.kept[inode] = self.disk.seen[inode]
        elif self._paths.get(fd) in self.disk.names:
            self.disk.kept_names[self._paths[fd]] = dict(self.disk.names[self._paths[fd]])
        self._cut()

    def _linked(self, _done: None, source: Any, target: Any) -> None:
        self._name(os.fspath(target), Path(source).stat().st_ino)

    def _moved(self, _done: None, source: Any, target: Any) -> None:
        self._name(os.fspath(target), Path(target).stat().st_ino)
        self._unlinked(None, source)

    def _unlinked(self, _done: None, path: Any, *_: Any) -> None:
        folder, name = os.path.split(os.fspath(path))
        if self.disk.names.get(folder, {}).pop(name, None) is not None:
            self._cut()

    def _made(self, _done: None, path: Any, *_: Any) -> None:
        where = os.fspath(path)
        if where.startswith(self.root):
            self.disk.names.setdefault(where, {})
            self.disk.kept_names.setdefault(where, {})
            self._name(where, FOLDER)

    def _name(self, path: str, inode: int) -> None:
        folder, name = os.path.split(path)
        if folder in self.disk.names:
            self.disk.names[folder][name] = inode
            self._cut()
