"""The power goes at any moment: what was acknowledged is whole in the folder store, and no name leads to half a file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.locations import Locations
from archive.space import open_space
from archive.store.folder import FolderStore
from archive.store.seam import ORIGINALS
from archive.verify import verify
from tests.cast import furnish, hand_in
from tests.faults.power import Recorder

PAPERS = tuple(f"paper {number} ".encode() * 500 for number in range(4))


def work(store: FolderStore, recorder: Recorder, root: Path) -> None:
    """Originals in pieces, one of them twice; entries of the journal; page images written over; one original erased."""
    for data in (*PAPERS, PAPERS[0]):
        with store.receive() as incoming:
            for start in range(0, len(data), 2000):
                incoming.write(data[start : start + 2000])
            key = ORIGINALS + incoming.keep().sha256
        recorder.promise(root / key, data)
    for seq in (1, 2):
        key, data = f"journal/{seq:012d}.json", f'{{"seq": {seq}}}'.encode()
        store.put(key, data)
        recorder.promise(root / key, data)
    for data in (b"an image", b"another one"):
        key = f"abgeleitet/{hashlib.sha256(PAPERS[1]).hexdigest()}/0001.webp"
        store.put(key, data)
        recorder.promise(root / key, data)
    gone = ORIGINALS + hashlib.sha256(PAPERS[3]).hexdigest()
    del recorder.promised[str(root / gone)]
    store.erase(gone)


def recorded(root: Path, *, deaf: bool = False) -> Recorder:
    recorder = Recorder(root.parent, deaf=deaf)
    with pytest.MonkeyPatch.context() as patch:
        recorder.watch(patch)
        work(FolderStore(root), recorder, root)
    return recorder


def troubles(recorder: Recorder, root: Path) -> Iterator[str]:
    """What is wrong on the disk after each possible cut."""
    whole = {hashlib.sha256(data).hexdigest() for data in PAPERS}
    for number, (disk, promised) in enumerate(recorder.cuts):
        for eager in (False, True):
            left = disk.left(eager=eager)
            yield from (f"cut {number}: {path} is lost" for path, data in promised.items() if left.get(path) not in (data, *_later(path)))
            for path, data in left.items():
                if path.startswith(str(root / ORIGINALS)):
                    digest = hashlib.sha256(data).hexdigest()
                    if digest not in whole or digest != Path(path).name:
                        yield f"cut {number}: {path} is there and is not whole"
                elif "/.unterwegs/" not in path and not data:
                    yield f"cut {number}: {path} is there and empty"


def _later(path: str) -> tuple[bytes, ...]:
    """What an image may already be where an earlier one was promised."""
    return (b"another one",) if path.endswith(".webp") else ()


def test_nothing_acknowledged_is_lost_and_nothing_is_half_there(tmp_path: Path) -> None:
    root = tmp_path / "ablage"
    recorder = recorded(root)
    assert len(recorder.cuts) > 60
    assert list(troubles(recorder, root)) == []
    erased = str(root / ORIGINALS / hashlib.sha256(PAPERS[3]).hexdigest())
    assert [erased in recorder.cuts[-1][0].left(eager=eager) for eager in (False, True)] == [False, False]


def test_a_disk_that_does_not_flush_is_noticed(tmp_path: Path) -> None:
    root = tmp_path / "ablage"
    found = list(troubles(recorded(root, deaf=True), root))
    assert any("is lost" in each for each in found)
    assert any("is not whole" in each for each in found)


def test_the_store_goes_on_with_whatever_is_left(tmp_path: Path) -> None:
    root = tmp_path / "ablage"
    recorder = recorded(root)
    for number, (disk, promised) in enumerate(recorder.cuts[::7]):
        for eager in (False, True):
            again = tmp_path / f"danach-{number}-{eager}"
            for path, data in disk.left(eager=eager).items():
                target = again / os.path.relpath(path, root)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
            store = FolderStore(again)
            assert not list((again / ".unterwegs").iterdir())
            for data in PAPERS:
                with store.receive() as incoming:
                    incoming.write(data)
                    stored = incoming.keep()
                with store.open(ORIGINALS + stored.sha256) as stream:
                    assert stream.read() == data
            assert {os.path.relpath(path, root) for path in promised} <= set(store.keys(""))


def test_tables_are_flushed_with_every_commit_and_a_paper_is_whole_before_it_is_acknowledged(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        recorder.watch(patch)
        where = Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}")
        with closing(open_space(where, "firma")) as space:
            furnish(space)
            for data in PAPERS:
                hand_in(space, data)
                key = ORIGINALS + hashlib.sha256(data).hexdigest()
                assert recorder.disk.left(eager=False)[_path(space.store, key)] == data
            with space.catalog.write() as connection:
                assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
                assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert verify(space).ok


def _path(store: object, key: str) -> str:
    assert isinstance(store, FolderStore)
    return str(store._path(key))
