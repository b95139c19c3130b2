"""Names of mail folders as IMAP writes them (RFC 3501, modified UTF-7), and back."""

from __future__ import annotations

import base64
import re


def encoded(name: str) -> str:
    """A folder's name for the server; nothing in it can end the command."""
    pieces = re.findall(r"[ -~]+|[^ -~]+", name)
    return "".join(piece.replace("&", "&-") if " " <= piece[0] <= "~" else f"&{_base64(piece)}-" for piece in pieces)


def decoded(name: str) -> str:
    """The reverse of :func:`encoded`; what is none stays as it is."""
    return re.sub(r"&([A-Za-z0-9+,]*)-", lambda match: _text(match[1]) if match[1] else "&", name)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-16-be")).decode().rstrip("=").replace("/", ",")


def _text(packed: str) -> str:
    raw = packed.replace(",", "/")
    return base64.b64decode(raw + "=" * (-len(raw) % 4)).decode("utf-16-be", "replace")
