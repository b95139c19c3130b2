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

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from archive.problems import Unavailable
from search.whoosh_index.schema import VERSION, schema

_CURRENT, _VERSION, _BUILD = "stand", "version", "bau-"


def current(folder: Path) -> str:
    """The name of the present build, "" when there is none; a spoilt pointer leads to a build that does not exist."""
    try:
        name = (folder / _CURRENT).read_bytes().decode("ascii", "replace")
    except FileNotFoundError:
        return ""
    return name if re.fullmatch(rf"{_BUILD}[0-9a-f]{{32}}", name) else f"{_BUILD}unbekannt"


def version(build: Path) -> str:
    """The version a build was written with, "" when it does not say."""
    try:
        return (build / _VERSION).read_text(encoding="ascii")
    except FileNotFoundError:
        return ""


def create(folder: Path) -> Path:
    """A new, empty build. It is not the present one yet."""
    build = folder / f"{_BUILD}{uuid.uuid4().hex}"
    build.mkdir(parents=True)
    FileStorage(str(build)).create_index(schema())
    (build / _VERSION).write_text(VERSION, encoding="ascii")
    return build


def open_build(build: Path) -> FileIndex:
    """The Whoosh index of a build; our own schema is used, never the pickled one."""
    return FileStorage(str(build)).open_index(schema=schema())


def switch(folder: Path, build: Path) -> None:
    """Makes ``build`` the present one for every process, then removes all others; who still reads one keeps its open files."""
    temporary = folder / f"{_CURRENT}.neu"
    with temporary.open("w", encoding="ascii") as out:
        out.write(build.name)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(folder / _CURRENT)
    for other in folder.glob(f"{_BUILD}*"):
        if other != build:
            shutil.rmtree(other, ignore_errors=True)


def ensure(folder: Path) -> None:
    """An empty index where there is none at all, by exactly one of several processes."""
    folder.mkdir(parents=True, exist_ok=True)
    with _lock(folder / "anlegen.sperre", wait=True):
        if not current(folder):
            switch(folder, create(folder))


@contextmanager
def building(folder: Path) -> Iterator[Path]:
    """A new build that becomes the present one at the end; one builder at a time. Left by an error, it is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    with _lock(folder / "bau.sperre", wait=False):
        build = create(folder)
        try:
            yield build
            switch(folder, build)
        finally:
            if current(folder) != build.name:
                shutil.rmtree(build, ignore_errors=True)


@contextmanager
def _lock(path: Path, *, wait: bool) -> Iterator[None]:
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Unavailable(
                "Der Suchindex wird bereits neu aufgebaut. Bitte warten Sie, bis er fertig ist.",
                cause=f"{path} is locked by another builder",
                code="index_im_bau",
            ) from error
        yield


def size(build: Path) -> int:
    """Bytes on disk; files that vanish while counting do not count."""
    total = 0
    for entry in os.scandir(build):
        try:
            total += entry.stat().st_size
        except FileNotFoundError:
            continue
    return total
