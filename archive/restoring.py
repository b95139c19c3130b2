"""The way back from a backup into an empty space. Proves all of it before the first byte is written; mends nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from archive.backup import Backup, digest_of, look, sums_of
from archive.deleting import GONE
from archive.entry import START, Entry
from archive.note import objects_of
from archive.problems import Invalid, Tampered
from archive.rebuild import linked, rebuild
from archive.space import Space
from archive.store.seam import JOURNAL, ORIGINALS, READINGS, Store
from archive.verify import readings_of

_CHUNK = 1 << 20
_ANOTHER = "Bitte nehmen Sie eine andere Sicherung."


def restore(space: Space, folder: Path, progress: Callable[[int], None] = lambda _done: None) -> Backup:
    """Puts a backup into an empty space and makes its tables again.

    Proved before the first byte is written: every hash, every link of the journal, its end, and that everything the journal
    speaks of is there. One that was broken off can be begun again: the journal is written last, and what lies there already is
    the same. Raises ``Invalid`` when the space holds something else and ``Tampered``, naming the first wrong file or paper, when the
    backup is not what was written.
    """
    held = look(folder)
    ours = [key for key in _proved(folder) if key.startswith((JOURNAL, ORIGINALS, READINGS))]
    keys = sorted(ours, key=lambda key: (key.startswith(JOURNAL), key))
    _must_hang_together(folder, keys, held)
    if space.journal.head()[0] or not set(keys).issuperset(space.store.keys(JOURNAL)):
        raise Invalid(
            "Hier liegt schon ein Archiv. Bitte spielen Sie die Sicherung in einen leeren Datenordner ein (MAPPE_DATA).",
            cause=f"space {space.name} is not empty",
        )
    for done, key in enumerate(keys, start=1):
        _put(space.store, key, folder / key)
        progress(done)
    rebuild(space.catalog, space.store)
    return held


def _proved(folder: Path) -> list[str]:
    """The keys of a backup, all hashes proved."""
    try:
        sums = sums_of(folder)
    except FileNotFoundError as error:
        raise Tampered(f"Der Sicherung im Ordner {folder} fehlt die Liste der Prüfsummen. {_ANOTHER}", cause=str(error)) from error
    except (OSError, ValueError) as error:
        raise Tampered(f"Die Liste der Prüfsummen im Ordner {folder} ist nicht lesbar. {_ANOTHER}", cause=str(error)) from error
    for key, digest in sums.items():
        try:
            same = digest_of(folder / key) == digest
        except FileNotFoundError as error:
            raise Tampered(f"Die Sicherung ist nicht vollständig: {key} fehlt. {_ANOTHER}", cause=f"{key} is missing") from error
        except OSError as error:
            raise Tampered(f"Die Sicherung ist beschädigt: {key} ist nicht lesbar. {_ANOTHER}", cause=str(error)) from error
        if not same:
            raise Tampered(f"Die Sicherung ist beschädigt: {key} ist nicht mehr, was gesichert wurde. {_ANOTHER}", cause=f"{key} differs")
    return list(sums)


def _must_hang_together(folder: Path, keys: Sequence[str], held: Backup) -> None:
    """The sums lie beside what they prove, so who takes a paper out can take its line out, too: the journal knows what must be there."""
    journal = ((key, (folder / key).read_bytes()) for key in keys if key.startswith(JOURNAL))
    end = (0, START)
    needed: dict[str, str] = {}
    for entry in linked(journal, _ANOTHER):
        end = (entry.seq, entry.hash)
        if entry.kind in GONE:
            for key in entry.body["keys"]:
                needed.pop(key, None)
        needed |= dict.fromkeys(_spoken_of(entry), entry.about)
    if end != (held.seq, held.hash):
        raise Tampered(
            f"Das Journal der Sicherung endet anders, als die Sicherung es angibt. {_ANOTHER}", cause=f"head {end} instead of {held}"
        )
    _must_be_there(needed, keys)


def _spoken_of(entry: Entry) -> Iterable[str]:
    if entry.kind == "eingang":
        yield ORIGINALS + entry.body["sha256"]
    yield from (ORIGINALS + sha256 for sha256 in objects_of(entry.body))
    yield from readings_of(entry)


def _must_be_there(needed: Mapping[str, str], keys: Sequence[str]) -> None:
    missing = needed.keys() - set(keys)
    if missing:
        key = min(missing, key=lambda key: (needed[key], key))
        what = "Original" if key.startswith(ORIGINALS) else "Gelesene"
        raise Tampered(f"Die Sicherung ist nicht vollständig: Das {what} zu {needed[key]} fehlt. {_ANOTHER}", cause=f"no {key}")


def _put(store: Store, key: str, file: Path) -> None:
    if not key.startswith(ORIGINALS):
        store.put(key, file.read_bytes())
        return
    with file.open("rb") as stream, store.receive() as incoming:
        _pour(stream, incoming.write)
        incoming.keep()


def _pour(stream: BinaryIO, write: Callable[[bytes], None]) -> None:
    while chunk := stream.read(_CHUNK):
        write(chunk)
