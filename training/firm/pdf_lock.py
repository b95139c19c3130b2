"""Password protection of a PDF (RC4, 128 bit, revision 3): bad input that an archive must recognise. No protection of anything real."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Sequence

_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_RIGHTS = -3904


def lock(objects: Sequence[bytes], password: str) -> tuple[list[bytes], str, str]:
    """The objects with encrypted streams and the encryption dictionary appended, the trailer entry, and the file's ID."""
    identity = _md5(b"".join(objects))
    user = (password.encode("latin-1") + _PAD)[:32]
    owner_key = _repeat(_md5(user), 50)
    owner = _rounds(owner_key, user)
    key = _repeat(_md5(user + owner + struct.pack("<i", _RIGHTS) + identity), 50)
    check = _rounds(key, _md5(_PAD + identity)) + bytes(16)
    locked = [_encrypt(body, number, key) for number, body in enumerate(objects, 1)]
    locked.append(
        f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P {_RIGHTS} /O <{owner.hex()}> /U <{check.hex()}> >>".encode(),
    )
    return locked, f"/Encrypt {len(locked)} 0 R", identity.hex()


def _encrypt(body: bytes, number: int, key: bytes) -> bytes:
    found = re.search(rb"stream\n(.*)\nendstream$", body, re.DOTALL)
    if not found:
        return body
    own = _md5(key + struct.pack("<I", number)[:3] + b"\0\0")
    return body[: found.start(1)] + _rc4(own, found.group(1)) + b"\nendstream"


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _repeat(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = _md5(data)
    return data


def _rounds(key: bytes, data: bytes) -> bytes:
    for turn in range(20):
        data = _rc4(bytes(byte ^ turn for byte in key), data)
    return data


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
