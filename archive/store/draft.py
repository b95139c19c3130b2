"""Bytes on their way in: a private file that nobody else sees, hashed while it is written.

A writer that dies leaves its file behind; the lock it held is gone with it, and that is how :func:`sweep` knows.
Does not publish anything; the stores do.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from archive.problems import Unavailable

_DAY = 24 * 3600.0
_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}


@contextmanager
def disk_answers() -> Iterator[None]:
    """Turns what the disk refuses into the sentence a person can act on."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            message = "Der Speicherplatz ist voll. Bitte Platz schaffen und den Vorgang dann wiederholen."
        elif error.errno in _FORBIDDEN:
            message = "In den Ablageordner darf nicht geschrieben werden. Bitte die Rechte des Ordners prüfen und den Vorgang wiederholen."
        else:
            message = "Der Ablageordner antwortet nicht richtig. Bitte prüfen, ob der Datenträger da ist, und den Vorgang wiederholen."
        raise Unavailable(message, cause=f"{type(error).__name__}: {error}") from error


class Draft:
    """A locked file with a name nobody knows. Leaving the context removes the name; what was linked elsewhere stays."""

    def __init__(self, folder: Path) -> None:
        with disk_answers():
            self._fd, self.path = _create(folder)
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, chunk: bytes) -> None:
        with disk_answers():
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(self._fd, rest) :]
        self._hash.update(chunk)
        self.size += len(chunk)

    def seal(self) -> None:
        """Makes the bytes durable and read-only; only the name is still private."""
        with disk_answers():
            os.fchmod(self._fd, 0o444)
            os.fsync(self._fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            with disk_answers():
                self.path.unlink(missing_ok=True)
        finally:
            os.close(self._fd)


def sweep(folder: Path) -> None:
    """Removes what dead writers left behind. Where locks do not work (some network disks), only what is a day old."""
    for path in folder.iterdir():
        try:
            fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        except (FileNotFoundError, PermissionError):
            continue  # its writer has just finished, or was somebody else, who sweeps it the next time
        try:
            if _is_abandoned(fd):
                path.unlink(missing_ok=True)
        finally:
            os.close(fd)


def _create(folder: Path) -> tuple[int, Path]:
    while True:
        path = folder / secrets.token_hex(16)
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
        except OSError as error:
            if not _is_lockless(error):
                os.close(fd)
                raise
        if os.fstat(fd).st_nlink:
            return fd, path
        os.close(fd)  # a sweep came between creating and locking; the next name is free of it


def _is_abandoned(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if not _is_lockless(error):
            raise
        return time.time() - os.fstat(fd).st_mtime > _DAY
    return True


def _is_lockless(error: OSError) -> bool:
    return error.errno in {errno.ENOLCK, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS, errno.EBADF}  # EBADF: NFS, for a file opened to read
