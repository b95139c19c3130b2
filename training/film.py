"""What a file with a film says about itself: container, kind of picture, length. Decodes no picture and changes no file.

Knows MP4 and MOV, as phones make them, and WebM. Foreign bytes: every length is held against what is there.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from archive.problems import Unreadable

LARGEST_INDEX = 48 * 1024 * 1024
_MOST_BOXES = 5000
_INSIDE = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_PICTURES = {
    b"avc1": "H.264",
    b"avc3": "H.264",
    b"hvc1": "HEVC",
    b"hev1": "HEVC",
    b"dvh1": "HEVC",
    b"dvhe": "HEVC",
    b"av01": "AV1",
    b"vp09": "VP9",
    b"vp08": "VP8",
    b"mp4v": "MPEG-4",
    b"apch": "ProRes",
    b"apcn": "ProRes",
    b"jpeg": "Motion JPEG",
}
_WEBM = {b"V_VP8": "VP8", b"V_VP9": "VP9", b"V_AV1": "AV1"}
EVERYWHERE = frozenset({"H.264", "VP8", "VP9", "AV1"})
"""Kinds of picture that the usual browsers play."""


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """``codec`` is how people call the kind of picture, "" when it is not known; ``seconds`` is 0 when the file does not say."""

    media_type: str
    codec: str
    seconds: float


def film_facts(stream: BinaryIO, size: int) -> FilmFacts:
    """Looks into a file. Raises ``Unreadable`` when it is no film a browser could play."""
    head = stream.read(4096)
    must_be_film(head)
    if head[4:8] == b"ftyp":
        return _mp4(stream, size)
    found = re.search(rb"V_(VP8|VP9|AV1)", head + stream.read(1 << 20))
    return FilmFacts("video/webm", _WEBM.get(found[0], "") if found else "", 0.0)


def must_be_film(head: bytes) -> None:
    """Raises ``Unreadable`` when a file that begins like this is no film a browser could play."""
    if head[4:8] != b"ftyp" and not (head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]):
        raise Unreadable(
            "Diese Datei ist kein Video, das ein Browser abspielen kann. Geeignet sind MP4 und MOV vom Telefon und WebM.",
            cause=f"not a film: {head[:12]!r}",
        )


def warning(codec: str) -> str:
    """What somebody should know before others are to see it, "" when all is well."""
    if not codec or codec in EVERYWHERE:
        return ""
    if codec == "HEVC":
        return (
            "Dieses Video ist im Format HEVC („High Efficiency“). Firefox und viele Rechner ohne passende Grafikkarte zeigen es nicht. "
            "Am iPhone hilft: Einstellungen, Kamera, Formate, „Maximale Kompatibilität“, und dann neu aufnehmen."
        )
    return f"Dieses Video ist im Format {codec}. Die meisten Browser zeigen es nicht. Bitte nehmen Sie es als MP4 (H.264) auf."


def _mp4(stream: BinaryIO, size: int) -> FilmFacts:
    index = _index(stream, size)
    if index is None:
        raise Unreadable(
            "Das Video ist nicht vollständig: Das Ende fehlt. Bitte laden Sie es noch einmal hoch.", cause="no moov box in the file"
        )
    codec, seconds, films = "", 0.0, False
    for kind, body in _boxes(index, 0):
        if kind == b"mvhd":
            seconds = _length(body)
        elif kind == b"hdlr" and body[8:12] == b"vide":
            films = True
        elif kind == b"stsd" and not codec:
            codec = _PICTURES.get(body[12:16], "")
    if not films:
        raise Unreadable("In dieser Datei ist nur Ton und kein Bild.", cause="no picture track")
    # Players go by the name of the type before they look inside, and know "mp4" where they do not know "quicktime".
    return FilmFacts("video/mp4", codec, seconds)


def top_boxes(stream: BinaryIO, size: int) -> Iterator[tuple[bytes, int, int, int]]:
    """The outermost boxes of an MP4 file that are whole: kind, where they begin, length of their head, length."""
    at = 0
    for _ in range(_MOST_BOXES):
        stream.seek(at)
        head = stream.read(16)
        if len(head) < 8:
            return
        length, kind = struct.unpack(">I4s", head[:8])
        skip = 8
        if length == 1 and len(head) == 16:
            length, skip = struct.unpack(">Q", head[8:])[0], 16
        elif length == 0:
            # To the end of the file: nothing can follow.
            length = size - at
        if length < skip or at + length > size:
            return
        yield kind, at, skip, length
        at += length


def _index(stream: BinaryIO, size: int) -> bytes | None:
    """The box ``moov``, wherever it lies."""
    for kind, at, skip, length in top_boxes(stream, size):
        if kind == b"moov":
            stream.seek(at + skip)
            return stream.read(length - skip) if length <= LARGEST_INDEX else None
    return None


def _boxes(data: bytes, depth: int) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data) and depth < 8:
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if length < 8 or at + length > len(data):
            return
        body = data[at + 8 : at + length]
        yield kind, body
        if kind in _INSIDE:
            yield from _boxes(body, depth + 1)
        at += length


def _length(mvhd: bytes) -> float:
    wide = bool(mvhd) and mvhd[0] == 1
    form, at = (">IQ", 20) if wide else (">II", 12)
    if len(mvhd) < at + struct.calcsize(form):
        return 0.0
    scale, duration = struct.unpack_from(form, mvhd, at)
    seconds = duration / scale if scale else 0.0
    return round(seconds, 2) if 0 < seconds < 24 * 3600 else 0.0
