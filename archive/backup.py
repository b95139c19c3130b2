"""A consistent copy of a space in a plain folder. Copies what can not be made again: originals, readings, journal.

Tables and index are not copied, because they are made from these. A second backup into the same folder fetches only what is
new; what lies there already is proved where it lies. What became of the archive itself is for ``archive/verify.py`` to say; the way
back is ``archive/restoring.py``.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.digest import sha256_of
from archive.entry import object_key, to_object
from archive.erasing import removal
from archive.note import objects_of
from archive.problems import Invalid, NotFound, Tampered, Unavailable
from archive.space import Space
from archive.store.keys import checked
from archive.store.seam import JOURNAL, ORIGINALS, READINGS, Store

MANIFEST = "sicherung.json"
SUMS = "SHA256SUMS"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: the space, the last journal entry in it and its hash, the number of objects."""

    space: str
    seq: int
    hash: str
    objects: int


def backup(
    space: Space, folder: Path, progress: Callable[[int], None] = lambda _done: None, *, beside: Mapping[str, bytes] | None = None
) -> Backup:
    """Copies the space into ``folder`` while it goes on working, and proves each original on its way there.

    ``beside`` are files that belong to no space, by name; they are summed too, and restoring leaves them to the caller.

    The journal's end is fixed first; every original and reading it speaks of is durable by then. Raises ``Tampered``
    for an original that is not what it was, ``Invalid`` when the folder holds the backup of another archive, and
    ``Unavailable`` when it takes no more.
    """
    seq, head = space.journal.head()
    # After the look, not before: an entry is in the tables a moment before it is in the store.
    space.journal.copy()
    last = object_key(seq)
    _must_be_ours(space, folder)
    sums: dict[str, str] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = _before(folder)
        for key in _keys(space.store, last):
            there = before.get(key)
            sums[key] = there if there and _is(folder / key, there) else _copied(space.store, key, folder)
            progress(len(sums))
        _must_be_complete(space, seq, sums)
        _forget_deleted(space, folder)
        for name, data in (beside or {}).items():
            _write(folder / name, data.decode())
            (folder / name).chmod(0o600)  # it may hold hashes of passwords
            sums[name] = hashlib.sha256(data).hexdigest()
        made = Backup(space.name, seq, head, len(sums))
        _write(folder / SUMS, "".join(f"{digest}  {key}\n" for key, digest in sorted(sums.items())))
        # Written last: a folder with this file is complete.
        _write(folder / MANIFEST, json.dumps({"space": made.space, "seq": seq, "hash": head, "objects": made.objects}) + "\n")
    except OSError as error:
        raise Unavailable(
            f"In den Ordner {folder} lässt sich nicht schreiben. Bitte prüfen Sie Platz und Rechte und sichern Sie erneut.",
            cause=str(error),
        ) from error
    return made


def _forget_deleted(space: Space, folder: Path) -> None:
    """What was deleted since an earlier backup into the same folder is deleted there, too."""
    for key in removal(space.catalog).gone:
        (folder / key).unlink(missing_ok=True)


def look(folder: Path) -> Backup:
    """What a folder holds. Raises ``NotFound`` when there is no complete backup in it."""
    try:
        return Backup(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise NotFound(f"Im Ordner {folder} liegt keine vollständige Sicherung.", cause=f"no manifest: {error}") from error


def _must_be_ours(space: Space, folder: Path) -> None:
    """A folder may hold an earlier backup of this very journal; another archive's would lose its entries."""
    try:
        held = look(folder)
    except NotFound:
        return
    entry = next(space.journal.after(held.seq - 1), None)
    if held.seq and (entry is None or (entry.seq, entry.hash) != (held.seq, held.hash)):
        raise Invalid(
            f"Im Ordner {folder} liegt die Sicherung eines anderen Archivs. Bitte nehmen Sie einen anderen Ordner.",
            cause=f"backup of {held.space} up to {held.seq} is not a part of this journal",
        )


def _must_be_complete(space: Space, seq: int, sums: Mapping[str, str]) -> None:
    """Raises ``Tampered`` when the journal, as the tables know it, speaks of something that is not in the backup."""
    removed = removal(space.catalog)
    for entry in space.journal.after(0):
        if entry.seq > seq:
            return
        right = sums.get(object_key(entry.seq)) == hashlib.sha256(to_object(entry)).hexdigest()
        originals = {ORIGINALS + sha256 for sha256 in objects_of(entry.body)}
        if entry.kind == "eingang":
            originals.add(ORIGINALS + entry.body["sha256"])
        reading = (entry.body.get("content") or {}).get("reading", "")
        if not right or (originals | {reading}) - {""} - removed.all - sums.keys():
            raise Tampered(
                f"Im Archiv fehlt etwas oder ist verändert, es geht um {entry.about}. Die Sicherung ist deshalb nicht vollständig. "
                "Alles Weitere nennt „mappe verify“.",
                cause=f"entry {entry.seq} or what it speaks of is missing or changed",
            )


def _keys(store: Store, last: str) -> Iterator[str]:
    yield from (key for key in store.keys(JOURNAL) if key <= last)
    yield from store.keys(ORIGINALS)
    yield from store.keys(READINGS)


def _copied(store: Store, key: str, folder: Path) -> str:
    """Copies one object, reading it once, and returns its hash."""
    target = folder / key
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".neu")
    hashed = hashlib.sha256()
    with store.open(key) as stream, partial.open("wb") as out:
        while chunk := stream.read(_CHUNK):
            hashed.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    now = hashed.hexdigest()
    if key.startswith(ORIGINALS) and now != key.removeprefix(ORIGINALS):
        partial.unlink()
        raise Tampered("Ein Original ist nicht mehr unverändert. „mappe verify“ nennt den Eingang.", cause=f"{key} hashes to {now}")
    partial.replace(target)
    return now


def _before(folder: Path) -> dict[str, str]:
    """What an earlier backup into this folder says of its files. Without one, or with a damaged list, everything is fetched."""
    try:
        return sums_of(folder)
    except (FileNotFoundError, ValueError):
        return {}


def sums_of(folder: Path) -> dict[str, str]:
    """What a backup says of its files. Raises ``FileNotFoundError`` or ``ValueError`` where it does not say."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {checked(key): digest for digest, key in (line.split("  ", 1) for line in lines)}


def _is(file: Path, digest: str) -> bool:
    return file.is_file() and digest_of(file) == digest


def digest_of(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as stream:
        return sha256_of(stream)


def _write(file: Path, text: str) -> None:
    partial = file.with_name(file.name + ".neu")
    with partial.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(file)
