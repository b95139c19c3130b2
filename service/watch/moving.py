"""Moving a file to a new name so that nothing that lies there is ever written over, and so that it is still there after a power cut."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def move_new(source: Path, target: Path) -> None:
    """Renames, and raises ``FileExistsError`` when the name is taken; ``OSError`` when it can not be done."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError as error:
        # Network drives know no second name for a file: there the look before is all there is.
        if target.exists():
            raise FileExistsError(str(target)) from error
        source.rename(target)
        return
    source.unlink()


def settled(*folders: Path) -> None:
    """Has what was renamed in these folders written to the disk, where the file system can do that."""
    for folder in folders:
        with suppress(OSError):  # network drives refuse; what was taken then comes back as the duplicate it is
            fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                os.fsync(fd)
            finally:
                os.close(fd)
