"""Which keys exist: plain relative ASCII paths, and which of them may be replaced or removed. Knows no storage."""

from __future__ import annotations

import re

from archive.store.seam import DERIVED, ORIGINALS

_SEGMENT = r"[A-Za-z0-9_=][A-Za-z0-9._=-]{0,199}"
"""No leading dot (no ``..``, and room for hidden files of our own) and no leading dash (no option for any program)."""
_KEY = re.compile(rf"{_SEGMENT}(/{_SEGMENT})*")
_PREFIX = re.compile(rf"({_SEGMENT}/)*({_SEGMENT})?")
_ORIGINAL = re.compile(r"[0-9a-f]{64}")
_LONGEST = 700  # S3 allows 1024 bytes including the prefix of the space


def checked(key: str) -> str:
    """The key itself. Raises ``ValueError`` when it is not a plain relative path, or an original not named by a hash."""
    if len(key) > _LONGEST or not _KEY.fullmatch(key):
        raise ValueError(f"not a key of the store: {key[:200]!r}")
    if key.startswith(ORIGINALS) and not _ORIGINAL.fullmatch(key.removeprefix(ORIGINALS)):
        raise ValueError(f"originals are named by their hash: {key[:200]!r}")
    return key


def checked_prefix(prefix: str) -> str:
    """The prefix itself; it may end inside a segment and may be empty. Raises ``ValueError`` for anything else."""
    if len(prefix) > _LONGEST or not _PREFIX.fullmatch(prefix):
        raise ValueError(f"not a prefix of keys: {prefix[:200]!r}")
    return prefix


def original(sha256: str) -> str:
    return checked(ORIGINALS + sha256)


def is_derived(key: str) -> bool:
    return key.startswith(DERIVED)


def removable(key: str) -> str:
    """The key itself. Raises ``ValueError`` unless it names a derived object."""
    if not is_derived(checked(key)):
        raise ValueError(f"only derived objects may be removed: {key!r}")
    return key


def fitting(key: str, sha256: str) -> str:
    """The key itself. Raises ``ValueError`` when it names an original with another hash than the bytes have."""
    if checked(key).startswith(ORIGINALS) and key != ORIGINALS + sha256:
        raise ValueError(f"bytes with the hash {sha256} are not the original {key!r}")
    return key
