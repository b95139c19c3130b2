"""Getting an original out of the store as a local file, proved against its hash; and where its page images lie."""

from __future__ import annotations

import hashlib
from pathlib import Path

from archive.problems import Tampered
from archive.store.seam import DERIVED, ORIGINALS, Store

CHUNK = 1024 * 1024


def fetch(store: Store, sha256: str, path: Path) -> None:
    """Copies an original to ``path``. Raises ``Tampered`` when its bytes are not those that came in, ``NotFound`` when it is gone."""
    digest = hashlib.sha256()
    with store.open(ORIGINALS + sha256) as stream, path.open("wb") as target:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            target.write(chunk)
    if digest.hexdigest() != sha256:
        raise Tampered(
            "Das Original ist nicht mehr unverändert. Bitte melden Sie das; die Sicherung enthält es noch.",
            cause=f"original {sha256} has other bytes than its name says",
        )


def page_key(sha256: str, number: int, rotation: int | None = None) -> str:
    """Where the image of an original's page lies; ``number`` counts from 1, ``rotation`` is a turn that a person chose for it.

    Derived: it can be made again at any time.
    """
    turned = "" if rotation is None else f"-{rotation}"
    return f"{DERIVED}{sha256}/seite-{number:04d}{turned}.webp"
