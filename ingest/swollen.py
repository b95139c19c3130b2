"""Whether the files inside a PDF were made to swell: found by unpacking a little, before a library unpacks them whole.

Sees what is packed the usual way and not encrypted; everything else still meets the bounds of the child it is unpacked in.
"""

from __future__ import annotations

import mmap
import re
import zlib
from pathlib import Path

_LARGEST, _DENSE = 64 << 20, 100
"""How much they may unpack to where it is more than a hundred times of what was packed; nothing but a trap packs like that."""
_FILE = re.compile(rb"/EmbeddedFile\b")
_STREAM = re.compile(rb"stream\r?\n")
_NEAR, _MOST = 2000, 50
"""How far behind its type a stream begins, and how many are looked at."""


NOTE = "In diesem PDF steckt eine Datei, die beim Entpacken riesig wird. Sie wurde nicht geöffnet."


def swollen(path: str) -> bool:
    """``True`` for a PDF whose embedded files must not be unpacked."""
    if not Path(path).stat().st_size:
        return False
    left = _LARGEST
    with Path(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for number, found in enumerate(_FILE.finditer(data)):
            begin = _STREAM.search(data, found.end(), found.end() + _NEAR)
            if begin and number < _MOST:
                left -= _size(data, begin.end(), left)
            if left < 0:
                return True
    return False


def _size(data: mmap.mmap, begin: int, most: int) -> int:
    """How much the stream swells to, hardly more than ``most``; 0 when it is not packed this way, or not densely."""
    unpacker, size, at = zlib.decompressobj(), 0, begin
    try:
        for at in range(begin, len(data), 1 << 16):
            rest = data[at : at + (1 << 16)]
            while rest and size <= most and not unpacker.eof:
                size += len(unpacker.decompress(rest, 1 << 20))
                rest = unpacker.unconsumed_tail
            if unpacker.eof or size > most:
                break
    except zlib.error:
        return 0
    return size if size > _DENSE * (at - begin) else 0
