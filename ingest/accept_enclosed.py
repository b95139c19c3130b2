"""Files of an e-invoice into the intake: each becomes a paper of its own that names its parent. Reads none of them."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from archive.enclosures import taken_in
from archive.intake import Sender
from archive.scan import Reading
from archive.space import Space
from archive.store.seam import Incoming
from ingest import bounded, enclosed
from ingest.media import recognise

SOURCE = "anhang"


def accept(space: Space, parent: str, reading: Reading, path: Path) -> list[str]:
    """Takes the files in and tells the Eingangsnummern of those that are to be read. May run twice."""
    if reading.einvoice is None or not any(row.get("BT-125") for row in reading.einvoice.groups.get("BG-24", ())):
        return []
    files = bounded.run(enclosed.files, bounded.absolute(path), recognise(path))
    numbers = [_accept(space, parent, one["name"], base64.b64decode(one["data"])) for one in files]
    return [number for number in dict.fromkeys(numbers) if space.intake.get(number).state == "received"]


def _accept(space: Space, parent: str, name: str, data: bytes) -> str:
    def pour(incoming: Incoming) -> None:
        incoming.write(data)

    return taken_in(space, hashlib.sha256(data).hexdigest(), pour, Sender(name, _media(name), SOURCE, "mappe", parent))


def _media(name: str) -> str:
    return next((media for media, ending in enclosed.ENDINGS.items() if name.lower().endswith(ending)), "application/octet-stream")
