"""Where webhooks may go: which addresses are allowed, and a connection to exactly the machine that was looked at.

Whoever manages a firm's archive must not be able to reach, through the service, what only the service's machine can reach. So only
public addresses over https are called, unless whoever runs the machine names a host in ``MAPPE_HOOK_HOSTS``. The name is looked up
once, and the connection goes to the address that was judged. Redirects are not followed and no proxy is used.
"""

from __future__ import annotations

import http.client
import ssl
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from archive.problems import Invalid, Unavailable
from service.channels.addresses import Reach, found, reached
from service.channels.deadline import Deadline

PATIENCE = 15.0
WHOLE = 30.0
"""Seconds for one byte, and for one message with its answer."""
_LONGEST = 500
_EXAMPLE = "Eine Adresse sieht zum Beispiel so aus: https://erp.example.de/auftragsmappe"


class Unreached(Unavailable):
    """The other side can not be reached; ``code`` says why."""

    code = "webhook"


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address. ``named``: whoever runs the machine allows this host, wherever it lies."""

    host: str
    port: int
    path: str
    secure: bool
    named: bool


def target(address: str, allowed: str) -> Target:
    """The parts of an address. Raises ``Invalid`` for one that is never called, whatever it resolves to."""
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise Invalid(f"Diese Adresse lässt sich nicht lesen. {_EXAMPLE}", cause=str(error)) from error
    _must_be_plain(parts, host, address)
    secure = parts.scheme == "https"
    port = port or (443 if secure else 80)
    named = Reach(allowed).names(host, port)
    if not secure and not named:
        raise Invalid(
            "Die Adresse muss mit https:// beginnen, damit niemand mitliest. "
            "Für ein Programm im eigenen Netz kann die Person, die den Dienst betreut, den Rechner mit MAPPE_HOOK_HOSTS erlauben.",
            cause="plain http to a host that is not named",
        )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port, path, secure, named)


def _must_be_plain(parts: SplitResult, host: str, address: str) -> None:
    if parts.scheme not in ("http", "https") or not host or len(address) > _LONGEST or not address.strip().isascii():
        raise Invalid(f"Diese Adresse lässt sich nicht aufrufen. {_EXAMPLE}", cause="no http address")
    if any(char.isspace() or not char.isprintable() for char in address.strip()):
        raise Invalid("In der Adresse stehen Leerzeichen. Bitte nehmen Sie sie heraus.", cause="blanks in address")
    if parts.username or parts.password:
        raise Invalid("In der Adresse steht ein Kennwort. Bitte lassen Sie es weg; die Nachrichten sind signiert.", cause="userinfo")


def connected(to: Target) -> http.client.HTTPConnection:
    """A connection to the target's machine. Raises ``Unreached``, also when that machine must not be called."""
    addresses = _judged(to)
    where = f"„{to.host}“"
    connection = _Connection(to.host, to.port, timeout=PATIENCE)
    try:
        _open(connection, to, addresses)
    except ssl.SSLCertVerificationError as error:
        said = f"Das Zertifikat von {where} ist abgelaufen, gehört zu einem anderen Namen oder ist keinem Aussteller zuzuordnen."
        raise Unreached(said, cause=repr(error), code="zertifikat") from error
    except ssl.SSLError as error:
        raise Unreached(f"{where} spricht auf Port {to.port} kein https.", cause=repr(error), code="verschluesselung") from error
    except ConnectionRefusedError as error:
        raise Unreached(f"{where} nimmt auf Port {to.port} keine Verbindung an.", cause=repr(error), code="port_zu") from error
    except OSError as error:
        raise Unreached(f"{where} antwortet nicht.", cause=repr(error), code="keine_antwort") from error
    return connection


def may_be_called(to: Target) -> None:
    """Raises ``Unreached`` for a machine that is never called; a name that nobody knows at the moment may be known later."""
    try:
        _judged(to)
    except Unreached as problem:
        if problem.code == "nicht_erlaubt":
            raise


class _Connection(http.client.HTTPConnection):
    """A connection that ends, whatever the other side does."""

    deadline: Deadline | None = None

    def close(self) -> None:
        """As its parent does."""
        if self.deadline:
            self.deadline.over()
        super().close()


def _judged(to: Target) -> list[str]:
    where = f"„{to.host}“"
    try:
        addresses = found(to.host, to.port)
    except (OSError, UnicodeError) as error:
        said = f"Den Rechner {where} gibt es nicht, oder dieser Rechner hat keine Verbindung zum Netz."
        raise Unreached(said, cause=repr(error), code="name_unbekannt") from error
    if not Reach(free=to.named).allows(to.host, to.port, addresses):
        said = (
            f"{where} liegt im eigenen Netz. Solche Rechner werden nur aufgerufen, wenn die Person, die den Dienst betreut, "
            "sie mit MAPPE_HOOK_HOSTS erlaubt."
        )
        raise Unreached(said, cause="address is not public", code="nicht_erlaubt")
    return addresses


def _open(connection: _Connection, to: Target, addresses: list[str]) -> None:
    plain = reached(addresses, to.port, PATIENCE)
    connection.deadline = Deadline(plain, WHOLE)
    try:
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=to.host) if to.secure else plain
    except OSError:
        connection.close()
        with suppress(OSError):
            plain.close()
        raise
