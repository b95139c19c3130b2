"""A film as it is handed out when it was cut: an MP4 whose edit list says what players show. Copies no picture and changes no original.

Everything stays in the file; the old index becomes free space and a new one follows at the end, so that no offset changes.
What this can not say (WebM, films in fragments, several edits already) is handed out whole.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from training.film import LARGEST_INDEX, top_boxes

Box = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Cut:
    """How a file is handed out: at ``at`` four other bytes stand, and ``index`` follows at the end."""

    at: int
    index: bytes
    size: int


class _NotHereError(Exception):
    """This film can not be cut by an edit list."""


def cut(stream: BinaryIO, size: int, start: float, end: float) -> Cut | None:
    """The cut from ``start`` to ``end`` seconds, 0 for the very end; ``None`` when this file can only be handed out whole."""
    if start <= 0 and end <= 0:
        return None
    try:
        return _cut(stream, size, start, end)
    except (_NotHereError, struct.error, ZeroDivisionError, IndexError):
        return None


def handed_out(stream: BinaryIO, made: Cut) -> Iterator[bytes]:
    """The bytes of the file with the cut."""
    stream.seek(0)
    at = 0
    while chunk := stream.read(1 << 20):
        first = made.at - at
        patched = bytearray(chunk)
        for number, byte in enumerate(b"free"):
            if 0 <= first + number < len(patched):
                patched[first + number] = byte
        at += len(chunk)
        yield bytes(patched)
    yield made.index


def _cut(stream: BinaryIO, size: int, start: float, end: float) -> Cut:
    outer = list(top_boxes(stream, size))
    found = [box for box in outer if box[0] == b"moov"]
    if len(found) != 1 or any(box[0] == b"moof" for box in outer) or not _can_follow(stream, size, outer[-1]):
        raise _NotHereError
    _, at, skip, length = found[0]
    if length > LARGEST_INDEX or not 8 <= skip <= length:
        raise _NotHereError
    stream.seek(at + skip)
    boxes = list(_boxes(stream.read(length - skip)))
    header = dict(boxes).get(b"mvhd", b"")
    scale, whole = _times(header, 12)
    last = min(end * scale, whole) if end > 0 else whole
    if not 0 <= start * scale < last or any(kind == b"mvex" for kind, _ in boxes):
        raise _NotHereError
    span = (round(start * scale), round(last), scale)
    made = b"".join(_box(kind, _movie_part(kind, body, span)) for kind, body in boxes)
    index = _box(b"moov", made)
    return Cut(at + 4, index, size + len(index))


def _can_follow(stream: BinaryIO, size: int, last: tuple[bytes, int, int, int]) -> bool:
    """Whether another box can stand behind the last one: it says where it ends, and it is the end of the file."""
    stream.seek(last[1])
    return stream.read(4) != bytes(4) and last[1] + last[3] == size


def _movie_part(kind: bytes, body: bytes, span: tuple[int, int, int]) -> bytes:
    first, last, _ = span
    if kind == b"mvhd":
        return _with_duration(body, 16, 24, last - first)
    if kind != b"trak":
        return body
    parts = list(_boxes(body))
    media = dict(_boxes(dict(parts)[b"mdia"])) if b"mdia" in dict(parts) else {}
    scale, _ = _times(media.get(b"mdhd", b""), 12)
    edits = _box(b"edts", _box(b"elst", _edits(dict(parts).get(b"edts", b""), span, scale)))
    made = b""
    for name, content in parts:
        if name == b"tkhd":
            made += _box(name, _with_duration(content, 20, 28, last - first)) + edits
        elif name != b"edts":
            made += _box(name, content)
    return made


def _edits(before: bytes, span: tuple[int, int, int], track: int) -> bytes:
    """The edit list of a track: where in the media the cut begins, after a pause when the track itself begins later."""
    first, last, movie = span
    pause, begins = _edit_before(before)
    late = max(0, min(pause - first, last - first))
    entries = [(late, -1)] if late else []
    entries.append((last - first - late, begins + max(0, first - pause) * track // movie))
    return struct.pack(">II", 1 << 24, len(entries)) + b"".join(struct.pack(">QqI", length, at, 1 << 16) for length, at in entries)


def _edit_before(edts: bytes) -> tuple[int, int]:
    """How long a track waits, in the time of the film, and where in its media it then begins."""
    elst = dict(_boxes(edts)).get(b"elst", b"")
    if not elst:
        return 0, 0
    form = ">QqI" if elst[0] == 1 else ">IiI"
    count = struct.unpack_from(">I", elst, 4)[0]
    if not 1 <= count <= 2 or len(elst) < 8 + count * struct.calcsize(form):
        raise _NotHereError
    entries = [struct.unpack_from(form, elst, 8 + number * struct.calcsize(form)) for number in range(count)]
    pause = entries[0][0] if entries[0][1] == -1 else 0
    played = [entry for entry in entries if entry[1] != -1]
    if len(played) != 1 or played[0][2] != 1 << 16 or entries[-1] != played[0] or (count == 2 and not pause):
        raise _NotHereError
    return pause, played[0][1]


def _times(header: bytes, at: int) -> tuple[int, int]:
    """Units per second and length in them, of a header of film or track."""
    if not header:
        raise _NotHereError
    scale, length = struct.unpack_from(">IQ", header, at + 8) if header[0] == 1 else struct.unpack_from(">II", header, at)
    if not scale:
        raise _NotHereError
    return scale, length


def _with_duration(body: bytes, short: int, wide: int, length: int) -> bytes:
    at, form = (wide, ">Q") if body[0] == 1 else (short, ">I")
    return body[:at] + struct.pack(form, length) + body[at + struct.calcsize(form) :]


def _boxes(data: bytes) -> Iterator[Box]:
    at = 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if length < 8 or at + length > len(data):
            raise _NotHereError
        yield kind, data[at + 8 : at + length]
        at += length


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body
