"""Proves that everything is still what was written: every hash, every link of the chain, every row. Repairs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from archive.digest import sha256_of
from archive.entry import START, Entry, from_object, object_key, seal
from archive.erasing import Removal, removal
from archive.note import objects_of
from archive.problems import NotFound, Tampered
from archive.replay import Trouble, compare
from archive.space import Space
from archive.store.seam import JOURNAL, ORIGINALS, Store


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a proof found; ``checked`` counts the objects and entries looked at."""

    checked: int
    problems: tuple[Trouble, ...]

    @property
    def ok(self) -> bool:
        """Whether everything is as it was written."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Part:
    """One of ``of`` parts of an archive: whoever proves parts 0 to ``of`` - 1 has proved all of it."""

    number: int
    of: int

    def has(self, seq: int) -> bool:
        """Whether what an entry of the journal speaks of belongs to this part."""
        return seq % self.of == self.number


WHOLE = Part(0, 1)


def verify(space: Space, progress: Callable[[int], None] = lambda _done: None, part: Part = WHOLE) -> Verdict:
    """Reads everything once: journal entries in tables and store, originals, readings; and holds the tables against the journal.

    Of a ``part`` it reads the objects; the chain of the journal in the tables is proved whole each time, for that costs little.
    """
    problems: list[Trouble] = []
    checked = 0
    for trouble in _all(space, part):
        checked += 1
        progress(checked)
        problems += [trouble] if trouble else []
    return Verdict(checked, tuple(problems))


def _all(space: Space, part: Part) -> Iterator[Trouble | None]:
    # Work may go on meanwhile: what comes after this entry is not looked at, and all before it is in the store after the copy.
    last, _ = space.journal.head()
    space.journal.copy()
    yield from _entries(space, last, part)
    yield from _beyond(space)
    removed = removal(space.catalog)
    for entry in (entry for entry in _until(space, last) if part.has(entry.seq)):
        if entry.kind == "eingang":
            key = ORIGINALS + entry.body["sha256"]
            yield (
                _absent(space.store, key, removed, entry)
                if key in removed.all
                else _object(space.store, key, entry.body["sha256"], _original(entry))
            )
        for sha256 in objects_of(entry.body):
            key = ORIGINALS + sha256
            told = Trouble(entry.about, "original", f"Der Film zu {entry.about}")
            yield _absent(space.store, key, removed, entry) if key in removed.all else _object(space.store, key, sha256, told)
        for reading in readings_of(entry):
            if reading in removed.all:
                yield _absent(space.store, reading, removed, entry)
                continue
            yield _object(space.store, reading, "", Trouble(entry.about, "lesung", f"Die Lesung zu {entry.about}"))
    if part.number == 0:
        yield from compare(space)


def readings_of(entry: Entry) -> list[str]:
    """The readings an entry relies on: that of its content, or those its pages are taken from."""
    leaves = entry.body.get("leaves", ())
    named = [(entry.body.get("content") or {}).get("reading", ""), *(leaf["reading"] for leaf in leaves)]
    return [reading for reading in dict.fromkeys(named) if reading]


def _until(space: Space, last: int) -> Iterator[Entry]:
    return takewhile(lambda entry: entry.seq <= last, space.journal.after(0))


def _absent(store: Store, key: str, removed: Removal, entry: Entry) -> Trouble | None:
    """What two persons deleted must not lie there any more, once the journal says that it was removed."""
    if key in removed.due or store.size(key) is None:
        return None
    return Trouble(entry.about, "loeschung", f"{entry.about} ist gelöscht, aber seine Bytes liegen noch in der Ablage.")


def _original(entry: Entry) -> Trouble:
    return Trouble(entry.about, "original", f"Das Original zu {entry.about} („{entry.body['name']}“)")


def _entries(space: Space, last: int, part: Part) -> Iterator[Trouble | None]:
    """Each entry of the tables against the chain, and those of the part against their copies in the store."""
    seq, prev = 0, START
    for entry in _until(space, last):
        intact = entry.seq == seq + 1 and entry.prev == prev and seal(entry) == entry.hash
        yield (
            None
            if intact
            else Trouble(entry.about, "journal", f"Journaleintrag {entry.seq} ({entry.about}) wurde in den Tabellen verändert.")
        )
        if part.has(entry.seq):
            yield _copy(space.store, entry)
        # Goes on from the entry as it stands, so that one change is named once and not for all that follow.
        seq, prev = entry.seq, entry.hash


def _copy(store: Store, entry: Entry) -> Trouble | None:
    try:
        with store.open(object_key(entry.seq)) as stream:
            same = from_object(stream.read()) == entry
    except NotFound:
        return Trouble(entry.about, "journal", f"Journaleintrag {entry.seq} ({entry.about}) fehlt in der Ablage.")
    except Tampered:
        same = False
    if same:
        return None
    return Trouble(entry.about, "journal", f"Journaleintrag {entry.seq} ({entry.about}) lautet in der Ablage anders als in den Tabellen.")


def _beyond(space: Space) -> Iterator[Trouble]:
    """Entries that only the store has: the tables lost their end, or something was added from outside."""
    last = _last_key(space)
    later = [key for key in space.store.keys(JOURNAL) if key > last]
    # Looked at again: what was written meanwhile is in the tables before it is in the store.
    last = _last_key(space)
    for key in later:
        if key > last:
            yield Trouble("", "journal", f"Die Ablage enthält einen Journaleintrag, den die Tabellen nicht kennen: {key}.")


def _last_key(space: Space) -> str:
    return object_key(space.journal.head()[0])


def _object(store: Store, key: str, sha256: str, about: Trouble) -> Trouble | None:
    """An object against the hash in its name: 64 hex digits of an original, the first part of a reading's name."""
    wanted = sha256 or key.rsplit("/", 1)[-1].split(".", maxsplit=1)[0]
    try:
        with store.open(key) as stream:
            found = sha256_of(stream)
    except NotFound:
        return Trouble(about.eingangsnummer, about.kind, f"{about.message} fehlt.")
    if found == wanted:
        return None
    return Trouble(about.eingangsnummer, about.kind, f"{about.message} ist nicht mehr unverändert.")
