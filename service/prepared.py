"""A firm that was read once, packed as one archive: tables, journal, originals, readings, page images and index. Reads no paper itself.

Packing and unpacking move files, so both take seconds; that is why it knows only the embedded kind (SQLite, folder, index in files).
An archive is as good as the programs that made it: one of another version counts as not there.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

from archive.catalog.engine import SCHEMA
from archive.problems import Invalid
from archive.store.seam import ORIGINALS
from service.settings import Settings

FOLDER = "vorbereitet"
"""Below the data folder: the archives, and what is being prepared."""
_STATE = "stand.json"
_TABLES = "tabellen.sqlite"
_PARTS = ("ablage", "index", "musterfirma")


@dataclass(frozen=True, slots=True)
class State:
    """What an archive was made of and by which version of what."""

    set: str
    seed: int
    generator: int
    schema: str
    index: str


def state(which: str, seed: int, generator: int, settings: Settings) -> State:
    """What an archive must say to be of use here."""
    return State(which, seed, generator, SCHEMA, settings.index)


def archive(settings: Settings, which: str, seed: int) -> Path:
    """Where the archive of a set lies, or would lie."""
    return settings.data / FOLDER / f"{which}-{seed}.tar"


def usable(path: Path, wanted: State) -> bool:
    """Whether there is a whole archive that says what is wanted."""
    try:
        with tarfile.open(path) as packed:
            # Written first, and the file got its name last: whoever finds it finds all of it.
            member = packed.next()
            stream = packed.extractfile(member) if member and member.name == _STATE else None
            return stream is not None and json.loads(stream.read()) == asdict(wanted)
    except (OSError, tarfile.TarError, ValueError):
        return False


def embedded(settings: Settings) -> bool:
    """Whether this installation keeps everything in files of its data folder."""
    return settings.db.startswith("sqlite:") and settings.store.startswith("file:") and not settings.index.startswith("postgresql")


def pack(settings: Settings, path: Path, made: State) -> None:
    """Packs the space of ``settings``, which nobody may be writing, into ``path``."""
    _must_be_embedded(settings)
    tables, half = settings.data / _TABLES, path.with_suffix(".neu")
    tables.unlink(missing_ok=True)
    with closing(sqlite3.connect(_tables(settings))) as old, closing(sqlite3.connect(tables)) as new:
        old.backup(new)
    with tarfile.open(half, "w") as packed:
        head = json.dumps(asdict(made)).encode()
        info = tarfile.TarInfo(_STATE)
        info.size = len(head)
        packed.addfile(info, BytesIO(head))
        packed.add(tables, _TABLES, filter=_kept)
        for name, source in zip(_PARTS, _sources(settings), strict=True):
            if source.is_dir():
                packed.add(source, name, filter=_kept)
    tables.unlink()
    half.replace(path)


def load(settings: Settings, path: Path, firm: str = "musterfirma") -> None:
    """Unpacks an archive as the space of ``settings``, with what was generated in the folder ``firm`` of the data folder.

    Raises ``Invalid`` when that space exists already.
    """
    _must_be_embedded(settings)
    tables = _tables(settings)
    targets = _sources(settings, firm)
    if tables.exists() or targets[0].exists():
        raise Invalid(
            "In diesem Datenordner liegt schon ein Archiv. Bitte nehmen Sie einen leeren Ordner (MAPPE_DATA).",
            cause=f"space {settings.space} exists",
        )
    half = settings.data / FOLDER / "auspacken.neu"
    shutil.rmtree(half, ignore_errors=True)
    with tarfile.open(path) as packed:
        packed.extractall(half, filter="data")
    for name, target in zip(_PARTS, targets, strict=True):
        if (half / name).is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(target, ignore_errors=True)
            (half / name).rename(target)
    _papers(targets[0], targets[2])
    os.sync()
    # The tables last: without them there is no space, and a load that was broken off can be begun again.
    tables.parent.mkdir(parents=True, exist_ok=True)
    (half / _TABLES).rename(tables)
    shutil.rmtree(half)


def _papers(store: Path, firm: Path) -> None:
    """The papers under the names they came with, as copies: whoever changes one must not change an original."""
    truths = firm / "gold.jsonl"
    if not truths.exists():
        return
    (firm / "papiere").mkdir(exist_ok=True)
    for truth in map(json.loads, truths.read_text("utf-8").splitlines()):
        original = store / ORIGINALS / truth["sha256"]
        if original.exists():
            shutil.copyfile(original, firm / "papiere" / Path(truth["file"]).name)


def _tables(settings: Settings) -> Path:
    return Path(settings.db.removeprefix("sqlite:")) / f"{settings.space}.sqlite"


def _sources(settings: Settings, firm: str = "musterfirma") -> tuple[Path, Path, Path]:
    """Store, index and the papers' folder, in the order of ``_PARTS``."""
    return Path(settings.store.removeprefix("file:")) / settings.space, settings.index_folder, settings.data / firm


def _kept(info: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """No names of people of this machine, no locks; the papers themselves are in the store already."""
    name = info.name
    if name.startswith("musterfirma/papiere/") or name.endswith((".lock", "/.unterwegs")) or "/.unterwegs/" in name:
        return None
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    return info


def _must_be_embedded(settings: Settings) -> None:
    if not embedded(settings):
        raise Invalid(
            "Das Vorbereiten geht nur, wenn Tabellen, Ablage und Index im Datenordner liegen. "
            "Bitte lassen Sie MAPPE_DB, MAPPE_STORE und MAPPE_INDEX für die Vorführung weg.",
            cause="prepared archives need embedded parts",
        )
