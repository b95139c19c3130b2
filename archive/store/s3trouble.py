"""What an S3 server refuses, as sentences a person can act on. Knows the codes of the protocol, not the SDK."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from archive.problems import NotFound, Problem, Unavailable

_LOGIN = {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed"}
_FULL = {"QuotaExceeded", "InsufficientStorage", "XMinioStorageFull"}


def refused(code: str, cause: str) -> Problem:
    """The problem behind an error code of the server. Everything but a missing object may work again later."""
    if code == "NoSuchKey":
        return NotFound("Diese Datei gibt es im Archiv nicht.", cause=cause)
    if code in _LOGIN:
        return Unavailable(
            "Der Speicher-Server lehnt die Anmeldung ab. Bitte die Zugangsdaten (MAPPE_STORE) prüfen und den Vorgang wiederholen.",
            cause=cause,
        )
    if code == "RequestTimeTooSkewed":
        return Unavailable("Die Uhren von Speicher-Server und Programm gehen verschieden. Bitte die Uhrzeit stellen.", cause=cause)
    if code in _FULL:
        return Unavailable("Der Speicher-Server ist voll. Bitte Platz schaffen und den Vorgang dann wiederholen.", cause=cause)
    return away(cause)


def away(cause: str) -> Unavailable:
    return Unavailable("Der Speicher-Server antwortet nicht richtig. Bitte den Vorgang später wiederholen.", cause=cause)


def code_in(body: bytes) -> str:
    """The error code in an answer of the server, "" when it is not the usual XML."""
    try:
        return ET.fromstring(body).findtext("Code", "")  # noqa: S314 - expat with billion-laughs protection, from our own server
    except ET.ParseError:
        return ""
