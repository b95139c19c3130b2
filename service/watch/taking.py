"""One file of the scan folder on its way in: claimed, accepted, moved away. Killed at any point, it is taken exactly once.

Claiming renames the file to ``in-arbeit/<ticket>/``. The ticket goes into the journal with the acceptance, so whoever finds the
file there after a crash knows whether it is accepted already (then it is only moved) or not (then it is taken).
"""

from __future__ import annotations

import logging
import os
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from archive.intake import Sender
from archive.jobs import Jobs
from archive.problems import Invalid, Problem, TooHeavy, Unavailable
from archive.space import Space
from archive.store.seam import Incoming
from service.media import HEAD, media_type
from service.names import display_name
from service.queueing import queue
from service.watch.layout import DONE, FAILED, WORK
from service.watch.moving import move_new, settled

log = logging.getLogger(__name__)

SOURCE = "ordner"
WHO = "der Scan-Ordner"
UNFINISHED = "wird_geschrieben"
STUCK = "scan_ordner"
"""Codes of trouble with one file, which must not keep the others waiting."""
_CHUNK = 1 << 20
_LONGEST = 180
"""Bytes of a file name we give; every file system takes 255."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A file that is in work. ``origin`` is where it lay, relative to the folder."""

    ticket: str
    path: Path
    origin: Path


class Taking:
    """Takes files of one folder into one space. Only one process at a time may do so: see ``run``."""

    def __init__(self, root: Path, space: Space, jobs: Jobs, most_mb: int) -> None:
        self._root = root
        self._space = space
        self._jobs = jobs
        self._most = most_mb

    def claim(self, origin: Path) -> Claimed | None:
        """Moves a file into work; ``None`` when it is gone meanwhile, renamed perhaps. Raises ``Unavailable``."""
        ticket = secrets.token_hex(8)
        target = self._root / WORK / ticket / origin
        try:
            target.parent.mkdir(parents=True)
            (self._root / origin).rename(target)
        except FileNotFoundError:
            self._tidy(target.parent)
            return None
        except OSError as error:
            raise _stuck(f"Die Datei „{display_name(str(origin))}“ lässt sich nicht verschieben.", error) from error
        settled(target.parent, (self._root / origin).parent)
        return Claimed(ticket, target, origin)

    def claimed(self) -> list[Claimed]:
        """What lies in work: left there by a process that was killed, or by trouble that may be over. Raises ``Unavailable``."""
        found = []
        try:
            for folder in sorted((self._root / WORK).glob("*")):
                files = [path for path in folder.rglob("*") if path.is_symlink() or path.is_file()]
                found += [Claimed(folder.name, path, path.relative_to(folder)) for path in files]
                if not files:
                    self._tidy(folder)
        except OSError as error:
            raise _stuck("Der Ordner „in-arbeit“ lässt sich nicht lesen.", error) from error
        return found

    def take(self, claimed: Claimed) -> str:
        """Accepts a claimed file and moves it away; its Eingangsnummer, or "" when it went to ``fehler``. Raises ``Unavailable``."""
        try:
            number = self._accept(claimed)
        except (Invalid, TooHeavy) as problem:
            self._refuse(claimed, problem)
            return ""
        except Unavailable as problem:
            if problem.code == UNFINISHED:
                self._put_back(claimed)
            raise
        except OSError as error:
            raise _stuck(f"Die Datei „{display_name(claimed.origin.name)}“ lässt sich nicht lesen.", error) from error
        day = datetime.now(UTC).astimezone().date().isoformat()
        self._move(claimed, self._root / DONE / day, f"{number}_{safe_name(claimed.origin.name)}")
        return number

    def _accept(self, claimed: Claimed) -> str:
        _must_be_fit(claimed.path, self._most)
        with self._space.intake.receive() as incoming, claimed.path.open("rb") as stream:
            head = _copied(stream, incoming)
            stored = incoming.keep()
        if known := self._space.intake.taken(stored.sha256, claimed.ticket):
            return known
        name, hint = display_name(claimed.origin.name), _shown(claimed.origin.parent)
        sender = Sender(name, media_type(head), SOURCE, WHO, hint=hint, ticket=claimed.ticket)
        receipt = self._space.intake.acknowledge(stored, sender)
        if not receipt.duplicate_of:
            queue(self._jobs, self._space.name, receipt.eingangsnummer)
        return receipt.eingangsnummer

    def _refuse(self, claimed: Claimed, problem: Problem) -> None:
        log.info("%r refused: %s", claimed.origin.name, problem.cause)
        name = f"{claimed.ticket[:6]}_{safe_name(claimed.origin.name)}"  # the same when this is done a second time after a crash
        try:
            (self._root / FAILED).mkdir(exist_ok=True)
            (self._root / FAILED / f"{name}.txt").write_text(problem.message + "\n", encoding="utf-8")
        except OSError as error:
            raise _stuck("In den Ordner „fehler“ lässt sich nicht schreiben.", error) from error
        self._move(claimed, self._root / FAILED, name)

    def _put_back(self, claimed: Claimed) -> None:
        origin = self._root / claimed.origin
        try:
            origin.parent.mkdir(parents=True, exist_ok=True)
            move_new(claimed.path, origin)
        except FileExistsError:  # the scanner wrote another one there meanwhile: this one is taken from where it is, later
            return
        except OSError as error:
            raise _stuck(f"Die Datei „{display_name(claimed.origin.name)}“ lässt sich nicht zurücklegen.", error) from error
        self._tidy(claimed.path.parent)

    def _move(self, claimed: Claimed, folder: Path, name: str) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            claimed.path.rename(folder / name)
        except OSError as error:
            raise _stuck(f"Nach „{folder.relative_to(self._root)}“ lässt sich nichts verschieben.", error) from error
        self._tidy(claimed.path.parent)

    def _tidy(self, folder: Path) -> None:
        """Removes empty folders up to ``in-arbeit``."""
        while folder != self._root / WORK:
            try:
                folder.rmdir()
            except FileNotFoundError:
                pass
            except OSError:  # it holds something: for a later look
                return
            folder = folder.parent


