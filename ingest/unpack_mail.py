"""What is inside a mail, as it was sent (.eml), as Outlook saved it (.msg) or wrapped it (winmail.dat). Body of a bounded child.

The text of a mail is no paper; its attachments are. Small pictures that only decorate are left out, and named.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Collection, Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from PIL import Image

from archive.problems import Unreadable
from ingest import outlook, tnef
from ingest.tnef import Attached
from ingest.unpack import LARGEST, MAIL, Unpacked, shown, told_of

_SMALL, _LOGO = 10_000, 60_000
"""Bytes below which a picture in a mail is decoration: at all, and when the text of the mail shows it."""
_PAGE = 700
"""Dots that a page has at least in both directions, and no logo."""
_CID = re.compile(rb"""cid:([^"'>\s)]{1,200})""", re.IGNORECASE)
_BODY = ("text/plain", "text/html", "text/enriched", "text/richtext", "text/calendar", "text/rfc822-headers", "text/x-amp-html")
"""What is the text of a mail when it has no name; any other text, such as the XML of an invoice, is a file."""
_UUENCODED = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n(.*?)\r?\nend\s*?$", re.MULTILINE | re.DOTALL)
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")


def unpack_mail(path: str, kind: str, folder: str, most: int) -> dict[str, Any]:
    """Writes the files to ``folder`` as 0, 1, 2 …; tells their names and what was left out, {} when this is no mail."""
    found = Unpacked(Path(folder), most)
    raw = Path(path).read_bytes()
    if kind == "winmail":
        _wrapped(raw, found)
        return told_of(found)
    mail = outlook.mail_of(raw) if kind == "outlook" else message_from_bytes(raw, policy=policy.default)
    if mail is None:
        return {}
    shows = frozenset(_shown_pictures(mail))
    for part in _parts(mail):
        _take(part, found, shows)
    for part in mail.walk():
        if part.get_content_type() == "text/plain" and not _is_file(part):
            _in_the_text(_bytes(part), found)
    return told_of(found)


def _in_the_text(text: bytes, found: Unpacked) -> None:
    """Files as very old programs send them: written in letters into the text."""
    for match in _UUENCODED.finditer(text):
        name = shown(match[1].decode("utf-8", "replace"))
        lines = match[2].splitlines()
        try:
            data = b"".join(binascii.a2b_uu(line) for line in lines if line.strip())
        except binascii.Error:
            found.leave(name, "sie ist beschädigt")
            continue
        if found.room(name):
            found.add(name, iter([data]), LARGEST)


def _shown_pictures(mail: EmailMessage) -> Iterator[str]:
    """The Content-IDs of pictures that the text of the mail shows."""
    for part in mail.walk():
        if part.get_content_type() == "text/html":
            data = part.get_payload(decode=True)
            yield from (found.decode("ascii", "replace") for found in _CID.findall(data if isinstance(data, bytes) else b""))


def _take(part: EmailMessage, found: Unpacked, shows: Collection[str]) -> None:
    kind = part.get_content_type()
    name = _name(part)
    data = _bytes(part)
    if kind == "application/ms-tnef" or data.startswith(tnef.MAGIC):
        try:
            _wrapped(data, found)
        except Unreadable as problem:
            found.leave(name, problem.message.rstrip("."))
    elif kind in _SIGNATURES:
        found.adorn(name)
    elif part.get_content_maintype() == "image":
        content_id = str(part.get("Content-ID") or "").strip("<> ")
        inline = bool(content_id) and (content_id in shows or part.get_content_disposition() != "attachment")
        _picture(name, data, found, inline=inline)
    elif found.room(name):
        found.add(name, iter([data]), LARGEST)


def _wrapped(raw: bytes, found: Unpacked) -> None:
    for one in tnef.attached(raw):
        name = shown(one.name or "Anhang")
        if _is_picture(one):
            _picture(name, one.data, found, inline=bool(one.content_id))
        elif found.room(name):
            found.add(name, iter([one.data]), LARGEST)


def _is_picture(one: Attached) -> bool:
    return one.mime.startswith("image/") or one.name.lower().endswith((".png", ".gif", ".jpg", ".jpeg", ".bmp"))


def _picture(name: str, data: bytes, found: Unpacked, *, inline: bool) -> None:
    if data and len(data) < (_LOGO if inline else _SMALL) and (inline or not _like_a_page(data)):
        found.adorn(name)
    elif found.room(name):
        found.add(name, iter([data]), LARGEST)


def _like_a_page(data: bytes) -> bool:
    """Whether a picture has the size of a page: in black and white that takes few bytes."""
    try:
        with Image.open(BytesIO(data)) as picture:
            return min(picture.size) >= _PAGE
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False


def _parts(mail: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that are files; a mail inside is one file, its own parts are not looked at here."""
    if mail.get_content_type() == MAIL:
        yield mail
    elif mail.is_multipart():
        for part in mail.iter_parts():
            yield from _parts(cast("EmailMessage", part))
    elif _is_file(mail):
        yield mail


def _is_file(part: EmailMessage) -> bool:
    if part.get_content_type() not in _BODY and part.get_content_maintype() != "multipart":
        return True
    return bool(_filename(part)) or part.get_content_disposition() == "attachment"


def _bytes(part: EmailMessage) -> bytes:
    if part.get_content_type() == MAIL:
        inside = part.get_payload()
        return cast("EmailMessage", inside[0]).as_bytes() if isinstance(inside, list) and inside else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _name(part: EmailMessage) -> str:
    if name := _filename(part):
        return shown(name)
    if part.get_content_type() != MAIL:
        return f"Anhang.{part.get_content_subtype()}"
    inside = part.get_payload()
    subject = str(cast("EmailMessage", inside[0]).get("Subject") or "") if isinstance(inside, list) and inside else ""
    return f"{shown(subject.replace('/', '-')[:100])}.eml" if subject.strip() else "Nachricht.eml"


def _filename(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):  # headers of strangers
        return ""
