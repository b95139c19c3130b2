"""How the mailboxes and webhooks of a firm are set, with their passwords, in one file that only the service may read.

The file (mode 0600, in a folder 0700) lies in the data folder of the machine that fetches and sends. It is in no backup, no export
and no log, because it opens other people's systems; who restores a backup types the passwords again.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeVar

from archive import codec
from archive.catalog.engine import checked_name
from archive.problems import NotFound, Problem, Unavailable

Security = Literal["tls", "starttls", "keine"]
Login = Literal["kennwort", "token"]
"""How the server lets us in; a token is asked of a program each time."""
T = TypeVar("T", "Mailbox", "Hook")
MOST = 20
"""Mailboxes, and webhooks, of one firm."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A folder of a mail server. ``moved_to`` is where fetched mails go, "" when they stay and are only marked.

    ``since`` is a day (ISO): older mails stay untouched. ``certificate`` is PEM text of a server that no public authority vouches for.
    """

    id: str
    host: str
    user: str
    password: str = field(repr=False)
    port: int = 993
    security: Security = "tls"
    folder: str = "INBOX"
    moved_to: str = ""
    since: str = ""
    certificate: str = field(default="", repr=False)
    active: bool = True
    login: Login = "kennwort"

    @property
    def shown(self) -> str:
        """What people call it."""
        return self.user if "@" in self.user else f"{self.user} auf {self.host}"

    @property
    def place(self) -> str:
        """Where its mails lie, as one word: two entries with the same one fetch the same mails."""
        return f"{self.host.lower()}|{self.user}|{self.folder}"


@dataclass(frozen=True, slots=True)
class Hook:
    """An address that is told of what happens, and the secret its messages are signed with. ``events`` empty: all of them."""

    id: str
    address: str
    secret: str = field(repr=False)
    events: tuple[str, ...] = ()
    active: bool = True

    @property
    def shown(self) -> str:
        """What people call it; an address may hold a secret behind its host."""
        return self.address.split("/")[2] if "//" in self.address else self.address


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is set for one space."""

    mailboxes: tuple[Mailbox, ...] = ()
    hooks: tuple[Hook, ...] = ()

    def mailbox(self, number: str) -> Mailbox:
        """Raises ``NotFound``."""
        return _one(self.mailboxes, number, "Dieses Postfach gibt es nicht mehr.")

    def hook(self, number: str) -> Hook:
        """Raises ``NotFound``."""
        return _one(self.hooks, number, "Diese Benachrichtigung gibt es nicht mehr.")


def new_id() -> str:
    """A name that can be a folder's."""
    return secrets.token_hex(6)


def folder_of(data: Path, space: str) -> Path:
    """Where a space's settings and states of its channels lie."""
    return data / "eingangswege" / checked_name(space)


def read(data: Path, space: str) -> Kept:
    """What is set; nothing when there is no file. Raises ``Unavailable`` when it is there and can not be read."""
    path = _file(data, space)
    try:
        return codec.loads(Kept, path.read_bytes())
    except FileNotFoundError:
        return Kept()
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        sentence = "Die Einstellungen der Eingangswege lassen sich nicht lesen. Bitte prüfen Sie die Rechte im Datenordner."
        raise Unavailable(sentence, cause=f"{path.name}: {type(error).__name__}") from error


def spaces(data: Path) -> list[str]:
    """The spaces for which something was set."""
    return sorted(path.parent.name for path in (data / "eingangswege").glob("*/zugaenge.json"))


def keep_mailbox(data: Path, space: str, mailbox: Mailbox) -> None:
    """Enters a mailbox, or changes it. Raises ``Problem`` when there are too many."""
    with _changing(data, space) as kept:
        _write(data, space, replace(kept, mailboxes=_with(kept.mailboxes, mailbox)))


def keep_hook(data: Path, space: str, hook: Hook) -> None:
    """Enters a webhook, or changes it. Raises ``Problem`` when there are too many."""
    with _changing(data, space) as kept:
        _write(data, space, replace(kept, hooks=_with(kept.hooks, hook)))


def drop(data: Path, space: str, number: str) -> None:
    """Takes a mailbox or webhook out, and its secrets with it."""
    with _changing(data, space) as kept:
        boxes = tuple(box for box in kept.mailboxes if box.id != number)
        _write(data, space, replace(kept, mailboxes=boxes, hooks=tuple(hook for hook in kept.hooks if hook.id != number)))


@contextmanager
def _changing(data: Path, space: str) -> Iterator[Kept]:
    folder = folder_of(data, space)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _full(error) from error
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield read(data, space)
    finally:
        os.close(fd)


def _write(data: Path, space: str, kept: Kept) -> None:
    path = _file(data, space)
    try:
        write_private(path, codec.dumps(kept))
    except OSError as error:
        raise _full(error) from error


def write_private(path: Path, text: str) -> None:
    """Replaces a file whole and durably; nobody but the service's own user may read it. Raises ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(fd, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
        _settle(path.parent)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _settle(folder: Path) -> None:
    """A new name is only there after a power cut when its folder was written, too."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _file(data: Path, space: str) -> Path:
    return folder_of(data, space) / "zugaenge.json"


def _one(all_: tuple[T, ...], number: str, sentence: str) -> T:
    found = next((one for one in all_ if one.id == number), None)
    if found is None:
        raise NotFound(sentence, cause=f"no channel {number!r}")
    return found


def _with(all_: tuple[T, ...], new: T) -> tuple[T, ...]:
    if any(one.id == new.id for one in all_):
        return tuple(new if one.id == new.id else one for one in all_)
    if len(all_) >= MOST:
        raise Problem(
            f"Mehr als {MOST} Einträge dieser Art sind nicht vorgesehen. Bitte nehmen Sie zuerst einen Eintrag heraus.", cause="too many"
        )
    return all_ + (new,)  # noqa: RUF005 — a star would lose the type of the tuple


def _full(error: OSError) -> Unavailable:
    sentence = "Die Einstellungen lassen sich nicht speichern. Bitte prüfen Sie Rechte und freien Platz im Datenordner."
    return Unavailable(sentence, cause=str(error))
