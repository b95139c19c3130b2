"""What workers leave for whoever watches: running totals, such as the seconds spent reading, and how each space stands.

A total only grows. What a worker that was killed had not handed over yet is missing; nothing relies on these figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, select, update

from archive.catalog.database import Database
from archive.installation.tables_operations import standing, tally
from archive.standing import Standing, as_text, from_text

_ROUND = "_runde"
"""Under this name, which no space can have, stands when somebody last looked after all spaces."""


class Tallies:
    """The totals by name; a name may end with labels as Prometheus writes them: ``pages{how="ocr"}``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, amounts: Mapping[str, float]) -> None:
        """Adds to each total; one that is new begins at zero."""
        with self._database.write() as connection:
            for name, amount in amounts.items():
                more = update(tally).where(tally.c.name == name).values(total=tally.c.total + amount)
                if not connection.execute(more).rowcount:
                    connection.execute(insert(tally).values(name=name, total=amount))

    def all(self) -> dict[str, float]:
        """Every total by its name."""
        with self._database.read() as connection:
            return {row.name: row.total for row in connection.execute(select(tally).order_by(tally.c.name))}

    def keep(self, space: str, now: Standing) -> None:
        """Keeps how a space stands."""
        with self._database.write() as connection:
            connection.execute(delete(standing).where(standing.c.space == space))
            connection.execute(insert(standing).values(space=space, at=now.at, text=as_text(now)))

    def kept(self) -> dict[str, Standing]:
        """How each space stood when somebody last looked, by its name."""
        with self._database.read() as connection:
            rows = connection.execute(select(standing).where(standing.c.text != "").order_by(standing.c.space)).all()
        return {row.space: from_text(row.text) for row in rows}

    def last(self, space: str) -> Standing | None:
        """How one space stood, ``None`` when nobody has looked yet."""
        with self._database.read() as connection:
            text = connection.scalar(select(standing.c.text).where(standing.c.space == space))
        return from_text(text) if text else None

    def forget(self, space: str) -> None:
        """Forgets a space that is gone."""
        with self._database.write() as connection:
            connection.execute(delete(standing).where(standing.c.space == space))

    def my_round(self, every: timedelta) -> bool:
        """Whether it is on the caller to look after all spaces: one does for all workers, and not before ``every`` has passed."""
        now = datetime.now(UTC)
        with self._database.write() as connection:
            last = connection.scalar(select(standing.c.at).where(standing.c.space == _ROUND))
            if last and datetime.fromisoformat(last) > now - every:
                return False
            connection.execute(delete(standing).where(standing.c.space == _ROUND))
            connection.execute(insert(standing).values(space=_ROUND, at=now.isoformat(), text=""))
        return True
