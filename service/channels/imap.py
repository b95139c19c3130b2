"""One visit at a mail server, in the few verbs the fetching needs. Every trouble is a ``Trouble`` with a German diagnosis.

Mails are read without touching any flag; only :meth:`Visit.mark` and :meth:`Visit.move` change something. The server's words are
never shown: they may hold anything.
"""

from __future__ import annotations

import imaplib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any

from service.channels.folder_names import decoded, encoded
from service.channels.imap_line import Gone, Limits, Trouble, connected
from service.channels.kept import Mailbox
from service.channels.token import token

DONE, FAILED = "$AuftragsmappeDa", "$AuftragsmappeFehler"
"""Keywords that mark a mail as fetched, or as one that could not be."""
_AT_ONCE = 200
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Visit:
    """A session in one folder of a server."""

    def __init__(self, session: imaplib.IMAP4) -> None:
        self._session = session
        # Asked again: what a server can do is told in full only to those who are logged in.
        _, lines = _asked(session.capability)
        self._able = b" ".join(line for line in lines if line).upper().split()
        self.validity = ""
        self.keywords = False

    def folders(self) -> list[str]:
        """The names of all folders, for people."""
        _, lines = _asked(self._session.list)
        found = [re.search(rb'(?:"((?:[^"\\]|\\.)*)"|(\S+))$', line) for line in lines if isinstance(line, bytes)]
        return [decoded((match[1] or match[2]).decode("ascii", "replace")) for match in found if match]

    def enter(self, folder: str) -> None:
        """Opens a folder. Raises ``Trouble`` when it is not there."""
        status, _ = _asked(self._session.select, _quoted(encoded(folder)))
        if status != "OK":
            sentence = f"Auf dem Server gibt es keinen Ordner „{folder}“. Bitte prüfen Sie den Namen des Ordners."
            raise Trouble(sentence, cause="SELECT refused", code="ordner_fehlt")
        told: dict[str, list[Any]] = dict(self._session.untagged_responses)
        kept = told.get("PERMANENTFLAGS", [b"\\Seen"])[-1]
        self.validity = told.get("UIDVALIDITY", [b""])[-1].decode("ascii", "replace")
        self.keywords = b"\\*" in kept
        if "READ-ONLY" in told or not kept.strip(b"() "):
            sentence = f"Der Ordner „{folder}“ lässt sich nur lesen. Bitte geben Sie dem Benutzer das Recht, Mails zu markieren."
            raise Trouble(sentence, cause="folder is read-only", code="nur_lesen")

    def has(self, folder: str) -> bool:
        """Whether a folder is there; the one that is open stays open."""
        status, _ = _asked(self._session.status, _quoted(encoded(folder)), "(UIDVALIDITY)")
        return status == "OK"

    def new(self, since: str) -> list[int]:
        """The UIDs of mails that are not marked yet, oldest first. A server without keywords of ours has the unread ones."""
        asked = [f"UNKEYWORD {DONE}"] if self.keywords else ["UNSEEN"]
        if since:
            first = date.fromisoformat(since)
            asked.append(f"SINCE {first.day}-{_MONTHS[first.month - 1]}-{first.year}")
        return self._found(*asked)

    def done(self) -> list[int]:
        """The UIDs of mails that are marked as fetched."""
        return self._found(f"KEYWORD {DONE}") if self.keywords else []

    def _found(self, *asked: str) -> list[int]:
        status, lines = _asked(self._session.uid, "SEARCH", "UNDELETED", *asked)
        if status != "OK":
            raise Trouble("Der Mailserver konnte den Ordner nicht durchsuchen. Es wird später wieder versucht.", cause="SEARCH refused")
        numbers = [number for line in lines if line for number in line.split()]
        if not all(number.isdigit() for number in numbers):
            raise Trouble(
                "Der Server antwortet nicht wie ein Mailserver. Bitte prüfen Sie Name und Port.", cause="no numbers", code="unsinn"
            )
        return sorted(map(int, numbers))

    def sizes(self, numbers: list[int]) -> dict[int, int]:
        """The size of each mail in bytes, as the server tells it."""
        found: dict[int, int] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            some = ",".join(map(str, numbers[start : start + _AT_ONCE]))
            _, lines = _asked(self._session.uid, "FETCH", some, "(UID RFC822.SIZE)")
            for line in lines:
                text = line if isinstance(line, bytes) else b""
                uid, size = re.search(rb"UID (\d+)", text), re.search(rb"RFC822\.SIZE (\d+)", text)
                if uid and size:
                    found[int(uid[1])] = int(size[1])
        return found

    def mail(self, number: int) -> bytes | None:
        """The bytes of a mail, ``None`` when it is gone. Raises ``Gone`` when the line breaks over it."""
        return self._body(number, "(UID BODY.PEEK[])")

    def head(self, number: int) -> bytes:
        """Sender and subject of a mail, as they stand there."""
        return self._body(number, "(UID BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)])") or b""

    def mark(self, number: int, word: str, *, seen: bool = True) -> None:
        """Marks a mail, for good. Raises ``Trouble`` when the server does not."""
        flags = " ".join([word] * self.keywords + ["\\Seen"] * seen)
        if flags and _asked(self._session.uid, "STORE", str(number), "+FLAGS.SILENT", f"({flags})")[0] != "OK":
            raise Trouble("Der Mailserver lässt abgeholte Mails nicht markieren. Bitte prüfen Sie die Rechte.", cause="STORE refused")

    def move(self, number: int, folder: str) -> None:
        """Moves a mail into another folder. Raises ``Trouble`` when the server does not."""
        target = _quoted(encoded(folder))
        if b"MOVE" in self._able:
            status, _ = _asked(self._session.uid, "MOVE", str(number), target)
        else:
            status, _ = _asked(self._session.uid, "COPY", str(number), target)
            if status == "OK":
                _asked(self._session.uid, "STORE", str(number), "+FLAGS.SILENT", "(\\Deleted)")
            if status == "OK" and b"UIDPLUS" in self._able:  # without it, cleaning up would take what others deleted too
                _asked(self._session.uid, "EXPUNGE", str(number))
        if status != "OK":
            sentence = f"Abgeholte Mails lassen sich nicht nach „{folder}“ verschieben. Bitte legen Sie den Ordner auf dem Mailserver an."
            raise Trouble(sentence, cause="MOVE refused", code="ordner_fehlt")

    def _body(self, number: int, what: str) -> bytes | None:
        status, parts = _asked(self._session.uid, "FETCH", str(number), what)
        if status != "OK":
            raise Gone("Der Mailserver gibt diese Mail nicht heraus.", cause=f"FETCH refused for {number}")
        return next((part[1] for part in parts if isinstance(part, tuple)), None)


