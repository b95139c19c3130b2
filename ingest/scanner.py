"""Asks a virus scanner (ClamAV's ``clamd``) about bytes, over its own protocol (INSTREAM). Decides nothing about a paper.

The scanner is a program of its own on this or another machine; whatever it does with the bytes happens there.
"""

from __future__ import annotations

import socket
import struct
from pathlib import Path
from typing import BinaryIO

from archive.problems import Invalid, TooHeavy, Unavailable

_CHUNK = 1 << 18
_PATIENCE = 100.0
"""Seconds for one answer: clamd gives up on a file after two minutes as it comes, and works on it all that time."""
_ANSWER = 4096


def scan(stream: BinaryIO, place: str) -> str:
    """The name of what was found in the rest of ``stream``, "" when it is clean. ``place`` is ``HOST:PORT`` or the path of a socket.

    Raises ``Unavailable`` when the scanner does not answer and ``TooHeavy`` when it does not take a file of this size.
    """
    try:
        with _connected(place) as line:
            said = _ask(line, stream)
    except OSError as error:
        raise Unavailable(
            "Der Virenscanner antwortet nicht. Ohne ihn wird nichts gelesen; das Papier wird später noch einmal versucht.",
            cause=f"clamd at {place}: {error!r}",
        ) from error
    return _understood(said, place)


def answers(place: str) -> bool:
    """Whether the scanner is there and ready."""
    try:
        with _connected(place) as line:
            line.sendall(b"zPING\0")
            return line.recv(_ANSWER).startswith(b"PONG")
    except OSError:
        return False


def checked_place(place: str) -> str:
    """The place itself. Raises ``Invalid`` when it is neither ``HOST:PORT`` nor the path of a socket."""
    host, _, port = place.rpartition(":")
    if not place or Path(place).is_absolute() or (host and port.isdecimal() and 0 < int(port) < 65536):
        return place
    raise Invalid(
        f"Die Einstellung MAPPE_CLAMAV nennt keinen Virenscanner: „{place}“. Erlaubt sind RECHNER:PORT oder der volle Pfad eines Sockets.",
        cause="bad MAPPE_CLAMAV",
    )


def _connected(place: str) -> socket.socket:
    if Path(place).is_absolute():
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(_PATIENCE)
        try:
            line.connect(place)
        except BaseException:
            line.close()
            raise
        return line
    host, _, port = place.rpartition(":")
    line = socket.create_connection((host.strip("[]"), int(port)), timeout=5)
    line.settimeout(_PATIENCE)
    return line


def _ask(line: socket.socket, stream: BinaryIO) -> bytes:
    line.sendall(b"zINSTREAM\0")
    try:
        while chunk := stream.read(_CHUNK):
            line.sendall(struct.pack(">I", len(chunk)) + chunk)
        line.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has heard enough, and its answer says why
    said = b""
    while b"\0" not in said and len(said) < _ANSWER and (more := line.recv(_ANSWER)):
        said += more
    return said


def _understood(said: bytes, place: str) -> str:
    words = said.rstrip(b"\0").decode("utf-8", "replace").strip()
    if words.endswith("FOUND"):
        return words.removeprefix("stream:").removesuffix("FOUND").strip()[:200] or "?"
    if words.endswith("OK"):
        return ""
    if "size limit exceeded" in words:
        raise TooHeavy(
            "Der Virenscanner nimmt eine so große Datei nicht an. Bitte erhöhen Sie StreamMaxLength in clamd.conf und lesen Sie das "
            "Papier dann noch einmal.",
            cause=f"clamd at {place}: {words}",
        )
    raise Unavailable(
        "Der Virenscanner hat das Papier nicht geprüft. Es wird später noch einmal versucht.", cause=f"clamd at {place}: {words!r}"
    )
