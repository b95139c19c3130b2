"""Makes the tables anew from the store alone: journal objects in, the same folders out. The index is rebuilt elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from archive.catalog.connecting import DAMAGED
from archive.catalog.engine import Catalog
from archive.entry import START, Entry, from_object, object_key, seal
from archive.journal import Journal, append, set_copied
from archive.locations import Locations
from archive.problems import Tampered
from archive.store.seam import JOURNAL, Store


def rebuild(catalog: Catalog, store: Store, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Empties the tables and replays the journal from the store, in one transaction; tells the number of entries.

    Entries that only the tables still have are copied to the store first. Raises ``Tampered`` at the first entry that
    is not what was written; the old tables then stay as they are. Nobody else may use the space meanwhile.
    """
    Journal(catalog, store).copy()
    seq = 0
    with catalog.write() as connection:
        catalog.empty(connection)
        for entry in chain(store):
            append(connection, entry)
            seq = entry.seq
            progress(seq)
        set_copied(connection, seq)
    return seq


def set_aside(locations: Locations, space: str) -> Path | None:
    """Moves a damaged file of tables out of the way of a rebuild and tells its new name; ``None`` when there is none."""
    try:
        catalog = Catalog(locations.db, space)
        whole = catalog.is_whole()
        catalog.close()
    except Tampered as problem:
        if problem.code != DAMAGED:
            raise
        whole = False
    if whole:
        return None
    file = Path(locations.db.removeprefix("sqlite:")) / f"{space}.sqlite"
    aside = file.with_name(f"{file.name}.beschaedigt-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    for ending in ("-wal", "-shm", ""):
        part = file.with_name(file.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


def chain(store: Store) -> Iterator[Entry]:
    """All entries from the store in order, each proved against the one before it. Raises ``Tampered`` at the first wrong one."""
    return linked(((key, _bytes(store, key)) for key in store.keys(JOURNAL)), "Bitte spielen Sie die Sicherung ein.")


def linked(objects: Iterable[tuple[str, bytes]], advice: str) -> Iterator[Entry]:
    """The entries in these objects of a journal (key and bytes, in order), each proved against the one before it."""
    seq, prev = 0, START
    for key, data in objects:
        entry = from_object(data)
        if key != object_key(seq + 1) or entry.seq != seq + 1 or entry.prev != prev or seal(entry) != entry.hash:
            raise Tampered(
                f"Das Journal ist ab Eintrag {seq + 1} nicht mehr so, wie es geschrieben wurde (es geht um {entry.about}). {advice}",
                cause=f"journal chain breaks at {key}",
            )
        seq, prev = entry.seq, entry.hash
        yield entry


def _bytes(store: Store, key: str) -> bytes:
    with store.open(key) as stream:
        return stream.read()
