"""One space at another place: each object copied and read back, the journal's chain proved, the tables replayed from it.

What lies at the old place is only read. Can be broken off anywhere: what is there already is proved, not copied again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from archive.digest import sha256_of
from archive.problems import Invalid, NotFound, Tampered
from archive.rebuild import rebuild
from archive.space import Space
from archive.store.seam import DERIVED, JOURNAL, ORIGINALS, Store

_CHUNK = 1 << 20


def move_space(old: Space, new: Space, progress: Callable[[int], None], *, same_store: bool) -> tuple[int, int]:
    """Copies ``old`` to ``new``; how many objects and journal entries were proved there.

    Raises ``Invalid`` when another archive lies there, ``Tampered`` when anything is not what was written, here or there.
    """
    _must_be_ours(old, new)
    old.journal.copy()
    objects = 0
    # The journal last: with it the space is whole.
    keys = sorted(old.store.keys(""), key=lambda key: (key.startswith(JOURNAL), key))
    for key in keys:
        if not same_store:
            _copied(old.store, new.store, key)
        elif key.startswith(ORIGINALS):
            _proved(new.store, key)
        objects += 1
        progress(objects)
    if new.journal.head() != old.journal.head():
        rebuild(new.catalog, new.store)
    if new.journal.head() != old.journal.head():
        raise Tampered(
            "Am Ziel endet das Journal anders als hier. Bitte prüfen Sie das Archiv mit „mappe verify“ und ziehen Sie noch einmal um.",
            cause=f"{new.journal.head()} instead of {old.journal.head()}",
        )
    return objects, new.journal.head()[0]


def _must_be_ours(old: Space, new: Space) -> None:
    seq, _ = new.journal.head()
    if not seq:
        return
    here = next(old.journal.after(seq - 1), None)
    there = next(new.journal.after(seq - 1), None)
    if here is None or there is None or here.hash != there.hash:
        raise Invalid(
            f"Am Ziel liegt schon ein anderes Archiv mit dem Namen „{new.name}“. Bitte nehmen Sie ein leeres Ziel.",
            cause=f"journal of {new.name} at the target is not a part of ours",
        )


def _copied(old: Store, new: Store, key: str) -> None:
    """Makes sure that ``key`` holds the same bytes there as here; read back, not believed."""
    with old.open(key) as stream:
        wanted = sha256_of(stream)
    if key.startswith(ORIGINALS) and wanted != key.removeprefix(ORIGINALS):
        raise _changed(key)
    if _hash(new, key) == wanted:
        return
    if key.startswith(ORIGINALS):
        with old.open(key) as stream, new.receive() as incoming:
            _pour(stream, incoming.write)
            incoming.keep()
    else:
        with old.open(key) as stream:
            new.put(key, stream.read())
    if _hash(new, key) != wanted and not key.startswith(DERIVED):
        raise Tampered(
            f"Am Ziel liegt „{key}“ nicht so, wie es geschrieben wurde. Bitte prüfen Sie Datenträger oder Server des Ziels.",
            cause=f"{key} has other bytes at the target",
        )


def _proved(store: Store, key: str) -> None:
    if _hash(store, key) != key.removeprefix(ORIGINALS):
        raise _changed(key)


def _hash(store: Store, key: str) -> str:
    try:
        with store.open(key) as stream:
            return sha256_of(stream)
    except NotFound:
        return ""


def _changed(key: str) -> Tampered:
    return Tampered("Ein Original ist nicht mehr unverändert. „mappe verify“ nennt den Eingang.", cause=f"{key} has other bytes")


def _pour(stream: BinaryIO, write: Callable[[bytes], None]) -> None:
    while chunk := stream.read(_CHUNK):
        write(chunk)
