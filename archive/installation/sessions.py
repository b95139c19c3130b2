"""Sessions of people who have logged in: begun, recognised by their token, ended. Only the hash of a token is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from archive.catalog.database import Database
from archive.installation import tables

IDLE = timedelta(hours=12)
"""A session that nobody used for so long is over: a working day with its breaks, not a night."""
LONGEST = timedelta(days=7)
HALFWAY = timedelta(minutes=10)
"""How long a login may take between password and second factor."""
FRESH = timedelta(minutes=2)
"""How often at most a use is noted: a page with twenty images is one use."""

_session = tables.session


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its token finds it. ``token`` is the hash; ``device`` is what the browser calls itself."""

    token: str
    person: str
    space: str
    created: datetime
    seen: datetime
    device: str


class Sessions:
    """All sessions of an installation, valid in every web process at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, person: str, space: str, device: str) -> str:
        """A new session; returns its token, which is told to nobody else and can not be had again.

        Without a space it is a login under way: half of it was right, and it is good for nothing else yet.
        """
        token, now = secrets.token_urlsafe(32), datetime.now(UTC).isoformat()
        values = {"token": hashed(token), "person": person, "space": space, "created": now, "seen": now, "device": device[:200]}
        with self._database.write() as connection:
            connection.execute(delete(_session).where(_over(datetime.now(UTC))))
            connection.execute(insert(_session).values(**values))
        return token

    def find(self, token: str) -> Session | None:
        """The session of a token, ``None`` when it is over or never was."""
        now = datetime.now(UTC)
        with self._database.read() as connection:
            row = connection.execute(select(_session).where(_session.c.token == hashed(token), ~_over(now))).first()
        if row is None:
            return None
        found = _built(row)
        if now - found.seen > FRESH:
            with self._database.write() as connection:
                connection.execute(update(_session).where(_session.c.token == found.token).values(seen=now.isoformat()))
        return found

    def of(self, person: str) -> list[Session]:
        """The sessions of a person, the last used first."""
        with self._database.read() as connection:
            rows = connection.execute(select(_session).where(_session.c.person == person).order_by(_session.c.seen.desc()))
            return [_built(row) for row in rows]

    def move(self, token: str, space: str) -> None:
        """Takes a session, known by its hash, to another space."""
        with self._database.write() as connection:
            connection.execute(update(_session).where(_session.c.token == token).values(space=space))

    def end_token(self, token: str) -> None:
        """Ends the session of a token."""
        self.end(hashed(token))

    def end(self, token: str) -> None:
        """Ends a session, known by its hash."""
        with self._database.write() as connection:
            connection.execute(delete(_session).where(_session.c.token == token))

    def end_others(self, person: str, token: str = "") -> None:
        """Ends all sessions of a person but the one with this hash."""
        with self._database.write() as connection:
            connection.execute(delete(_session).where(_session.c.person == person, _session.c.token != token))


def hashed(token: str) -> str:
    """What is kept of a token. It is as long as the hash and random, so that no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def _over(now: datetime) -> Any:
    half = (_session.c.space == "") & (_session.c.created < (now - HALFWAY).isoformat())
    return (_session.c.seen < (now - IDLE).isoformat()) | (_session.c.created < (now - LONGEST).isoformat()) | half


def _built(row: Any) -> Session:
    return Session(row.token, row.person, row.space, datetime.fromisoformat(row.created), datetime.fromisoformat(row.seen), row.device)
