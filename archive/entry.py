"""One journal entry: its fields, its hash, its form in the store. Appending and reading stand in ``journal``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive import codec
from archive.problems import Tampered
from archive.store.seam import JOURNAL

START = "0" * 64
"""What stands as ``prev`` in the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. ``about`` is an Eingangsnummer or the number of an order, purchase order or supplier."""

    seq: int
    at: datetime
    who: str
    kind: str
    about: str
    body: Mapping[str, Any]
    prev: str
    hash: str


def seal(entry: Entry) -> str:
    """The hash an entry must carry: SHA-256 over its canonical JSON without the hash itself, ``prev`` included."""
    parts = (entry.seq, entry.at.isoformat(), entry.who, entry.kind, entry.about, codec.dumps(entry.body), entry.prev)
    return hashlib.sha256(json.dumps(parts, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def to_object(entry: Entry) -> bytes:
    """The entry as it lies in the store."""
    return (codec.dumps(entry) + "\n").encode()


def from_object(data: bytes) -> Entry:
    """The entry from its object in the store. Raises ``Tampered`` when it is not one."""
    try:
        return codec.loads(Entry, data)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Tampered("Ein Eintrag des Journals ist nicht lesbar.", cause=f"journal object is damaged: {error}") from error


def object_key(seq: int) -> str:
    """Where an entry lies in the store; a thousand entries share a folder."""
    return f"{JOURNAL}{seq // 1000:09d}/{seq:012d}.json"