def safe_name(name: str) -> str:
    """A name that Linux and Windows can keep, with its ending."""
    plain = re.sub(r'[<>:"|?*]', "_", display_name(name))
    stem, dot, ending = plain.rpartition(".")
    tail = f".{ending}" if dot and stem and len(ending) <= 8 else ""
    room = _LONGEST - len(tail.encode())
    return (plain.removesuffix(tail) if tail else plain).encode()[:room].decode(errors="ignore") + tail


def _must_be_fit(path: Path, most_mb: int) -> None:
    if path.is_symlink():
        raise Invalid("Das ist eine Verknüpfung und keine Datei. Bitte legen Sie die Datei selbst in den Ordner.", cause="symlink")
    size = path.stat().st_size
    if not size:
        raise Invalid("Die Datei ist leer. Bitte scannen oder kopieren Sie sie noch einmal.", cause="0 bytes")
    if size > most_mb << 20:
        raise TooHeavy(
            f"Die Datei ist zu groß. Erlaubt sind {most_mb} MB. Bitte teilen Sie die Datei auf oder scannen Sie mit 300 dpi.",
            cause=f"{size} bytes over the limit",
        )


def _copied(stream: BinaryIO, incoming: Incoming) -> bytes:
    """Copies all bytes and gives the first ones. Raises ``Unavailable`` when somebody still writes to the file."""
    before = os.fstat(stream.fileno())
    head = stream.read(HEAD)
    incoming.write(head)
    left = before.st_size - len(head)
    while left >= 0 and (chunk := stream.read(_CHUNK)):  # not without end: whoever writes may be as fast as we read
        incoming.write(chunk)
        left -= len(chunk)
    after = os.fstat(stream.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        sentence = "Die Datei wird noch geschrieben. Sie wird später geholt."
        raise Unavailable(sentence, cause="file changed while it was read", code=UNFINISHED)
    return head


def _shown(parent: Path) -> str:
    return "/".join(display_name(part) for part in parent.parts)


def _stuck(what: str, error: OSError) -> Unavailable:
    return Unavailable(f"{what} Bitte prüfen Sie die Rechte und den freien Platz im Scan-Ordner.", cause=str(error), code=STUCK)
