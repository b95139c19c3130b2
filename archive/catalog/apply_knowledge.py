"""What journal entries about notes, videos and exercises of one's own do to the tables; ``apply`` puts them among all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, delete, insert, update

from archive import codec
from archive.catalog import tables_knowledge as t
from archive.catalog.apply_master import upsert
from archive.entry import Entry
from archive.note import Note, words_of


def _noted(connection: Connection, entry: Entry) -> None:
    note = codec.decode(Note, entry.body["note"])
    row = {
        "state": "gilt",
        "category": note.category,
        "training": int(note.training),
        "words": words_of(note),
        "content": codec.dumps(note),
        "who": entry.who,
        "at": entry.at.isoformat(),
    }
    upsert(connection, t.knowledge, {"key": entry.about}, row)
    _detach(connection, entry)
    anchors = [{"note": entry.about, "of": anchor.of, "key": anchor.key} for anchor in dict.fromkeys(note.anchors)]
    if anchors:
        connection.execute(insert(t.knowledge_anchor), anchors)


def _unnoted(connection: Connection, entry: Entry) -> None:
    gone = {"state": "entfernt", "words": "", "content": "", "training": 0, "who": entry.who, "at": entry.at.isoformat()}
    connection.execute(update(t.knowledge).where(t.knowledge.c.key == entry.about).values(**gone))
    _detach(connection, entry)


def _detach(connection: Connection, entry: Entry) -> None:
    connection.execute(delete(t.knowledge_anchor).where(t.knowledge_anchor.c.note == entry.about))


def _exercise(connection: Connection, entry: Entry) -> None:
    row = {"state": "gilt", "content": entry.body["text"], "who": entry.who, "at": entry.at.isoformat()}
    upsert(connection, t.exercise, {"key": entry.about}, row)


def _exercise_gone(connection: Connection, entry: Entry) -> None:
    connection.execute(update(t.exercise).where(t.exercise.c.key == entry.about).values(state="entfernt", at=entry.at.isoformat()))


KINDS: Mapping[str, Callable[[Connection, Entry], None]] = {
    "wissen": _noted,
    "wissen_entfernt": _unnoted,
    "uebung": _exercise,
    "uebung_entfernt": _exercise_gone,
}
"""By kind of entry, what it does."""
