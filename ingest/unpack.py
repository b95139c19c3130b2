"""What is inside a ZIP or a mail, unpacked under limits in a bounded child: the files, and German notes on those left out.

Every file is as foreign as any upload and takes the way of one. Names never become paths; the container itself stays as it came.
"""

from __future__ import annotations

import io
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.problems import Unavailable, Unreadable
from ingest import outlook, tnef
from ingest.media import HEAD, is_mail

MOST, LARGEST, ALL, RATIO = 200, 150 << 20, 500 << 20, 100
"""Files, bytes of one, bytes of all, and how many times of its packed size a file may have."""
MAIL = "message/rfc822"
_CHUNK = 1 << 20
_NAME, _ENDING = 150, 8
"""Characters of a name and of its ending that are kept."""
_NOTED = 500
"""Notes that are kept whole: they go into the journal for good."""
_DAMAGE = (
    *(zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError),
    *(struct.error, zlib.error, lzma.LZMAError),
)
"""What damaged files make the unpacking raise: one of them must not take the others along."""
_OFFICE = ("[content_types].xml", "mimetype")


@dataclass
class Unpacked:
    """What was written to ``folder`` so far: a file per number, its name as its sender gave it."""

    folder: Path
    most: int = MOST
    names: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    decoration: list[str] = field(default_factory=list)
    size: int = 0
    unnamed: int = 0

    def room(self, name: str) -> bool:
        """Whether one more file may come; notes it when not."""
        if len(self.names) < self.most and self.size < ALL:
            return True
        self.leave(name, f"mehr als {self.most} Dateien oder {ALL >> 20} MB werden hier nicht ausgepackt")
        return False

    def leave(self, name: str, why: str) -> None:
        """Notes a file that is not taken; beyond a number they are only counted."""
        if len(self.notes) < _NOTED:
            self.notes.append(f"„{name}“: {why}.")
        else:
            self.unnamed += 1

    def adorn(self, name: str) -> None:
        """Notes a file that is decoration."""
        if len(self.decoration) < _NOTED:
            self.decoration.append(name)
        else:
            self.unnamed += 1

    def add(self, name: str, chunks: Iterator[bytes], most: int) -> None:
        """Writes one file, or notes why not."""
        path = self.folder / str(len(self.names))
        written = 0
        with path.open("wb") as file:
            for chunk in chunks:
                written += len(chunk)
                if written > min(most, ALL - self.size):
                    break
                file.write(chunk)
        if written > min(most, ALL - self.size):
            path.unlink()
            self.leave(name, "sie ist zu groß oder wird beim Entpacken riesig")
        elif not written:
            path.unlink()
            self.leave(name, "sie ist leer")
        else:
            self.names.append(name)
            self.size += written


def kind_of(path: Path, told: str = "") -> str:
    """What may hold other files: "zip", "mail", "outlook" or "winmail", else "". ``told`` is the media type whoever brought it knows."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(outlook.MAGIC):
        return "outlook"
    if head.startswith(tnef.MAGIC):
        return "winmail"
    return "mail" if told == MAIL or is_mail(head) else ""


def unpack_zip(path: str, folder: str, most: int) -> dict[str, Any]:
    """Body of the child: writes the files to ``folder`` as 0, 1, 2 …; tells their names and what was left, {} for an office file."""
    found = Unpacked(Path(folder), most)
    return told_of(found) if _zip(path, found) else {}


def told_of(found: Unpacked) -> dict[str, Any]:
    """What a child tells."""
    more = [f"Und {found.unnamed} weitere Dateien."] if found.unnamed else []
    return {"names": found.names, "notes": [*found.notes, *more], "decoration": found.decoration}


def _zip(path: str, found: Unpacked) -> bool:
    try:
        with _opened(path) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")]
            if any(_is_office(packed, entry) for entry in entries):
                return False
            for entry in entries:
                if _fit(entry, found):
                    _take(packed, entry, found)
    except _DAMAGE as error:
        _must_be_damage(error)
        raise Unreadable("Diese ZIP-Datei ist beschädigt. Bitte geben Sie sie noch einmal ab.", cause=repr(error)) from error
    return True


def _is_office(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether this file makes the ZIP an office file; the name alone does not."""
    if entry.filename.lower() not in _OFFICE:
        return False
    try:
        with packed.open(entry) as stream:
            said = stream.read(_CHUNK)
    except _DAMAGE:
        return False
    return said.startswith((b"application/vnd.", b"application/epub")) or b"openxmlformats" in said or b"vnd.ms-" in said


def _opened(path: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except UnicodeDecodeError:
        # A name that says it is UTF-8 and is not: without the flag its letters are wrong, and the files are there.
        raw = bytearray(Path(path).read_bytes())
        for head, flags in ((b"PK\x01\x02", 9), (b"PK\x03\x04", 7)):
            for match in re.finditer(re.escape(head), bytes(raw)):
                if match.start() + flags < len(raw):
                    raw[match.start() + flags] &= 0xF7
        return zipfile.ZipFile(io.BytesIO(bytes(raw)))


def _must_be_damage(error: Exception) -> None:
    """Lets trouble of our own disk through: that is no fault of the file."""
    if isinstance(error, OSError) and error.errno is not None:
        raise Unavailable("Zum Auspacken fehlt Platz, oder die Platte antwortet nicht. Es wird wiederholt.", cause=repr(error)) from error


def _fit(entry: zipfile.ZipInfo, found: Unpacked) -> bool:
    name, why = shown(entry.filename), ""
    if entry.flag_bits & 1:
        why = "sie ist mit einem Kennwort geschützt; bitte geben Sie sie ohne Kennwort ab"
    elif stat.S_ISLNK(entry.external_attr >> 16):
        why = "sie ist eine Verknüpfung und keine Datei"
    elif entry.file_size > RATIO * max(entry.compress_size, 1000):
        why = "sie wird beim Entpacken riesig"
    if why:
        found.leave(name, why)
    return not why and found.room(name)


def _take(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, found: Unpacked) -> None:
    name = shown(entry.filename)
    try:
        with packed.open(entry) as stream:
            found.add(name, iter(lambda: stream.read(_CHUNK), b""), min(LARGEST, RATIO * max(entry.compress_size, 1000)))
    except _DAMAGE as error:
        _must_be_damage(error)
        found.leave(name, "sie ist beschädigt oder unbekannt gepackt")


def shown(raw: str) -> str:
    """The last part of a name, without characters that are no print."""
    last = "".join(char if char.isprintable() else " " for char in re.split(r"[/\\]", raw)[-1])
    name = " ".join(last.split()).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if len(name) > _NAME and dot and len(ending) <= _ENDING:
        return f"{stem[: _NAME - len(ending) - 1]}.{ending}"
    return name[:_NAME] or "Anhang"
