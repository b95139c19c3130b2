"""Files of an e-invoice into the intake: each becomes a paper of its own that names its parent. Reads none of them."""

from __future__ import annotations

import base64
from pathlib import Path

from archive.intake import Sender
from archive.scan import Reading
from archive.space import Space
from ingest import bounded, enclosed
from ingest.media import recognise

SOURCE = "anhang"


def accept(space: Space, parent: str, reading: Reading, path: Path) -> list[str]:
    """Takes the files in and tells their Eingangsnummern. Bytes that came in before are left alone, so it may run twice."""
    if reading.einvoice is None or not any(row.get("BT-125") for row in reading.einvoice.groups.get("BG-24", ())):
        return []
    found = []
    for one in bounded.run(enclosed.files, bounded.absolute(path), recognise(path)):
        with space.intake.receive() as incoming:
            incoming.write(base64.b64decode(one["data"]))
            stored = incoming.keep()
        if not space.intake.has(stored.sha256):
            sender = Sender(one["name"], _media(one["name"]), SOURCE, "mappe", parent)
            found.append(space.intake.acknowledge(stored, sender).eingangsnummer)
    return found


def _media(name: str) -> str:
    return next((media for media, ending in enclosed.ENDINGS.items() if name.lower().endswith(ending)), "application/octet-stream")
