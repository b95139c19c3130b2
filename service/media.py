"""Recognises what kind of file arrived by its first bytes, never by its name. Decides only what is noted beside the original."""

from __future__ import annotations

import re

HEAD = 1024
"""How many of the first bytes are looked at."""

_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
)
_HEIC = re.compile(rb"^.{4}ftyp(heic|heix|heim|heis|hevc|mif1|msf1)", re.DOTALL)


def media_type(head: bytes) -> str:
    """The media type of a file that begins with ``head``; ``application/octet-stream`` when it is none we know."""
    if b"%PDF-" in head:
        return "application/pdf"
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if _HEIC.match(head):
        return "image/heic"
    if re.match(rb"(\xef\xbb\xbf)?\s*<\?xml", head) or head.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<")):
        return "application/xml"
    return "application/octet-stream"
