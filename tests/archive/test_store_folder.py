"""The store in a folder: the contract, and what only a disk can do to it."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.problems import NotFound, Tampered, Unavailable
from archive.store import Store
from archive.store.draft import Draft, sweep
from tests.contracts.store import StoreContract
from tests.contracts.store_crowd import MEBI, Place, content, kept

SLOW_WRITER = """
import sys, time
from pathlib import Path
from archive.store import open_store
store = open_store(sys.argv[1], "firma", Path(sys.argv[2]))
with store.receive() as incoming:
    incoming.write(b"halb" * 100_000)
    print("written", flush=True)
    time.sleep(600)
"""

LIMITED_WRITER = """
import resource, sys
from pathlib import Path
from archive.problems import Unavailable
from archive.store import open_store
store = open_store(sys.argv[1], "firma", Path(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
try:
    with store.receive() as incoming:
        for _ in range(4):
            incoming.write(b"x" * (1 << 19))
        incoming.keep()
except Unavailable as problem:
    print(problem.message)
"""


class FolderPlace(Place):
    def leftovers(self) -> list[Path]:
        return list(self.root.glob(".unterwegs/*"))

    @property
    def root(self) -> Path:
        return Path(self.location.removeprefix("file:")) / self.space


@pytest.fixture
def place(tmp_path: Path) -> FolderPlace:
    return FolderPlace(f"file:{tmp_path / 'ablage'}", "firma", tmp_path / "spool")


@pytest.fixture
def store(place: FolderPlace) -> Store:
    return place.open()


class TestFolderStore(StoreContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Place:
        return FolderPlace(f"file:{tmp_path / 'ablage'}", "firma", tmp_path / "spool")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "klein"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("a small disk can only be mounted by root with the right to mount")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_refuses_with_a_sentence_and_keeps_what_it_has(small_disk: Path, tmp_path: Path) -> None:
    place = FolderPlace(f"file:{small_disk}", "firma", tmp_path)
    store = place.open()
    before = kept(store, b"a" * MEBI)
    with pytest.raises(Unavailable, match=r"No space left") as refusal:
        kept(store, *[b"b" * MEBI] * 8)
    assert "voll" in refusal.value.message
    with pytest.raises(Unavailable):
        store.put("journal/1", b"c" * 8 * MEBI)
    assert place.leftovers() == []
    assert list(store.keys("")) == [f"originale/{before.sha256}"]
    assert kept(store, b"d" * MEBI).size == MEBI


def test_a_file_that_may_not_grow_refuses_and_leaves_nothing(place: FolderPlace) -> None:
    command = [sys.executable, "-c", LIMITED_WRITER, place.location, str(place.spool)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Datenträger" in done.stdout
    assert place.leftovers() == []
    assert list(place.open().keys("")) == []


def test_a_killed_writer_leaves_no_object_and_the_next_opening_cleans_up(store: Store, place: FolderPlace) -> None:
    command = [sys.executable, "-c", SLOW_WRITER, place.location, str(place.spool)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"written\n"
        place.open()
        assert len(place.leftovers()) == 1, "a living writer keeps its file"
        writer.send_signal(signal.SIGKILL)
    assert len(place.leftovers()) == 1
    assert list(store.keys("")) == []
    place.open()
    assert place.leftovers() == []


def test_where_locks_do_not_work_only_old_files_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(fd: int, operation: int) -> None:
        raise OSError(37, os.strerror(37))

    monkeypatch.setattr("archive.store.draft.fcntl.flock", no_locks)
    (tmp_path / "jung").touch()
    (tmp_path / "alt").touch()
    os.utime(tmp_path / "alt", (1_000_000_000, 1_000_000_000))
    with Draft(tmp_path) as draft:
        sweep(tmp_path)
        assert sorted(tmp_path.iterdir()) == sorted([tmp_path / "jung", draft.path])


def test_kept_files_are_read_only_and_lie_under_their_key(store: Store, place: FolderPlace) -> None:
    stored = kept(store, b"nur lesen")
    store.put("abgeleitet/a/b.txt", b"x")
    for key in (f"originale/{stored.sha256}", "abgeleitet/a/b.txt"):
        assert stat.S_IMODE((place.root / key).stat().st_mode) == 0o444
    assert stat.S_IMODE(place.root.stat().st_mode) & 0o007 == 0, "strangers on the machine have no business here"


def test_a_damaged_original_is_not_taken_for_the_same(store: Store, place: FolderPlace) -> None:
    stored = kept(store, b"unversehrt")
    path = place.root / f"originale/{stored.sha256}"
    path.chmod(0o644)
    path.write_bytes(b"Unversehrt")
    with pytest.raises(Tampered):
        kept(store, b"unversehrt")
    assert path.read_bytes() == b"Unversehrt"


def test_a_disk_that_is_gone_is_not_an_empty_archive(store: Store, place: FolderPlace) -> None:
    key = f"originale/{kept(store, b'da').sha256}"
    away = place.root.with_name("abgezogen")
    place.root.rename(away)
    place.root.mkdir()
    for attempt in (lambda: store.size(key), lambda: store.open(key), lambda: list(store.keys("")), lambda: kept(store, b"neu")):
        with pytest.raises(Unavailable):
            attempt()
    with pytest.raises(Unavailable):
        store.put("journal/1", b"neu")
    assert list(place.root.iterdir()) == []
    place.root.rmdir()
    away.rename(place.root)
    assert content(store, key) == b"da"


def test_links_out_of_the_folder_are_not_listed(store: Store, place: FolderPlace, tmp_path: Path) -> None:
    (tmp_path / "fremd").mkdir()
    (tmp_path / "fremd" / "x").touch()
    store.put("abgeleitet/a", b"x")
    (place.root / "abgeleitet" / "fremd").symlink_to(tmp_path / "fremd")
    assert "abgeleitet/fremd/x" not in list(store.keys(""))


def test_a_folder_that_can_not_be_made_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "datei").touch()
    with pytest.raises(Unavailable):
        Place(f"file:{tmp_path / 'datei'}", "firma", tmp_path).open()


def test_a_missing_original_is_not_found_after_its_room_is_gone(store: Store, place: FolderPlace) -> None:
    stored = kept(store, b"weg")
    shutil.rmtree(place.root / "originale")
    with pytest.raises(NotFound):
        store.open(f"originale/{stored.sha256}")
    assert hashlib.sha256(b"weg").hexdigest() == kept(store, b"weg").sha256
