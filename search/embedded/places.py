"""Where the index of a space lies: one folder per build, a small file that names the present one, and the switch to a new one."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.problems import Unavailable
from search.embedded.engines import Engine

WAIT = 120.0
"""Seconds a writer waits for another one before it gives up."""
_CURRENT, _VERSION, _BUILD, _BUILT, _UNFINISHED = "stand", "version", "bau-", "fortschritt", "unfertig"


def current(folder: Path) -> str:
    """The name of the present build, "" when there is none; a spoilt pointer leads to a build that does not exist."""
    try:
        name = (folder / _CURRENT).read_bytes().decode("ascii", "replace")
    except FileNotFoundError:
        return ""
    return name if re.fullmatch(rf"{_BUILD}[0-9a-f]{{32}}", name) else f"{_BUILD}unbekannt"


def version(build: Path) -> str:
    """The version a build was written with, "" when it does not say; it begins with the engine's name."""
    try:
        return (build / _VERSION).read_text(encoding="ascii")
    except (FileNotFoundError, ValueError):
        return ""


def create(folder: Path, engine: Engine) -> Path:
    """A new, empty build. It is not the present one yet."""
    build = folder / f"{_BUILD}{uuid.uuid4().hex}"
    build.mkdir(parents=True)
    engine.create(build)
    (build / _VERSION).write_text(engine.version, encoding="ascii")
    return build


def switch(folder: Path, build: Path, *, spare: bool = False) -> None:
    """Makes ``build`` the present one for every process, then removes all others; who still reads one keeps its open files.

    ``spare`` those that somebody may just be building.
    """
    temporary = folder / f"{_CURRENT}.neu"
    with temporary.open("w", encoding="ascii") as out:
        out.write(build.name)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(folder / _CURRENT)
    for other in folder.glob(f"{_BUILD}*"):
        if other != build and not (spare and (other / _UNFINISHED).exists()):
            shutil.rmtree(other, ignore_errors=True)


def ensure(folder: Path, engine: Engine) -> None:
    """An empty index where there is none at all, by exactly one of several processes."""
    folder.mkdir(parents=True, exist_ok=True)
    with _lock(folder / "anlegen.sperre", wait=True):
        if not current(folder):
            switch(folder, create(folder, engine), spare=True)


@contextmanager
def building(folder: Path, engine: Engine) -> Iterator[Path]:
    """A build that becomes the present one at the end; one builder at a time. Left by an error it is removed.

    What a builder that died had finished is gone on with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _lock(folder / "bau.sperre", wait=False):
        build = unfinished(folder, engine) or create(folder, engine)
        (build / _UNFINISHED).touch()
        try:
            yield build
            (build / _UNFINISHED).unlink()
            switch(folder, build)
        finally:
            if current(folder) != build.name:
                shutil.rmtree(build, ignore_errors=True)
            (folder / _BUILT).unlink(missing_ok=True)


def unfinished(folder: Path, engine: Engine) -> Path | None:
    """A build of this version that nobody brought to its end."""
    builds = (mark.parent for mark in folder.glob(f"{_BUILD}*/{_UNFINISHED}"))
    return next((build for build in builds if build.name != current(folder) and version(build) == engine.version), None)


def note_progress(folder: Path, papers: int) -> None:
    """Says how many papers the unfinished build holds. Only ever shown to people: it may fail."""
    try:
        (folder / _BUILT).write_text(str(papers), encoding="ascii")
    except OSError:
        return


def progress(folder: Path) -> int:
    """How many papers the unfinished build holds, 0 when nobody builds."""
    try:
        return int((folder / _BUILT).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


@contextmanager
def writing(build: Path) -> Iterator[None]:
    """The one writer of a build, across all processes."""
    with _lock(build / "schreiben.sperre", wait=True):
        yield


@contextmanager
def _lock(path: Path, *, wait: bool) -> Iterator[None]:
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise in_construction(f"{path} is locked by another builder") from error
        yield


def in_construction(cause: str) -> Unavailable:
    """What a second builder is told."""
    return Unavailable("Der Suchindex wird bereits neu aufgebaut. Bitte warten Sie, bis er fertig ist.", cause=cause, code="index_im_bau")


def busy(seconds: float) -> Unavailable:
    """What a writer is told that waited in vain."""
    return Unavailable(
        "Der Suchindex ist gerade beschäftigt. Das Papier ist sicher; es wird später noch einmal eingetragen.",
        cause=f"another writer held the index for {seconds:.0f} s",
        code="index_beschaeftigt",
    )


def size(build: Path) -> int:
    """Bytes on disk; files that vanish while counting do not count."""
    total = 0
    for entry in os.scandir(build):
        try:
            total += entry.stat().st_size
        except FileNotFoundError:
            continue
    return total
