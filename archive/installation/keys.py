"""Keys with which devices and programs come in: one per device, for one space, with a scope. Only the hash of a key is kept."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import delete, insert, select, update

from archive.catalog.database import Database
from archive.installation import events, tables
from archive.installation.person import SCOPES, KeyScope
from archive.installation.sessions import hashed
from archive.problems import Invalid, NotFound

FRESH = timedelta(minutes=5)
_PREFIX = "mappe_"

_key = tables.api_key


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret. ``expires`` is its last day; ``used`` when it was last used, to a few minutes."""

    id: str
    name: str
    space: str
    scopes: tuple[KeyScope, ...]
    created: datetime
    expires: date | None
    used: datetime | None


class Keys:
    """All keys of an installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Key]:
        """All, by name."""
        with self._database.read() as connection:
            return [_built(row) for row in connection.execute(select(_key).order_by(_key.c.name))]

    def add(self, name: str, space: str, scopes: Iterable[KeyScope], who: str, *, expires: date | None = None) -> str:
        """A new key; returns its secret, which can not be had again. Raises ``Invalid`` without a name or a scope."""
        wanted = tuple(scope for scope in SCOPES if scope in set(scopes))
        if not name.strip() or not wanted:
            raise Invalid("Bitte geben Sie dem Schlüssel einen Namen und mindestens ein Recht.", cause="no name or no scope")
        secret = _PREFIX + secrets.token_urlsafe(32)
        values = {"id": secrets.token_hex(8), "token": hashed(secret), "name": name.strip(), "space": space, "scopes": " ".join(wanted)}
        dates = {"created": datetime.now(UTC).isoformat(), "expires": expires.isoformat() if expires else "", "used": ""}
        with self._database.write() as connection:
            connection.execute(insert(_key).values(**values, **dates))
            events.add(connection, who, space, f"Schlüssel „{name.strip()}“ angelegt ({', '.join(wanted)})")
        return secret

    def find(self, secret: str) -> Key | None:
        """The key with this secret, ``None`` when it is not known or its time is over."""
        now = datetime.now(UTC)
        with self._database.read() as connection:
            row = connection.execute(select(_key).where(_key.c.token == hashed(secret))).first()
        if row is None or (row.expires and now.date() > date.fromisoformat(row.expires)):
            return None
        if not row.used or now - datetime.fromisoformat(row.used) > FRESH:
            with self._database.write() as connection:
                connection.execute(update(_key).where(_key.c.id == row.id).values(used=now.isoformat()))
        return _built(row)

    def remove(self, key: str, who: str) -> None:
        """Takes a key back; it works no more from now on. Raises ``NotFound``."""
        with self._database.write() as connection:
            row = connection.execute(select(_key).where(_key.c.id == key)).first()
            if row is None:
                raise NotFound("Diesen Schlüssel gibt es nicht mehr.", cause=f"no key {key}")
            connection.execute(delete(_key).where(_key.c.id == key))
            events.add(connection, who, row.space, f"Schlüssel „{row.name}“ zurückgenommen")


def _built(row: Any) -> Key:
    return Key(
        row.id,
        row.name,
        row.space,
        tuple(cast("KeyScope", scope) for scope in row.scopes.split()),
        datetime.fromisoformat(row.created),
        date.fromisoformat(row.expires) if row.expires else None,
        datetime.fromisoformat(row.used) if row.used else None,
    )
