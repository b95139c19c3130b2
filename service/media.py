"""What is noted beside an original about its kind. The judgement is that of the reader; nothing is refused here."""

from __future__ import annotations

from ingest import media

HEAD = media.HEAD


def media_type(head: bytes) -> str:
    """The media type of a file that begins with ``head``; ``application/octet-stream`` when it is none we read."""
    return media.media_type(head) or "application/octet-stream"
