"""Folders for what is needed a moment only, such as the copy of an original that is being read; swept after whoever was killed.

A folder is locked while it is in use; the lock dies with its process, and that is how :func:`sweep` knows.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "mappe-"
_YOUNG = 60.0
"""Seconds in which a folder may not be locked yet."""


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder of our own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        fd = os.open(name, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            yield Path(name)
        finally:
            os.close(fd)


def sweep() -> None:
    """Removes what killed processes of this user left behind."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # it is gone meanwhile, in use, or somebody else's
            about = path.lstat()
            if about.st_uid == os.getuid() and time.time() - about.st_mtime > _YOUNG:
                _remove_unused(path)


def _remove_unused(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(path)
    finally:
        os.close(fd)
