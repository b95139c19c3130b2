"""Whether a file is whole: it lies unchanged long enough, and looks finished. Judges by looking, so network drives work too.

Nobody tells when a copy over the network is done; a file that may be unfinished only waits longer.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path

from service.watch.layout import Sight

SHORT = 4.0
"""Seconds a file must lie unchanged when nobody has it open and its end is the end of its format."""
LONG = 75.0
"""Seconds otherwise: longer than a copy over a bad line pauses."""
RESERVED = 600.0
"""Seconds when its end is all zeros: Windows gives a file its full size first and fills it afterwards."""

_TAIL = 2048
_ENDINGS: tuple[tuple[bytes, bytes], ...] = (
    (b"%PDF-", b"%%EOF"),
    (b"\xff\xd8\xff", b"\xff\xd9"),
    (b"\x89PNG", b"IEND\xaeB`\x82"),
    (b"PK\x03\x04", b"PK\x05\x06"),
    (b"<", b">"),
    (b"\xef\xbb\xbf<", b">"),
)


class Quiet:
    """Remembers since when each file lies as it is. One for a folder, for as long as the process lives."""

    def __init__(self) -> None:
        self._since: dict[Path, tuple[Sight, float]] = {}

    def rests(self, found: Iterable[Sight], now: float) -> list[tuple[Sight, float]]:
        """Each file with the seconds it has been lying unchanged; ``now`` is a clock of ours, not that of the file server."""
        seen = {}
        for sight in found:
            before = self._since.get(sight.path)
            seen[sight.path] = (sight, before[1] if before and before[0] == sight else now)
        self._since = seen
        return [(sight, now - since) for sight, since in seen.values()]


def whole(path: Path, rest: float) -> bool:
    """Whether a file that has been lying unchanged for ``rest`` seconds is to be taken. Raises ``OSError``."""
    if rest < SHORT or path.is_symlink():
        return rest >= SHORT
    with path.open("rb") as file:
        if _being_written(file.fileno()):
            return False
        head = file.read(8)
        file.seek(max(0, os.fstat(file.fileno()).st_size - _TAIL))
        tail = file.read(_TAIL)
    if tail and not tail.strip(b"\x00"):
        return rest >= RESERVED
    return rest >= (SHORT if _ended(head, tail) else LONG)


def _ended(head: bytes, tail: bytes) -> bool:
    return any(head.startswith(start) and end in tail[-1100:] for start, end in _ENDINGS)


def _being_written(fd: int) -> bool:
    """Whether a program of this machine has the file open for writing; False where that can not be seen, as on network drives."""
    try:
        fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:  # not ours, or no such thing on this file system: the time it lies still has to do
        return False
    fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False
