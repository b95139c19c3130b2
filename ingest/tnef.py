"""The files inside a winmail.dat (TNEF), the wrapping only Outlook makes. Reads structure by structure and believes no length.

What a message says stands in the mail around it as well; here only its attachments are taken. Written after [MS-OXTNEF].
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from archive.problems import Unreadable

MAGIC = b"\x78\x9f\x3e\x22"
_STARTS, _TITLE, _DATA, _PROPERTIES, _CODEPAGE = 0x9002, 0x8010, 0x800F, 0x9005, 0x9007
_LONG_NAME, _SHORT_NAME, _OBJECT, _MIME, _CONTENT_ID = 0x3707, 0x3704, 0x3701, 0x370E, 0x3712
_FIXED = {0x01: 0, 0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_TEXT8, _TEXT16 = 0x1E, 0x1F
_SIZED = (_TEXT8, _TEXT16, 0x0D, 0x102)
_IID = 16
_DEEPEST = 3
_MOST_VALUES = 10_000


@dataclass
class Attached:
    """One attachment: its name, its bytes, and what a mail would say of it."""

    name: str = ""
    data: bytes = b""
    mime: str = ""
    content_id: str = ""


def attached(raw: bytes, depth: int = 0) -> list[Attached]:
    """All attachments, those of messages inside too. Raises ``Unreadable`` when the wrapping is damaged."""
    if not raw.startswith(MAGIC):
        raise Unreadable("Der Mail-Anhang winmail.dat ist beschädigt.", cause="no TNEF signature")
    found: list[Attached] = []
    codepage = "cp1252"
    try:
        for kind, value in _attributes(raw):
            if kind == _CODEPAGE and len(value) >= 4:
                codepage = _known(struct.unpack_from("<I", value)[0])
            elif kind == _STARTS:
                found.append(Attached())
            elif found:
                _take(found[-1], kind, value, codepage)
    except struct.error as error:
        raise Unreadable("Der Mail-Anhang winmail.dat ist unvollständig.", cause=f"TNEF ends early: {error}") from error
    return [each for one in found for each in _opened(one, depth)]


def _opened(one: Attached, depth: int) -> list[Attached]:
    """A message inside has no bytes of its own that anybody could open: its attachments stand for it."""
    return attached(one.data, depth + 1) if one.data.startswith(MAGIC) and depth < _DEEPEST else [one]


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6  # signature and key
    while at < len(raw):
        _level, kind, length = struct.unpack_from("<BII", raw, at)
        at += 9
        if at + length + 2 > len(raw):
            raise struct.error("attribute is cut off")
        yield kind & 0xFFFF, raw[at : at + length]
        at += length + 2  # and its checksum


def _take(one: Attached, kind: int, value: bytes, codepage: str) -> None:
    if kind == _TITLE:
        one.name = one.name or _text(value, codepage)
    elif kind == _DATA:
        one.data = value
    elif kind == _PROPERTIES:
        for key, type_, part in _properties(value):
            text = part.decode("utf-16-le", "replace").rstrip("\0") if type_ == _TEXT16 else _text(part, codepage)
            if key in (_LONG_NAME, _SHORT_NAME):
                one.name = text if key == _LONG_NAME else one.name or text
            elif key == _MIME:
                one.mime = text
            elif key == _CONTENT_ID:
                one.content_id = text
            elif key == _OBJECT and len(part) > _IID and not one.data:
                one.data = part[_IID:] if type_ == 0x0D else part


def _properties(value: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Key, type and bytes of each property of an attachment; of one with many values the first."""
    (count,) = struct.unpack_from("<I", value)
    at = 4
    for _ in range(min(count, _MOST_VALUES)):
        type_, key = struct.unpack_from("<HH", value, at)
        at += 4
        if key >= 0x8000:
            at = _past_name(value, at)
        many, type_ = bool(type_ & 0x1000), type_ & 0x0FFF
        values = 1
        if many or type_ in _SIZED:
            (values,) = struct.unpack_from("<I", value, at)
            at += 4
        first = b""
        for number in range(min(values, _MOST_VALUES)):
            part, at = _value(value, at, type_)
            first = part if number == 0 else first
        yield key, type_, first


def _past_name(value: bytes, at: int) -> int:
    (kind,) = struct.unpack_from("<I", value, at + 16)
    if kind == 0:
        return at + 24
    (length,) = struct.unpack_from("<I", value, at + 20)
    return at + 24 + _padded(length)


def _value(value: bytes, at: int, type_: int) -> tuple[bytes, int]:
    if type_ in _SIZED:
        (length,) = struct.unpack_from("<I", value, at)
        at += 4
        if at + length > len(value):
            raise struct.error("property is cut off")
        return value[at : at + length], at + _padded(length)
    if type_ not in _FIXED:
        raise struct.error(f"property of unknown type {type_:#x}")
    return value[at : at + _FIXED[type_]], at + _FIXED[type_]


def _padded(length: int) -> int:
    return length + -length % 4


def _text(value: bytes, codepage: str) -> str:
    return value.split(b"\0", 1)[0].decode(codepage, "replace")


def _known(number: int) -> str:
    name = f"cp{number}" if number != 65001 else "utf-8"
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
