"""What journal entries about deleting, quarantine and looking at scans do to the tables; ``apply`` puts them among all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, delete, insert, update

from archive.catalog import stale
from archive.catalog import tables as t
from archive.catalog.apply_master import upsert
from archive.catalog.tables_deletion import deletion, erasure, inspection
from archive.entry import Entry

GONE = ""
"""The name of a file that was deleted."""


def _proposed(connection: Connection, entry: Entry) -> None:
    row = {key: entry.body[key] for key in ("main", "kind", "reason", "person")}
    upsert(connection, deletion, {"eingangsnummer": entry.about}, {**row, "who": entry.who, "at": entry.at.isoformat()})


def _declined(connection: Connection, entry: Entry) -> None:
    connection.execute(delete(deletion).where(deletion.c.eingangsnummer == entry.about))


def _quarantined(connection: Connection, entry: Entry) -> None:
    _leave(connection, entry)
    values = {"state": "rejected", "sentence": entry.body["sentence"], "problem": entry.body["problem"]}
    _set_intake(connection, entry, **values)


def _deleted(connection: Connection, entry: Entry) -> None:
    _leave(connection, entry)
    _declined(connection, entry)
    for table in (t.cost_choice, t.lesson):
        connection.execute(delete(table).where(table.c.eingangsnummer == entry.about))
    _set_intake(connection, entry, state="deleted", sentence=entry.body["sentence"], problem="", name=GONE)
    rows = [{"eingangsnummer": entry.about, "key": key, "sha256": entry.body["sha256"]} for key in entry.body["keys"]]
    if rows:
        connection.execute(insert(erasure), rows)


def _film_deleted(connection: Connection, entry: Entry) -> None:
    _declined(connection, entry)
    rows = [{"eingangsnummer": entry.about, "key": key, "sha256": key.rsplit("/", 1)[-1]} for key in entry.body["keys"]]
    connection.execute(insert(erasure), rows)


def _erased(connection: Connection, entry: Entry) -> None:
    connection.execute(delete(erasure).where(erasure.c.eingangsnummer == entry.about))


def _inspected(connection: Connection, entry: Entry) -> None:
    row = {"result": entry.body["result"], "note": entry.body["note"], "who": entry.who, "at": entry.at.isoformat()}
    upsert(connection, inspection, {"eingangsnummer": entry.about}, row)


def _leave(connection: Connection, entry: Entry) -> None:
    """Out of all folders and lists of values."""
    stale.paper(connection, entry.about, entry.seq)
    for table in (t.document, t.finding, t.link, t.look):
        connection.execute(delete(table).where(table.c.eingangsnummer == entry.about))


def _set_intake(connection: Connection, entry: Entry, **values: str) -> None:
    statement = update(t.intake).where(t.intake.c.eingangsnummer == entry.about)
    connection.execute(statement.values(attempts=0, next_try="", changed=entry.at.isoformat(), **values))


KINDS: Mapping[str, Callable[[Connection, Entry], None]] = {
    "loeschen_vorgeschlagen": _proposed,
    "loeschen_abgelehnt": _declined,
    "in_quarantaene": _quarantined,
    "geloescht": _deleted,
    "wissen_geloescht": _film_deleted,
    "vernichtet": _erased,
    "wissen_vernichtet": _erased,
    "sichtpruefung": _inspected,
}
