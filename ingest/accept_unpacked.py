"""The files of a ZIP or a mail into the intake: each becomes a paper of its own that names its parent. Reads none of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from archive.digest import sha256_of
from archive.enclosures import parent as parent_of
from archive.enclosures import taken_in, unpacked
from archive.intake import Sender
from archive.problems import Unreadable
from archive.scratch import scratch
from archive.space import Space
from archive.store.seam import Incoming
from ingest import bounded, unpack, unpack_mail
from ingest.bounded import Bounds
from ingest.media import HEAD, media_type

SOURCE = "ausgepackt"
DEEPEST = 2
"""How deep containers may lie in each other: a ZIP in a mail is taken apart, a ZIP in that ZIP is not."""
IN_ALL = 400
"""Files that may come out of one handing-in, at all depths together."""
_CHUNK = 1 << 20
_NAMED = 10


def taken_apart(space: Space, eingangsnummer: str, path: Path) -> list[str] | None:
    """Takes the files in and tells their Eingangsnummern, ``None`` when this is no container. May run twice.

    Raises ``Unreadable`` when nothing in it could be taken, with the reasons.
    """
    kind = unpack.kind_of(path, space.intake.get(eingangsnummer).scan.media_type)
    if not kind:
        return None
    if _depth(space, eingangsnummer) >= DEEPEST:
        raise Unreadable("Hier sind zu viele Pakete ineinander gepackt. Bitte geben Sie die Dateien selbst ab.", cause="nested too deep")
    with scratch() as folder:
        found = _unpacked(path, kind, folder, _left(space, eingangsnummer))
        if not found:
            return None
        numbers = [_accept(space, eingangsnummer, folder / str(index), name) for index, name in enumerate(found["names"])]
    if not numbers:
        raise Unreadable(f"{_EMPTY[kind]}{_left_out(found)}", cause="nothing to take inside")
    unpacked(space.journal, eingangsnummer, _sentence(numbers, found), numbers, [*found["notes"], *found["decoration"]])
    return [number for number in dict.fromkeys(numbers) if space.intake.get(number).state == "received"]


def _unpacked(path: Path, kind: str, folder: Path, most: int) -> dict[str, list[str]]:
    bounds = Bounds(folders=(str(folder),))
    place = bounded.absolute(path)
    if kind == "zip":
        found = bounded.run(unpack.unpack_zip, place, str(folder), most, bounds=bounds)
    else:
        found = bounded.run(unpack_mail.unpack_mail, place, kind, str(folder), most, bounds=bounds)
    return cast("dict[str, list[str]]", found)


def _left(space: Space, number: str) -> int:
    """How many files may still come out of what was handed in: a ZIP full of ZIPs must not become tens of thousands of papers."""
    root, inside = number, False
    while above := parent_of(space.journal.about(root)):
        root, inside = above, True
    if not inside:
        return unpack.MOST
    parts = _parts(space, root)
    return max(0, min(unpack.MOST, IN_ALL - len(parts) - sum(len(_parts(space, part)) for part in parts)))


def _parts(space: Space, number: str) -> list[str]:
    return [part for entry in space.journal.about(number) if entry.kind == "ausgepackt" for part in entry.body["parts"]]


def _accept(space: Space, parent: str, file: Path, name: str) -> str:
    with file.open("rb") as stream:
        head = stream.read(HEAD)
        stream.seek(0)
        sha256 = sha256_of(stream)
        stream.seek(0)

        def pour(incoming: Incoming) -> None:
            while chunk := stream.read(_CHUNK):
                incoming.write(chunk)

        sender = Sender(name, media_type(head) or "application/octet-stream", SOURCE, "mappe", parent)
        return taken_in(space, sha256, pour, sender)


def _depth(space: Space, number: str) -> int:
    depth = 0
    while (number := parent_of(space.journal.about(number))) and depth < DEEPEST:
        depth += 1
    return depth


def _left_out(found: Mapping[str, list[str]]) -> str:
    notes, decoration = found["notes"], found["decoration"]
    more = f" Und {len(notes) - _NAMED} weitere." if len(notes) > _NAMED else ""
    left = f" Nicht übernommen: {' '.join(notes[:_NAMED])}{more}" if notes else ""
    if decoration:
        names = ", ".join(f"„{name}“" for name in decoration[:_NAMED]) + (" und weitere" if len(decoration) > _NAMED else "")
        left += f" Kleine Bilder und Signaturen der Mail sind keine Papiere: {names}."
    return left


def _sentence(numbers: list[str], found: Mapping[str, list[str]]) -> str:
    each = list(dict.fromkeys(numbers))
    more = " und weitere" if len(each) > _NAMED else ""
    files = "1 Datei ist ein eigener Eingang" if len(each) == 1 else f"{len(each)} Dateien sind eigene Eingänge"
    return f"Ausgepackt: {files} ({', '.join(each[:_NAMED])}{more}).{_left_out(found)}"


_EMPTY = {
    "mail": "In dieser E-Mail ist keine Datei, die ein Papier sein kann.",
    "outlook": "In dieser Outlook-Mail ist keine Datei, die ein Papier sein kann.",
    "winmail": "In dieser winmail.dat ist keine Datei, die ein Papier sein kann.",
    "zip": "In dieser ZIP-Datei ist keine Datei, die ein Papier sein kann.",
}
