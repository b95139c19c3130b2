"""A large object answered in parts, as players of films ask for it: one range of bytes, or the whole. Knows no film."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from archive.store.seam import ORIGINALS, Store

CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Bytes:
    """An original that is answered: its hash, its size, and what it is called to the browser."""

    sha256: str
    size: int
    media_type: str


def ranged(request: Request, store: Store, wanted: Bytes) -> Response:
    """The whole original, the range that was asked for, or 416 for one that is not there."""
    tag = f'"{wanted.sha256[:32]}"'
    headers = {"Accept-Ranges": "bytes", "ETag": tag, "Cache-Control": "private, max-age=86400", "Content-Security-Policy": "sandbox"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    start, end = 0, wanted.size - 1
    asked = request.headers.get("range", "")
    # Only one range, and only of what the browser has a part of already; anything else gets the whole, as the standard allows.
    partial = bool(asked) and request.headers.get("if-range", tag) == tag and "," not in asked
    if partial:
        span = _span(asked, wanted.size)
        if span is None:
            return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{wanted.size}"})
        start, end = span
        headers["Content-Range"] = f"bytes {start}-{end}/{wanted.size}"
    headers["Content-Length"] = str(end - start + 1)
    stream = store.open(ORIGINALS + wanted.sha256)
    return StreamingResponse(_chunks(stream, start, end), 206 if partial else 200, headers, wanted.media_type)


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte of ``bytes=…``, ``None`` when there is nothing there."""
    found = re.fullmatch(r"bytes=(\d{0,15})-(\d{0,15})", asked.replace(" ", ""))
    if found is None or not (found[1] or found[2]) or not size:
        return None
    if not found[1]:
        return (max(0, size - int(found[2])), size - 1) if int(found[2]) else None
    start, end = int(found[1]), min(int(found[2] or size - 1), size - 1)
    return (start, end) if start <= end else None


def _chunks(stream: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with stream:
        stream.seek(start)
        left = end - start + 1
        while left > 0 and (chunk := stream.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
