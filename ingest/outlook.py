"""A mail that Outlook saved (.msg) as the mail it once was, so that its attachments are found the same way. The only module with olefile.

The .msg stays the original; what is made here is only looked into, and the same bytes give the same mail each time. Mails attached to
the mail become files of their own (.eml). Written after [MS-OXMSG].
"""

from __future__ import annotations

import io
import mimetypes
from email.message import EmailMessage
from typing import Any

import olefile

from archive.problems import Unreadable

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DEEPEST = 4
_MOST = 1000
_LARGEST = 200 << 20
_SUBJECT, _SENDER, _ADDRESS, _BODY, _HEADERS = "0037", "0C1A", "0C1F", "1000", "007D"
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _DATA, _MIME, _CONTENT_ID = "3707", "3704", "3001", "3701", "370E", "3712"


def mail_of(raw: bytes) -> EmailMessage | None:
    """The mail in an OLE file, ``None`` when it holds something else (an old Office document). Raises ``Unreadable``."""
    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as ole:
            streams = {"/".join(path).upper(): path for path in ole.listdir(streams=True, storages=False)}
            if "__PROPERTIES_VERSION1.0" not in streams:
                return None
            return _Message(ole, streams, "").mail(0)
    except (OSError, ValueError, IndexError, TypeError, AttributeError, OverflowError) as error:  # damaged in any way
        raise Unreadable("Diese Outlook-Mail ist beschädigt. Bitte geben Sie sie noch einmal ab.", cause=repr(error)) from error


class _Message:
    """One message: the file's own, or one in a storage inside it."""

    def __init__(self, ole: Any, streams: dict[str, list[str]], prefix: str) -> None:
        self._ole = ole
        self._streams = streams
        self._prefix = prefix

    def mail(self, depth: int) -> EmailMessage:
        made = EmailMessage()
        made["Subject"] = _line(self._text(self._prefix, _SUBJECT)) or "ohne Betreff"
        made["From"] = _plain(self._text(self._prefix, _ADDRESS)) or "unbekannt@invalid"
        made["X-Absender"] = _line(self._text(self._prefix, _SENDER))
        made.set_content(self._text(self._prefix, _BODY), cte="base64")
        for place in self._attachments():
            self._attach(made, place, depth)
        for number, part in enumerate(part for part in made.walk() if part.is_multipart() and part.get_content_maintype() == "multipart"):
            part.set_boundary(f"=_mappe_{depth}_{number}")
        return made

    def _attach(self, made: EmailMessage, place: str, depth: int) -> None:
        name = self._text(place, _LONG_NAME) or self._text(place, _SHORT_NAME) or self._text(place, _SHOWN_NAME)
        inside = f"{place}__SUBSTG1.0_{_DATA}000D/"
        if f"{inside}__PROPERTIES_VERSION1.0" in self._streams:
            if depth < _DEEPEST:
                made.add_attachment(_Message(self._ole, self._streams, inside).mail(depth + 1))
            return
        data = self._bytes(f"{place}__SUBSTG1.0_{_DATA}0102")
        if data is None:
            data = self._bytes(f"{inside}CONTENTS") or b""
        kind = self._text(place, _MIME).partition(";")[0].strip() or mimetypes.guess_type(name)[0] or ""
        main, _, sub = kind.partition("/")
        plain = main.isascii() and sub.isascii() and main.isalpha() and sub and main not in ("multipart", "message")
        main, sub = (main, sub) if plain else ("application", "octet-stream")
        content_id = _plain(self._text(place, _CONTENT_ID))
        more: dict[str, Any] = {"cid": f"<{content_id}>", "disposition": "inline"} if content_id else {}
        made.add_attachment(data, maintype=main, subtype=_plain(sub), filename=_line(name) or None, **more)

    def _attachments(self) -> list[str]:
        start = f"{self._prefix}__ATTACH_VERSION1.0_"
        found = {f"{self._prefix}{key[len(self._prefix) :].split('/', 1)[0]}/" for key in self._streams if key.startswith(start)}
        return sorted(found)[:_MOST]

    def _text(self, place: str, key: str) -> str:
        wide = self._bytes(f"{place}__SUBSTG1.0_{key}001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        return (self._bytes(f"{place}__SUBSTG1.0_{key}001E") or b"").decode("cp1252", "replace").rstrip("\0")

    def _bytes(self, key: str) -> bytes | None:
        path = self._streams.get(key.upper())
        if path is None:
            return None
        if self._ole.get_size(path) > _LARGEST:
            raise ValueError("stream is too large")
        return bytes(self._ole.openstream(path).read())


def _line(text: str) -> str:
    """Fit for a header: one line, no characters that only steer."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:200]


def _plain(text: str) -> str:
    """Fit for an address or a name of a part: nothing that ends or quotes anything."""
    return "".join(char for char in text if char.isascii() and (char.isalnum() or char in "._-+@$"))[:200]
