"""Who asks: found out from the session's cookie or a device's key, once per request. Decides nothing about what they may."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from starlette.requests import Request

from archive.installation.house import Installation
from archive.installation.keys import Key
from archive.installation.person import Person
from archive.installation.sessions import Session
from archive.problems import Problem
from service.auth.rights import EVERY, OF_ROLE, OF_SCOPE, Right
from service.parts import OFFICE
from service.settings import Settings

PROGRAM = "die Schnittstelle"


class LoginNeeded(Problem):
    """Nobody knows who asks."""

    code = "anmelden"


class SetupNeeded(Problem):
    """Reachable from the network, and nobody has been entered who may come in."""

    code = "einrichten"


class SeatOver(Problem):
    """The place of a course that this browser sat at is not there any more. Where nobody has to log in, nothing else would say so."""

    code = "platz_zu_ende"


class MustChange(Problem):
    """The password was set by somebody else and has to be changed first."""

    code = "kennwort_aendern"


class Forbidden(Problem):
    """Known, but not allowed."""

    code = "nicht_erlaubt"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, in which space, with which rights. ``who`` stands in the journal; ``person`` is empty for devices and open doors.

    ``training``: the space is a sandbox; nothing in it is real.
    """

    who: str
    space: str
    rights: frozenset[Right]
    confidential: bool = False
    person: Person | None = None
    session: Session | None = None
    key: Key | None = None
    training: bool = False

    def may(self, right: str) -> bool:
        """Whether a right, by its name, is among those held; for templates, which show no way that leads nowhere."""
        return Right[right] in self.rights


def cookie_name(settings: Settings) -> str:
    """With ``__Host-`` browsers take it over TLS only, from this host only."""
    return "__Host-mappe" if settings.secure else "mappe"


def visitor_of(request: Request, installation: Installation, settings: Settings) -> Visitor:
    """Raises ``LoginNeeded``, ``SetupNeeded`` or ``SeatOver`` when nobody knows who asks."""
    token = request.cookies.get(cookie_name(settings), "")
    session = installation.sessions.find(token) if token else None
    if session is not None and session.space:
        return _member(installation, session)
    if not installation.people.any():
        if settings.local:
            if token:
                # Only places have sessions here. Whoever sat at one must not find themselves among the real papers unawares.
                raise SeatOver("Dieser Übungsplatz ist zu Ende.", cause="session of a place that is over")
            who = PROGRAM if request.url.path.startswith("/api/") else OFFICE
            return Visitor(who, settings.space, EVERY, confidential=True)
        raise SetupNeeded(
            "Die Auftragsmappe ist noch nicht eingerichtet. Bitte öffnen Sie sie im Browser und legen Sie die erste Person an.",
            cause="no people yet",
        )
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _device(installation, secret.strip())
    raise LoginNeeded("Bitte melden Sie sich an.", cause="no session")


def _device(installation: Installation, secret: str) -> Visitor:
    key = installation.keys.find(secret)
    if key is None:
        raise LoginNeeded("Dieser Schlüssel ist unbekannt oder abgelaufen.", cause="no such key", code="schluessel")
    rights = frozenset(right for scope in key.scopes for right in OF_SCOPE[scope])
    return Visitor(f"das Gerät „{key.name}“", key.space, rights, key=key)


def _member(installation: Installation, session: Session) -> Visitor:
    person = installation.people.get(session.person)
    membership = person.membership(session.space, today()) if person.active else None
    if membership is None:
        installation.sessions.end(session.token)
        raise LoginNeeded("Ihr Zugang zu diesem Bereich ist beendet. Bitte melden Sie sich neu an.", cause="no membership any more")
    entry = installation.spaces.get(session.space)
    visitor = Visitor(person.name, session.space, OF_ROLE[membership.role], membership.confidential, person, session)
    return replace(visitor, training=entry.kind == "uebung")


def today() -> date:
    """The day by the clock of this machine: until when a role holds is said in days of the firm."""
    return datetime.now(UTC).astimezone().date()
