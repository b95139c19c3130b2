"""Slows down who guesses passwords: after a few failures each further one costs more waiting. Locks nobody out for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, select, update

from archive.catalog.database import Database
from archive.installation import tables

FREE = 5
"""Failures that cost nothing: everybody mistypes."""
LONGEST = timedelta(minutes=15)
FORGOTTEN = timedelta(hours=24)

_attempt = tables.attempt


class Attempts:
    """Failures by key: a login name, or the address they come from. Shared by all web processes and kept over restarts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def wait(self, *keys: str) -> timedelta:
        """How long the next try has to wait; zero when it may be made now."""
        now = datetime.now(UTC)
        with self._database.read() as connection:
            found = connection.scalars(select(_attempt.c.wait_until).where(_attempt.c.key.in_(keys)))
            return max((datetime.fromisoformat(until) - now for until in found), default=timedelta()) or timedelta()

    def failed(self, *keys: str) -> None:
        """Notes a failure under each key."""
        now = datetime.now(UTC)
        with self._database.write() as connection:
            connection.execute(delete(_attempt).where(_attempt.c.last < (now - FORGOTTEN).isoformat()))
            for key in keys:
                before = connection.execute(select(_attempt.c.failures).where(_attempt.c.key == key)).scalar()
                failures = (before or 0) + 1
                until = now + _pause(failures)
                values = {"failures": failures, "last": now.isoformat(), "wait_until": until.isoformat()}
                if before is None:
                    connection.execute(insert(_attempt).values(key=key, **values))
                else:
                    connection.execute(update(_attempt).where(_attempt.c.key == key).values(**values))

    def succeeded(self, key: str) -> None:
        """Forgets the failures under a key."""
        with self._database.write() as connection:
            connection.execute(delete(_attempt).where(_attempt.c.key == key))


def _pause(failures: int) -> timedelta:
    if failures <= FREE:
        return timedelta()
    return min(LONGEST, timedelta(seconds=2 ** min(20, failures - FREE)))
