"""How the scan folder is laid out, and what lies in it. Opens no file and moves none."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.problems import Unavailable

DONE, FAILED, WORK = "erledigt", "fehler", "in-arbeit"
LOCK = ".mappe.lock"
OLD = 24 * 3600.0
"""Seconds after which a file with an unfinished name is told of."""
DEEPEST = 4
"""Folders below each other that are looked into."""

_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".download", ".swp", ".lock")
_SYSTEM = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Sight:
    """A file as one look saw it. ``path`` is relative to the folder; two equal sights mean that nothing changed between them."""

    path: Path
    size: int
    changed: int
    inode: int

    @property
    def hint(self) -> str:
        """The folders it lies in, as text; "" at the top."""
        return "" if self.path.parent == Path() else self.path.parent.as_posix()


def sights(root: Path, passed_by: dict[Path, str]) -> Iterator[Sight]:
    """Every file that may be picked up, in order of name. Raises ``Unavailable`` when the folder does not answer.

    ``passed_by`` takes up folders below it that can not be looked into, and why: they keep nothing else waiting.
    """
    try:
        yield from sorted(_below(root, Path(), 0, passed_by), key=lambda sight: sight.path)
    except OSError as error:
        raise Unavailable(missing(root), cause=str(error)) from error


def missing(root: Path) -> str:
    """The sentence for a folder that does not answer."""
    return f"Der Scan-Ordner „{root}“ ist nicht erreichbar. Bitte prüfen Sie, ob es ihn gibt und ob das Netzlaufwerk eingehängt ist."


def _below(root: Path, inside: Path, depth: int, passed_by: dict[Path, str]) -> Iterator[Sight]:
    for entry in _listed(root, inside, passed_by):
        if unfinished(entry.name):
            _note_old(entry, inside, passed_by)
            continue
        if ignored(entry.name) or (depth == 0 and entry.name.lower() in (DONE, FAILED, WORK)):
            continue
        try:
            about = entry.stat(follow_symlinks=False)
        except FileNotFoundError:  # renamed or taken away between the listing and now
            continue
        if stat.S_ISDIR(about.st_mode) and depth < DEEPEST:
            yield from _below(root, inside / entry.name, depth + 1, passed_by)
        elif stat.S_ISDIR(about.st_mode):
            passed_by[inside / entry.name] = f"Dieser Ordner liegt tiefer als {DEEPEST} Ebenen. Bitte legen Sie die Dateien weiter oben ab."
        elif stat.S_ISREG(about.st_mode) or stat.S_ISLNK(about.st_mode):
            yield Sight(inside / entry.name, about.st_size, about.st_mtime_ns, about.st_ino)


def _listed(root: Path, inside: Path, passed_by: dict[Path, str]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(root / inside) as entries:
            return list(entries)
    except PermissionError:
        if inside == Path():
            raise
        if inside.name != "lost+found":  # every disk has one
            passed_by[inside] = "Dieser Ordner lässt sich nicht öffnen. Bitte geben Sie dem Dienst das Recht, ihn zu lesen."
    except FileNotFoundError:
        if inside == Path():
            raise  # else it was renamed or taken away meanwhile
    return []


def _note_old(entry: os.DirEntry[str], inside: Path, passed_by: dict[Path, str]) -> None:
    """What keeps the name of an unfinished file for a day is perhaps none."""
    try:
        about = entry.stat(follow_symlinks=False)
    except OSError:
        return
    if stat.S_ISREG(about.st_mode) and time.time() - about.st_mtime > OLD:
        passed_by[inside / entry.name] = "Sie heißt wie eine unfertige Datei. Ist sie fertig, geben Sie ihr bitte einen anderen Namen."


def ignored(name: str) -> bool:
    """Whether this name says: hidden, of the system, or not finished yet."""
    return name.startswith((".", "~$")) or name.lower() in _SYSTEM or unfinished(name)


def unfinished(name: str) -> bool:
    """Whether this name says that somebody still writes."""
    plain = name.lower()
    return not plain.startswith((".", "~$")) and (plain.startswith("~") or plain.endswith(_UNFINISHED))