def must_have(visit: Visit, folder: str) -> None:
    """Raises ``Trouble`` when the folder for fetched mails is not there."""
    if not visit.has(folder):
        sentence = f"Den Ordner „{folder}“ für abgeholte Mails gibt es nicht. Bitte legen Sie ihn auf dem Mailserver an."
        raise Trouble(sentence, cause="no folder for fetched mails", code="ordner_fehlt")


@contextmanager
def visiting(box: Mailbox, limits: Limits) -> Iterator[Visit]:
    """A visit to a mailbox, logged in; whatever goes wrong on the way raises ``Trouble``."""
    session = connected(box, limits)
    try:
        _log_in(session, box, limits.tokens)
        yield Visit(session)
    finally:
        with suppress(imaplib.IMAP4.error, OSError, ValueError):
            session.logout()
        with suppress(OSError):
            session.shutdown()  # a line that broke is not closed by the farewell


def _log_in(session: imaplib.IMAP4, box: Mailbox, tokens: str) -> None:
    answers = [f"user={box.user}\1auth=Bearer {token(tokens, box)}\1\1".encode()] if box.login == "token" else []
    try:
        if answers:
            # A server that refuses says why in a second question, and waits for an empty answer.
            session.authenticate("XOAUTH2", lambda _challenge: answers.pop() if answers else b"")
        elif "AUTH=PLAIN" in session.capabilities:
            session.authenticate("PLAIN", lambda _challenge: f"\0{box.user}\0{box.password}".encode())
        else:
            session._encoding = "utf-8"  # type: ignore[attr-defined]  # noqa: SLF001 — passwords of people hold more than ASCII
            session.login(_quoted(box.user), box.password)
    except imaplib.IMAP4.abort as error:
        raise Trouble("Der Mailserver hat die Anmeldung abgebrochen. Es wird später wieder versucht.", cause="login broken off") from error
    except imaplib.IMAP4.error as error:
        # The cause stays without the server's words and ours: both may hold what was typed.
        said = (
            "Der Mailserver nimmt Benutzername und Kennwort nicht an. Bitte prüfen Sie beides. "
            "Manche Anbieter verlangen ein eigenes Kennwort für Programme (App-Kennwort) oder dass IMAP erst eingeschaltet wird."
        )
        if box.login == "token":
            said = "Der Mailserver nimmt das Zugangstoken für diesen Benutzer nicht an. Bitte prüfen Sie MAPPE_MAIL_TOKEN."
        raise Trouble(said, cause="login refused", code="kennwort") from error
    except OSError as error:
        raise Gone("Die Verbindung zum Mailserver ist abgebrochen. Es wird später wieder versucht.", cause=repr(error)) from error


def _asked(verb: Callable[..., tuple[str, list[Any]]], *words: str) -> tuple[str, list[Any]]:
    try:
        return verb(*words)
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        raise Gone("Die Verbindung zum Mailserver ist abgebrochen. Es wird später wieder versucht.", cause=repr(error)) from error


def _quoted(text: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'
