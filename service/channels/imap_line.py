"""The line to a mail server: connected under limits, and what is wrong in German when it can not be. Asks for no mail."""

from __future__ import annotations

import imaplib
import socket
import ssl
from dataclasses import dataclass
from typing import Any

from archive.problems import Unavailable
from service.channels.addresses import ANYWHERE, Reach, found, reached
from service.channels.deadline import Deadline
from service.channels.kept import Mailbox

PATIENCE = 30.0
"""Seconds for one byte."""
VISIT = 300.0
"""Seconds of a whole visit; the longest single mail has to fit."""
_TALK = 64 << 20
"""Bytes of answers, mails aside, in one visit: a search in a mailbox of a million mails has eight."""
imaplib._MAXLINE = 10_000_000  # type: ignore[attr-defined]  # noqa: SLF001 — a search in a full mailbox answers in one long line


class Trouble(Unavailable):
    """The mailbox can not be visited, or not used as it is set; ``code`` says which step failed."""

    code = "postfach"


class Gone(Trouble):
    """The connection broke while a mail was fetched."""

    code = "verbindung"


@dataclass(frozen=True, slots=True)
class Limits:
    """Of a visit: bytes of the largest mail, seconds in all, how far it may reach, and the program that has tokens."""

    most: int = 1 << 20
    seconds: float = VISIT
    reach: Reach = ANYWHERE
    tokens: str = ""


class _Careful(imaplib.IMAP4):
    """Believes no server that announces more than is wanted, talks without end, or takes for ever."""

    def __init__(self, box: Mailbox, addresses: list[str], limits: Limits, **more: Any) -> None:
        self._addresses = addresses
        self._most = limits.most
        self._said = 0
        self._seconds = limits.seconds
        self._deadline: Deadline | None = None
        try:
            super().__init__(box.host, box.port, timeout=PATIENCE, **more)
        except BaseException:
            self._end()
            raise

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = reached(self._addresses, self.port, timeout or PATIENCE)
        self._deadline = Deadline(plain, self._seconds)
        return plain

    def read(self, size: int) -> bytes:
        """As its parent does."""
        if size > self._most:
            raise self.abort("announced too much")
        return super().read(size)

    def readline(self) -> bytes:
        """As its parent does."""
        line = super().readline()
        self._said += len(line)
        if self._said > _TALK:
            raise self.abort("talks too much")
        return line

    def shutdown(self) -> None:
        """As its parent does."""
        self._end()
        super().shutdown()

    def _end(self) -> None:
        if self._deadline:
            self._deadline.over()


class _CarefulTls(_Careful, imaplib.IMAP4_SSL):
    """The same over TLS."""

    def _create_socket(self, timeout: float | None) -> socket.socket:
        wrapped: socket.socket = self.ssl_context.wrap_socket(super()._create_socket(timeout), server_hostname=self.host)
        return wrapped


def connected(box: Mailbox, limits: Limits) -> imaplib.IMAP4:
    """A connection, before the login. Raises ``Trouble``."""
    try:
        addresses = found(box.host, box.port)
        if not limits.reach.allows(box.host, box.port, addresses):
            raise _inside(box)
        trust = ssl.create_default_context(cadata=box.certificate or None)
        if box.security == "tls":
            return _CarefulTls(box, addresses, limits, ssl_context=trust)
        session = _Careful(box, addresses, limits)
        if box.security == "starttls":
            _encrypt(session, trust)
    except (ssl.SSLError, imaplib.IMAP4.error, OSError, ValueError) as error:
        raise _unreached(box, error) from error
    return session


def _encrypt(session: _Careful, trust: ssl.SSLContext) -> None:
    try:
        session.starttls(trust)
    except BaseException:
        session.shutdown()
        raise


def _inside(box: Mailbox) -> Trouble:
    said = (
        f"„{box.host}“ liegt im eigenen Netz. Weil diese Einrichtung mehreren Firmen dient, werden solche Mailserver nur abgeholt, "
        "wenn die Person, die den Dienst betreut, sie mit MAPPE_MAIL_HOSTS erlaubt."
    )
    return Trouble(said, cause="address is not public", code="nicht_erlaubt")


def _unreached(box: Mailbox, error: Exception) -> Trouble:
    where = f"„{box.host}“"
    if isinstance(error, ssl.SSLCertVerificationError):
        said = (
            f"Das Zertifikat von {where} ist keinem bekannten Aussteller zuzuordnen, abgelaufen oder für einen anderen Namen. "
            "Bitte prüfen Sie den Namen des Servers, oder tragen Sie bei einem eigenen Mailserver dessen Zertifikat ein."
        )
        return Trouble(said, cause=repr(error), code="zertifikat")
    if isinstance(error, (ssl.SSLError, imaplib.IMAP4.error, ValueError)):
        said = (
            f"Unter {where}, Port {box.port}, antwortet kein Mailserver mit dieser Verschlüsselung. "
            "Üblich sind TLS mit Port 993 und STARTTLS mit Port 143."
        )
        return Trouble(said, cause=repr(error), code="verschluesselung")
    if isinstance(error, socket.gaierror):
        said = f"Den Server {where} gibt es nicht, oder dieser Rechner hat keine Verbindung zum Netz. Bitte prüfen Sie den Namen."
        return Trouble(said, cause=repr(error), code="name_unbekannt")
    if isinstance(error, ConnectionRefusedError):
        said = f"{where} nimmt auf Port {box.port} keine Verbindung an. Bitte prüfen Sie den Port; üblich ist 993."
        return Trouble(said, cause=repr(error), code="port_zu")
    said = f"{where} antwortet nicht. Bitte prüfen Sie Namen, Port und Firewall."
    return Trouble(said, cause=repr(error), code="keine_antwort")
