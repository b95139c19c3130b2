"""What is inside a ZIP or a mail, unpacked under limits in a bounded child: the files, and German notes on those left out.

Every file is as foreign as any upload and takes the way of one. Names never become paths; the container itself stays as it came.
"""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from archive.problems import Unreadable
from ingest.media import HEAD, is_mail

MOST, LARGEST, ALL, RATIO = 200, 150 << 20, 500 << 20, 100
"""Files, bytes of one, bytes of all, and how many times of its packed size a file may have."""
_SMALL, _LOGO = 10_000, 60_000
"""Bytes below which a picture in a mail is decoration: at all, and when the text of the mail shows it."""
_CHUNK = 1 << 20
_OFFICE = ("[content_types].xml", "mimetype")


@dataclass
class Unpacked:
    """What was written to ``folder`` so far: a file per number, its name as its sender gave it."""

    folder: Path
    names: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    size: int = 0

    def room(self, name: str) -> bool:
        """Whether one more file may come; notes it when not."""
        if len(self.names) < MOST and self.size < ALL:
            return True
        self.leave(name, f"mehr als {MOST} Dateien oder {ALL >> 20} MB werden nicht ausgepackt")
        return False

    def leave(self, name: str, why: str) -> None:
        """Notes a file that is not taken."""
        self.notes.append(f"„{name}“: {why}.")

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


def kind_of(path: Path) -> str:
    """What may hold other files: "zip" or "mail", else nothing."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    return "mail" if is_mail(head) else ""


def unpack(path: str, kind: str, folder: str) -> dict[str, Any]:
    """Body of the child: writes the files to ``folder`` as 0, 1, 2 …; tells their names and the notes, {} for an office file."""
    found = Unpacked(Path(folder))
    if kind == "mail":
        _mail(message_from_bytes(Path(path).read_bytes(), policy=policy.default), found)
    elif not _zip(path, found):
        return {}
    return {"names": found.names, "notes": found.notes}


def _zip(path: str, found: Unpacked) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")]
            if any(entry.filename.lower() in _OFFICE for entry in entries):
                return False
            for entry in entries:
                if _fit(entry, found):
                    _take(packed, entry, found)
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise Unreadable("Diese ZIP-Datei ist beschädigt. Bitte geben Sie sie noch einmal ab.", cause=repr(error)) from error
    return True


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
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        found.leave(name, f"sie ist beschädigt oder unbekannt gepackt ({type(error).__name__})")


def _mail(mail: EmailMessage, found: Unpacked) -> None:
    for part in _parts(mail):
        name = shown(part.get_filename() or _named(part))
        data = _bytes(part)
        if part.get_content_type() == "application/ms-tnef":
            found.leave(name, "so verpackt nur Outlook; bitte lassen Sie sich die Mail im Format „Nur Text“ oder HTML schicken")
        elif _decoration(part, len(data)) or part.get_content_type() in ("application/pkcs7-signature", "application/pgp-signature"):
            continue
        elif found.room(name):
            found.add(name, iter([data]), LARGEST)


def _parts(mail: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that are files; a mail inside is one file, its own parts are not looked at here."""
    if mail.get_content_type() == "message/rfc822":
        yield mail
    elif mail.is_multipart():
        for part in mail.iter_parts():
            yield from _parts(cast("EmailMessage", part))
    elif mail.get_filename() or mail.get_content_disposition() == "attachment" or mail.get_content_maintype() not in ("text", "multipart"):
        yield mail


def _bytes(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inside = part.get_payload()
        return cast("EmailMessage", inside[0]).as_bytes() if isinstance(inside, list) and inside else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _decoration(part: EmailMessage, size: int) -> bool:
    if part.get_content_maintype() != "image":
        return False
    shown_in_text = part.get_content_disposition() != "attachment" and part.get("Content-ID")
    return size < (_LOGO if shown_in_text else _SMALL)


def _named(part: EmailMessage) -> str:
    return "Nachricht.eml" if part.get_content_type() == "message/rfc822" else f"Anhang.{part.get_content_subtype()}"


def shown(raw: str) -> str:
    """The last part of a name, without characters that are no print."""
    last = "".join(char if char.isprintable() else " " for char in re.split(r"[/\\]", raw)[-1])
    return " ".join(last.split()).strip(" .")[:150] or "Anhang"
