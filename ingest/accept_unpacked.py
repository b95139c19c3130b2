"""The files of a ZIP or a mail into the intake: each becomes a paper of its own that names its parent. Reads none of them."""

from __future__ import annotations

from pathlib import Path

from archive.enclosures import parent as parent_of
from archive.enclosures import unpacked, with_bytes
from archive.intake import Sender
from archive.problems import Unreadable
from archive.scratch import scratch
from archive.space import Space
from ingest import bounded, unpack
from ingest.bounded import Bounds
from ingest.media import HEAD, media_type

SOURCE = "ausgepackt"
DEEPEST = 2
"""How deep containers may lie in each other: a ZIP in a mail is taken apart, a ZIP in that ZIP is not."""
_CHUNK = 1 << 20
_NAMED = 10


def taken_apart(space: Space, eingangsnummer: str, path: Path) -> list[str] | None:
    """Takes the files in and tells their Eingangsnummern, ``None`` when this is no container. May run twice.

    Raises ``Unreadable`` when nothing in it could be taken, with the reasons.
    """
    kind = unpack.kind_of(path)
    if not kind:
        return None
    if _depth(space, eingangsnummer) >= DEEPEST:
        raise Unreadable("Hier sind zu viele Pakete ineinander gepackt. Bitte geben Sie die Dateien selbst ab.", cause="nested too deep")
    with scratch() as folder:
        found = bounded.run(unpack.unpack, bounded.absolute(path), kind, str(folder), bounds=Bounds(folders=(str(folder),)))
        if not found:
            return None
        numbers = [_accept(space, eingangsnummer, folder / str(index), name) for index, name in enumerate(found["names"])]
    if not numbers:
        raise Unreadable(_empty(kind, found["notes"]), cause="nothing to take inside")
    unpacked(space.journal, eingangsnummer, _sentence(numbers, found["notes"]), numbers)
    return [number for number in dict.fromkeys(numbers) if space.intake.get(number).state == "received"]


def _accept(space: Space, parent: str, file: Path, name: str) -> str:
    with space.intake.receive() as incoming, file.open("rb") as stream:
        head = stream.read(HEAD)
        incoming.write(head)
        while chunk := stream.read(_CHUNK):
            incoming.write(chunk)
        stored = incoming.keep()
    if known := with_bytes(space.catalog, [stored.sha256]).get(stored.sha256):
        return known.eingangsnummer
    sender = Sender(name, media_type(head) or "application/octet-stream", SOURCE, "mappe", parent)
    return space.intake.acknowledge(stored, sender).eingangsnummer


def _depth(space: Space, number: str) -> int:
    depth = 0
    while (number := parent_of(space.journal.about(number))) and depth < DEEPEST:
        depth += 1
    return depth


def _left_out(notes: list[str]) -> str:
    more = f" Und {len(notes) - _NAMED} weitere." if len(notes) > _NAMED else ""
    return f" Nicht übernommen: {' '.join(notes[:_NAMED])}{more}" if notes else ""


def _sentence(numbers: list[str], notes: list[str]) -> str:
    each = list(dict.fromkeys(numbers))
    more = " und weitere" if len(each) > _NAMED else ""
    files = "1 Datei ist ein eigener Eingang" if len(each) == 1 else f"{len(each)} Dateien sind eigene Eingänge"
    return f"Ausgepackt: {files} ({', '.join(each[:_NAMED])}{more}).{_left_out(notes)}"


def _empty(kind: str, notes: list[str]) -> str:
    where = "dieser E-Mail" if kind == "mail" else "dieser ZIP-Datei"
    return f"In {where} ist keine Datei, die ein Papier sein kann.{_left_out(notes)}"
