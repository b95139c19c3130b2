"""What journal entries about parts of stacks and about set-aside papers do to the tables; ``apply`` puts them among all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, delete, insert, update

from archive.catalog import stale, veil
from archive.catalog import tables as t
from archive.entry import Entry


def _part(connection: Connection, entry: Entry) -> None:
    row = {key: entry.body[key] for key in ("sha256", "name", "media_type", "size", "source", "received")}
    state = {"state": "received", "sentence": "", "problem": "", "attempts": 0, "next_try": "", "changed": entry.at.isoformat()}
    connection.execute(insert(t.intake).values(eingangsnummer=entry.about, **row, **state))
    veil.related(connection, entry.about, [(parent, "teil") for parent in entry.body.get("parents", ())])


def _replaced(connection: Connection, entry: Entry) -> None:
    _gone(connection, entry, "replaced")


def _discarded(connection: Connection, entry: Entry) -> None:
    _gone(connection, entry, "rejected")


def _gone(connection: Connection, entry: Entry, state: str) -> None:
    """Out of all folders and lists of values; what it said stays in the journal."""
    stale.paper(connection, entry.about, entry.seq)
    for table in (t.document, t.finding, t.link, t.look):
        connection.execute(delete(table).where(table.c.eingangsnummer == entry.about))
    _set_intake(connection, entry, state=state, sentence=entry.body["sentence"])


def _turned(connection: Connection, entry: Entry) -> None:
    stale.paper(connection, entry.about, entry.seq)
    _set_intake(connection, entry, state="received", sentence="")


def _deferred(_connection: Connection, _entry: Entry) -> None:
    """Read from the journal itself: few papers rest, and only the queue asks."""


def _set_intake(connection: Connection, entry: Entry, *, state: str, sentence: str) -> None:
    values = {"state": state, "sentence": sentence, "problem": "", "attempts": 0, "next_try": "", "changed": entry.at.isoformat()}
    connection.execute(update(t.intake).where(t.intake.c.eingangsnummer == entry.about).values(**values))


KINDS: Mapping[str, Callable[[Connection, Entry], None]] = {
    "teil": _part,
    "aufgeteilt": _replaced,
    "zusammengefasst": _replaced,
    "aufgeloest": _replaced,
    "verworfen": _discarded,
    "gedreht": _turned,
    "zurueckgestellt": _deferred,
}
