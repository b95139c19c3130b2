"""A stack with our own sheets into papers: split before anything is filed, unless a person took that back."""

from __future__ import annotations

from archive.problems import Unreadable
from archive.scan import Reading
from archive.space import Space
from archive.stack import split
from ingest import separated


def parted(space: Space, eingangsnummer: str, reading: Reading) -> list[str] | None:
    """Splits the stack and tells the Eingangsnummern of its papers, ``None`` when there is nothing to split. May run twice.

    Raises ``Unreadable`` for a file of nothing but sheets.
    """
    if reading.einvoice is not None or not separated.sheets(reading):
        return None
    if any(entry.kind == "aufgeteilt" for entry in space.journal.about(eingangsnummer)):
        # It was split before and a person took that back: people decide.
        return None
    found = separated.parts(reading)
    if not found:
        raise Unreadable(
            "In dieser Datei sind nur Deckblätter oder Trennblätter, keine Belege. Bitte legen Sie Belege dahinter und scannen Sie neu.",
            cause="nothing but cover sheets",
        )
    return list(split(space, eingangsnummer, found, "mappe", reading=reading))
