"""The files in ``fehler``: which they are, why they lie there, and what a person decides about them. Deletes no file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.problems import NotFound, Unavailable
from service.names import display_name
from service.watch.layout import FAILED
from service.watch.moving import move_new
from service.watch.state import MOST

SEEN = "gesehen"
"""Folder in ``fehler`` for what nobody needs to look at any more."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A file in ``fehler`` and the reason beside it; ``file`` is its name there."""

    file: str
    name: str
    why: str


def failed(root: Path) -> tuple[int, list[Failed]]:
    """How many files lie in ``fehler``, and the first of them."""
    names = _names(root)
    reasons = {name.removesuffix(".txt") for name in names if name.endswith(".txt")}
    files = [name for name in names if not (name.endswith(".txt") and name.removesuffix(".txt") in set(names))]
    return len(files), [Failed(name, display_name(name), _reason(root, name) if name in reasons else "") for name in files[:MOST]]


def again(root: Path, file: str) -> None:
    """Puts a file back into the scan folder, under its own name when that is free. Raises ``NotFound`` and ``Unavailable``."""
    own = file[7:] if len(file) > 7 and file[6] == "_" else file  # behind what made it unique in "fehler"
    try:
        _move(root, file, root / own)
    except FileExistsError:
        _moved(root, file, root / file)
    (root / FAILED / f"{file}.txt").unlink(missing_ok=True)


def dismiss(root: Path, file: str) -> None:
    """Puts a file and its reason aside for good. Raises ``NotFound`` and ``Unavailable``."""
    _moved(root, file, root / FAILED / SEEN / file)
    if (root / FAILED / f"{file}.txt").exists():
        _moved(root, f"{file}.txt", root / FAILED / SEEN / f"{file}.txt")


def _moved(root: Path, file: str, target: Path) -> None:
    try:
        _move(root, file, target)
    except FileExistsError as error:
        raise _stuck(error) from error


def _move(root: Path, file: str, target: Path) -> None:
    # Only a name that the folder itself tells: what came with the request is never a path.
    if file not in _names(root):
        raise NotFound("Diese Datei liegt nicht mehr in „fehler“.", cause=f"no {file!r} in the folder")
    try:
        target.parent.mkdir(exist_ok=True)
        move_new(root / FAILED / file, target)
    except FileExistsError:
        raise
    except OSError as error:
        raise _stuck(error) from error


def _stuck(error: OSError) -> Unavailable:
    return Unavailable("Die Datei lässt sich nicht verschieben. Bitte prüfen Sie die Rechte im Scan-Ordner.", cause=str(error))


def _names(root: Path) -> list[str]:
    try:
        return sorted(path.name for path in (root / FAILED).iterdir() if not path.name.startswith(".") and not path.is_dir())
    except OSError:
        return []


def _reason(root: Path, name: str) -> str:
    try:
        with (root / FAILED / f"{name}.txt").open(encoding="utf-8", errors="replace") as file:
            return file.read(500).strip()
    except OSError:
        return ""
