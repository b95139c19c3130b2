"""Checksums of the files of a build: engines do not check what they read, and damage must not look like an answer."""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path

_SEALS = "pruefsummen.json"
_WRITTEN_ONCE = frozenset((".seg", ".toc", ".store", ".fast", ".pos", ".term", ".fieldnorm", ".idx", ".del"))
_CHUNK = 1 << 20


def seal(build: Path) -> None:
    """Notes size and checksum of the files that are new. A file without a seal is one whose writer died just then: whole."""
    known = _read(build) or {}
    sealed = {name: known.get(name) or _sum(build / name) for name in _files(build)}
    temporary = build / f"{_SEALS}.{os.getpid()}"
    temporary.write_text(json.dumps({name: found for name, found in sealed.items() if found}), encoding="ascii")
    temporary.replace(build / _SEALS)


def damage(build: Path, most: int | None = None) -> str:
    """What is wrong with a build, in English, or "". Sums are compared unless there are more than ``most`` bytes of them."""
    seals = _read(build)
    if seals is None:
        return f"{build.name} has an unreadable list of checksums"
    deep = most is None or sum(size for size, _ in seals.values()) <= most
    for name, (size, expected) in seals.items():
        try:
            same = (build / name).stat().st_size == size and (not deep or _sum(build / name) == [size, expected])
        except FileNotFoundError:  # Merged away since, or lost: opening the index tells.
            continue
        if not same:
            return f"{name} is not what was written"
    return ""


def _files(build: Path) -> list[str]:
    return [entry.name for entry in build.iterdir() if entry.suffix in _WRITTEN_ONCE]


def _read(build: Path) -> dict[str, list[int]] | None:
    try:
        found = json.loads((build / _SEALS).read_text(encoding="ascii"))
    except FileNotFoundError:
        return {}
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _sum(path: Path) -> list[int] | None:
    checksum = size = 0
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                checksum, size = zlib.crc32(chunk, checksum), size + len(chunk)
    except FileNotFoundError:  # Merged into another one meanwhile.
        return None
    return [size, checksum]
