"""The store as a folder on disk: a key is a path below it. Needs a file system with hard links (every usual one of Linux).

An object appears whole and durable or not at all: private file, fsync, exclusive link, fsync of the folders around it.
Does not protect against who may write to the disk itself; that is found by ``mappe verify``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archive.digest import sha256_of
from archive.problems import NotFound, Tampered
from archive.store.draft import Draft, disk_answers, sweep
from archive.store.erase import erasable
from archive.store.keys import checked, checked_prefix, fitting, is_derived, original, removable
from archive.store.seam import Stored

_UNDERWAY = ".unterwegs"
_REMEMBERED = 1000
"""Page images have a folder for each paper; the few that are written to again and again come back soon."""


class FolderStore:
    """Implements ``Store``. Opening it makes the folder where it is missing and removes what dead writers left behind."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._underway = root / _UNDERWAY
        self._durable: set[Path] = set()
        """Folders whose own name is known to be on the disk; folders are made once and never renamed."""
        with disk_answers():
            missing = [folder for folder in (root, *root.parents) if not folder.exists()]
            for folder in (*reversed(missing), self._underway):
                folder.mkdir(mode=0o750, exist_ok=True)
            for folder in (root, *(made.parent for made in missing)):
                _sync(folder)
            sweep(self._underway)

    @contextmanager
    def receive(self) -> Iterator[_Incoming]:
        with Draft(self._underway) as draft:
            yield _Incoming(self, draft)

    def put(self, key: str, data: bytes) -> None:
        fitting(key, hashlib.sha256(data).hexdigest())
        with Draft(self._underway) as draft:
            draft.write(data)
            self.publish(key, draft)

    def open(self, key: str) -> BinaryIO:
        with disk_answers():
            try:
                return self._path(key).open("rb")
            except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
                self._must_be_there()
                raise NotFound("Diese Datei gibt es im Archiv nicht.", cause=f"no object {key}") from error

    def size(self, key: str) -> int | None:
        path = self._path(key)
        with disk_answers():
            try:
                return path.stat().st_size if not path.is_dir() else None
            except (FileNotFoundError, NotADirectoryError):
                self._must_be_there()
                return None

    def keys(self, prefix: str) -> Iterator[str]:
        checked_prefix(prefix)
        with disk_answers():
            self._must_be_there()
            yield from _walk(self._root, "", prefix)

    def remove(self, key: str) -> None:
        path = self._path(removable(key))
        with disk_answers():
            path.unlink(missing_ok=True)

    def erase(self, key: str) -> None:
        path = self._path(erasable(key))
        with disk_answers():
            self._must_be_there()
            path.unlink(missing_ok=True)
            if path.parent.is_dir():
                _sync(path.parent)

    def wipe(self) -> None:
        """Removes everything, originals too: for a sandbox that is thrown away, never for a firm."""
        with disk_answers():
            shutil.rmtree(self._root)
        self._durable.clear()

    def publish(self, key: str, draft: Draft) -> None:
        """Makes a finished draft visible under its key, for good unless the key is a derived one."""
        draft.seal()
        path = self._path(key)
        with disk_answers():
            self._must_be_there()
            _make_room(path.parent)
            if is_derived(key):
                draft.path.replace(path)
            else:
                _link(draft, path, key)
            self._sync_above(path, key)

    def _sync_above(self, path: Path, key: str) -> None:
        """The folder that got a name, and those above it as far as they may be new."""
        _sync(path.parent)
        above = path.parents[1 : len(Path(key).parts)]
        if path.parent not in self._durable:
            for folder in above:
                _sync(folder)
            if len(self._durable) >= _REMEMBERED:
                self._durable.clear()
            self._durable.add(path.parent)

    def _path(self, key: str) -> Path:
        return self._root / checked(key)

    def _must_be_there(self) -> None:
        """A disk that was unplugged looks like an empty folder; that is not "there is no such object"."""
        self._underway.stat()


class _Incoming:
    def __init__(self, store: FolderStore, draft: Draft) -> None:
        self._store = store
        self._draft = draft

    def write(self, chunk: bytes) -> None:
        self._draft.write(chunk)

    def keep(self) -> Stored:
        self._store.publish(original(self._draft.sha256), self._draft)
        return Stored(self._draft.sha256, self._draft.size)


def _link(draft: Draft, path: Path, key: str) -> None:
    try:
        os.link(draft.path, path)
    except FileExistsError as error:
        with path.open("rb") as there:
            same = sha256_of(there) == draft.sha256
        if not same:
            raise Tampered(
                "An dieser Stelle des Archivs liegt schon etwas anderes. Nichts wurde überschrieben. Bitte das Archiv prüfen lassen.",
                cause=f"{key} holds other bytes than those with the hash {draft.sha256}",
            ) from error


def _make_room(folder: Path) -> None:
    try:
        if not folder.is_dir():
            _make_room(folder.parent)
            folder.mkdir(mode=0o750, exist_ok=True)  # one by one, because mkdir gives the mode to the last of several only
    except (FileExistsError, NotADirectoryError) as error:
        raise ValueError(f"a key may not lie below another object: {folder}") from error


def _sync(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _walk(folder: Path, above: str, prefix: str) -> Iterator[str]:
    """Keys below ``folder``, in the order of keys: a folder counts with its slash, so ``a-b`` comes before ``a/b``."""
    with os.scandir(folder) as entries:
        names = sorted(entry.name + "/" * entry.is_dir(follow_symlinks=False) for entry in entries if not entry.name.startswith("."))
    for name in names:
        key = above + name
        if name.endswith("/"):
            if key.startswith(prefix) or prefix.startswith(key):
                yield from _walk(folder / name, key, prefix)
        elif key.startswith(prefix):
            yield key
