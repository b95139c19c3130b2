"""Exercises that a firm wrote itself, as their text: kept, changed, removed through the journal. Neither reads nor checks them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from archive.catalog.engine import Catalog
from archive.catalog.tables_knowledge import exercise as table
from archive.journal import Journal
from archive.problems import Invalid, NotFound

PREFIX = "eigen-"
"""Keys of exercises of one's own begin with this; no shipped one does."""


@dataclass(frozen=True, slots=True)
class OwnExercise:
    """An exercise as it was written. ``gone`` ones are in no list, but courses that used them still know them."""

    key: str
    text: str
    gone: bool
    who: str
    at: datetime

    @property
    def stand(self) -> str:
        """Names this state of the text, so that a form tells whether somebody else has changed it since."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


class Exercises:
    """The exercises of one's own in one space."""

    def __init__(self, catalog: Catalog, journal: Journal) -> None:
        self._catalog = catalog
        self._journal = journal

    def all(self, *, gone: bool = False) -> list[OwnExercise]:
        """In the order they were written; with ``gone`` also those that were removed."""
        query = select(table).order_by(table.c.key)
        if not gone:
            query = query.where(table.c.state == "gilt")
        with self._catalog.read() as connection:
            rows = connection.execute(query)
            return [OwnExercise(row.key, row.content, row.state != "gilt", row.who, datetime.fromisoformat(row.at)) for row in rows]

    def get(self, key: str) -> OwnExercise:
        """One that is in use. Raises ``NotFound``."""
        for each in self.all():
            if each.key == key:
                return each
        raise NotFound("Diese Übung gibt es nicht mehr.", cause=f"no exercise {key}")

    def add(self, text: str, who: str) -> str:
        """Keeps a new one; its key."""
        with self._journal.change(who) as change:
            count = len(change.connection.execute(select(table.c.key)).all())
            key = f"{PREFIX}{count + 1:04d}"
            change.record("uebung", key, {"text": text})
        return key

    def save(self, key: str, text: str, before: str, who: str) -> None:
        """Keeps a changed text. ``before`` is the ``stand`` the change was made from. Raises ``NotFound`` and ``Invalid``."""
        if self.get(key).stand != before:
            raise Invalid(
                "Jemand hat die Übung inzwischen geändert. Bitte laden Sie sie neu und tragen Sie Ihre Änderung noch einmal ein.",
                cause=f"{key} was changed meanwhile",
            )
        with self._journal.change(who) as change:
            change.record("uebung", key, {"text": text})

    def remove(self, key: str, who: str) -> None:
        """Takes one out of the list. Raises ``NotFound``."""
        self.get(key)
        with self._journal.change(who) as change:
            change.record("uebung_entfernt", key, {})
