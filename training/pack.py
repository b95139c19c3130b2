"""A course as one ZIP file to hand on: its exercises, its plan, the firm it was made for, notes and films that belong to it.

Foreign files are checked before anything is kept: only the paths the list of contents names, no more bytes than allowed.
"""

from __future__ import annotations

import json
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from archive import codec
from archive.installation.course import PlannedUnit
from archive.note import Note
from archive.problems import Invalid

FORMAT = 1
CONTENTS = "kurs.json"
MOST_FILES = 300
LARGEST_TEXT = 2 * 1024 * 1024
MOST_MINUTES, LONGEST = 600, 400
_TOO_MUCH = "Das Paket ist größer, als es sein darf. Es wurde nichts übernommen."


@dataclass(frozen=True, slots=True)
class Pack:
    """What is in a pack. ``exercises`` are texts by key; ``films`` are the paths of films and stills in it by their hashes."""

    title: str
    firm: Mapping[str, int]
    tasks: tuple[str, ...]
    plan: tuple[PlannedUnit, ...]
    exercises: Mapping[str, str]
    notes: tuple[Note, ...]
    films: Mapping[str, str]


def write(target: Path, pack: Pack, objects: Mapping[str, IO[bytes]]) -> None:
    """Writes a pack; ``objects`` are films and stills by their hashes."""
    head = {
        "format": FORMAT,
        "titel": pack.title,
        "musterfirma": dict(pack.firm),
        "uebungen": list(pack.tasks),
        "plan": codec.encode(pack.plan),
        "wissen": codec.encode(pack.notes),
        "dateien": dict(pack.films),
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(CONTENTS, json.dumps(head, ensure_ascii=False, indent=1))
        for key, text in pack.exercises.items():
            packed.writestr(f"uebungen/{key}.toml", text)
        for sha256, path in pack.films.items():
            info = zipfile.ZipInfo(path)  # films are compressed already
            with packed.open(info, "w", force_zip64=True) as out:
                while chunk := objects[sha256].read(1 << 20):
                    out.write(chunk)


@contextmanager
def opened(file: Path, largest: int) -> Iterator[tuple[Pack, zipfile.ZipFile]]:
    """A pack with its file, so that films can be taken out. Raises ``Invalid`` for anything that is no whole, honest pack."""
    try:
        with zipfile.ZipFile(file) as packed:
            yield _read(packed, largest), packed
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError, zlib.error) as error:
        raise Invalid("Diese Datei ist kein Kurspaket, oder sie ist beschädigt.", cause=f"no zip: {error}") from error


def chunks(packed: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """A film out of a pack that was read; never more bytes than its list says. Raises ``Invalid``."""
    left = packed.getinfo(path).file_size
    with packed.open(path) as stream:
        while chunk := stream.read(1 << 20):
            left -= len(chunk)
            if left < 0:
                raise Invalid(_TOO_MUCH, cause=f"{path} is larger than it says")
            yield chunk


def _read(packed: zipfile.ZipFile, largest: int) -> Pack:
    infos = {info.filename: info for info in packed.infolist()}
    _must_be_honest(packed, infos, largest)
    head = _head(packed, infos)
    try:
        films = {str(sha256): str(path) for sha256, path in head["dateien"].items()}
        pack = Pack(
            title=str(head["titel"])[:120],
            firm={str(name): int(value) for name, value in head["musterfirma"].items()},
            tasks=tuple(str(key) for key in head["uebungen"]),
            plan=codec.decode(tuple[PlannedUnit, ...], head["plan"]),
            exercises={path.split("/")[1][:-5]: _text(packed, infos[path]) for path in infos if path.startswith("uebungen/")},
            notes=codec.decode(tuple[Note, ...], head["wissen"]),
            films=films,
        )
        _must_fit(pack)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _unreadable(f"list of contents: {error!r}") from error
    listed = {CONTENTS, *films.values(), *(f"uebungen/{key}.toml" for key in pack.exercises)}
    if foreign := sorted(set(infos) ^ listed):
        raise Invalid(
            f"Inhalt und Inhaltsverzeichnis des Pakets passen nicht zusammen: „{foreign[0][:80]}“. Es wurde nichts übernommen.",
            cause=f"not listed or missing: {foreign[:5]}",
        )
    return pack


def _must_be_honest(packed: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo], largest: int) -> None:
    if len(packed.infolist()) > MOST_FILES or len(infos) != len(packed.infolist()):
        raise Invalid("Das Paket enthält zu viele oder doppelte Dateien. Es wurde nichts übernommen.", cause="too many or double members")
    for name, info in infos.items():
        parts = name.split("/")
        link = stat.S_ISLNK(info.external_attr >> 16)
        if link or len(parts) > 2 or any(part in ("", ".", "..") for part in parts) or "\\" in name or ":" in name:
            raise Invalid(
                f"Das Paket enthält einen fremden Pfad: „{name[:80]}“. Es wurde nichts übernommen.", cause=f"foreign path {name[:200]!r}"
            )
        if info.flag_bits & 1:
            raise Invalid("Das Paket ist mit einem Passwort geschützt. Bitte packen Sie es ohne.", cause="encrypted member")
    if sum(info.file_size for info in infos.values()) > largest:
        raise Invalid(_TOO_MUCH, cause="members are larger than allowed together")


def _head(packed: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo]) -> dict[str, Any]:
    if CONTENTS not in infos:
        raise Invalid(f"Das ist kein Kurspaket: „{CONTENTS}“ fehlt.", cause="no list of contents")
    try:
        head = json.loads(_text(packed, infos[CONTENTS]))
    except (ValueError, RecursionError) as error:
        raise _unreadable(str(error)) from error
    if not isinstance(head, dict):
        raise _unreadable("no object")
    if head.get("format") != FORMAT:
        raise Invalid("Das Paket stammt von einer anderen Fassung der Auftragsmappe.", cause=f"format {head.get('format')!r}")
    return head


def _text(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    with packed.open(info) as stream:
        data = stream.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise Invalid(_TOO_MUCH, cause=f"{info.filename} is longer than a text may be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _unreadable(f"{info.filename} is no UTF-8") from error


def _must_fit(pack: Pack) -> None:
    """Raises ``ValueError`` or ``TypeError`` for values of another kind than their fields: a decoder takes what it gets."""
    for unit in pack.plan:
        _must_be(str, unit.title, unit.content)
        _must_be(int, unit.minutes)
        if not 0 <= unit.minutes <= MOST_MINUTES or len(unit.title) > LONGEST or len(unit.content) > LONGEST:
            raise ValueError(f"unit {unit!r}")
    for note in pack.notes:
        _must_be(str, note.title, note.situation, note.todo, note.sign, note.expert)
        if note.film and not {note.film.sha256, note.film.poster} - {""} <= set(pack.films):
            raise ValueError("a film that is not in the pack")


def _must_be(kind: type, *values: object) -> None:
    if any(type(value) is not kind for value in values):
        raise TypeError(f"not {kind.__name__}: {values!r}")


def _unreadable(cause: str) -> Invalid:
    return Invalid("Das Inhaltsverzeichnis des Pakets ist nicht lesbar. Es wurde nichts übernommen.", cause=cause)
