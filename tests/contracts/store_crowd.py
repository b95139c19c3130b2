"""The part of the store's contract about many and large: threads, processes, and more bytes than memory should hold."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from archive.problems import Tampered
from archive.store import Store, Stored, open_store

MEBI = 1024 * 1024

WRITER = """
import sys
from pathlib import Path
from archive.store import open_store
store = open_store(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
for number in range(int(sys.argv[4])):
    with store.receive() as incoming:
        for _ in range(8):
            incoming.write(bytes([number]) * 65536)
        incoming.keep()
    store.put(f"journal/{number:04}", bytes([number]))
"""


@dataclass(frozen=True)
class Place:
    """Where a store lies, in words that another process understands too."""

    location: str
    space: str
    spool: Path

    def open(self) -> Store:
        return open_store(self.location, self.space, self.spool)

    def leftovers(self) -> list[Path]:
        """Private files of writers that are under way or died, wherever they are."""
        return [path for path in self.spool.rglob("*") if path.is_file()]


def kept(store: Store, *chunks: bytes) -> Stored:
    with store.receive() as incoming:
        for chunk in chunks:
            incoming.write(chunk)
        return incoming.keep()


def content(store: Store, key: str) -> bytes:
    with store.open(key) as stream:
        return stream.read()


class Crowd:
    def test_a_huge_original_needs_little_memory(self, store: Store) -> None:
        chunk = bytes(range(256)) * 4096
        expected = hashlib.sha256()
        tracemalloc.start()
        try:
            with store.receive() as incoming:
                for _ in range(64):
                    incoming.write(chunk)
                    expected.update(chunk)
                stored = incoming.keep()
            found = hashlib.sha256()
            with store.open(f"originale/{stored.sha256}") as stream:
                while part := stream.read(MEBI):
                    found.update(part)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert stored == Stored(expected.hexdigest(), 64 * MEBI)
        assert found.hexdigest() == stored.sha256
        assert peak < 8 * MEBI

    def test_many_threads_bring_the_same_original(self, store: Store) -> None:
        with ThreadPoolExecutor(8) as pool:
            results = {future.result() for future in [pool.submit(kept, store, b"gleich" * 50_000) for _ in range(24)]}
        (stored,) = results
        assert list(store.keys("originale/")) == [f"originale/{stored.sha256}"]
        assert content(store, f"originale/{stored.sha256}") == b"gleich" * 50_000

    def test_of_many_writers_of_one_key_exactly_one_wins(self, store: Store) -> None:
        def write(number: int) -> int | None:
            try:
                store.put("journal/0001", b"%d" % number)
            except Tampered:
                return None
            return number

        with ThreadPoolExecutor(8) as pool:
            winners = [number for number in pool.map(write, range(24)) if number is not None]
        assert len(winners) == 1
        assert content(store, "journal/0001") == b"%d" % winners[0]

    def test_a_derived_object_that_many_replace_is_whole_at_any_moment(self, store: Store) -> None:
        versions = {bytes([number]) * (number + 1) * 1000 for number in range(24)}
        store.put("abgeleitet/text", next(iter(versions)))
        with ThreadPoolExecutor(8) as pool:
            writes = [pool.submit(store.put, "abgeleitet/text", data) for data in versions]
            reads = [pool.submit(content, store, "abgeleitet/text") for _ in range(24)]
        assert {write.result() for write in writes} == {None}
        assert {read.result() for read in reads} <= versions
        assert content(store, "abgeleitet/text") in versions

    def test_several_processes_bring_the_same_originals(self, store: Store, place: Place) -> None:
        command = [sys.executable, "-c", WRITER, place.location, place.space, str(place.spool), "10"]
        writers = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
        assert [(writer.communicate()[1], writer.returncode) for writer in writers] == [(b"", 0)] * 3
        expected = {hashlib.sha256(bytes([number]) * 8 * 65536).hexdigest() for number in range(10)}
        assert {key.removeprefix("originale/") for key in store.keys("originale/")} == expected
        for sha256 in expected:
            assert hashlib.sha256(content(store, f"originale/{sha256}")).hexdigest() == sha256
        assert list(store.keys("journal/")) == [f"journal/{number:04}" for number in range(10)]
        assert place.leftovers() == []
