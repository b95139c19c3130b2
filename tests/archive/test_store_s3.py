"""The store on an S3 server: the contract, and what only a server can do to it."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

import pytest
from minio.error import S3Error

from archive.problems import NotFound, Tampered, Unavailable
from archive.store import Store
from archive.store.erase import erase
from archive.store.protection import protection
from tests.contracts.store import StoreContract
from tests.contracts.store_crowd import MEBI, Place, content, kept
from tests.leash import away, free_ports
from tests.servers import S3Server


class TestS3Store(StoreContract):
    @pytest.fixture
    def place(self, s3_location: str, tmp_path: Path) -> Place:
        return Place(s3_location, "firma", tmp_path / "spool")


@pytest.fixture
def place(s3_location: str, tmp_path: Path) -> Place:
    return Place(s3_location, "firma", tmp_path / "spool")


@pytest.fixture
def store(place: Place) -> Store:
    return place.open()


@contextmanager
def bad_wire(server: S3Server) -> Iterator[str]:
    """The endpoint of a wire to the server on which ``gut`` arrives as ``gux``."""

    def pump(source: socket.socket, target: socket.socket) -> None:
        with source, target, suppress(OSError):  # either end may hang up
            while chunk := source.recv(65536):
                target.sendall(chunk.replace(b"gut", b"gux"))
            target.shutdown(socket.SHUT_WR)

    def serve(listener: socket.socket) -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            host, port = server.endpoint.split(":")
            callee = socket.create_connection((host, int(port)))
            for ends in ((caller, callee), (callee.dup(), caller.dup())):
                threading.Thread(target=pump, args=ends, daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        acceptor = threading.Thread(target=serve, args=(listener,))
        acceptor.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        acceptor.join()


def test_bytes_damaged_on_the_way_are_refused_by_the_server(s3_server: S3Server, s3_location: str, place: Place) -> None:
    with bad_wire(s3_server) as endpoint:
        store = Place(s3_location.replace(s3_server.endpoint, endpoint), "firma", place.spool).open()
        with pytest.raises(Unavailable, match="BadDigest"):
            kept(store, b"alles gut")
        with pytest.raises(Unavailable, match="BadDigest"):
            store.put("abgeleitet/text", b"alles gut")
        assert kept(store, b"alles andere").size == 12
    assert list(place.open().keys("")) == [f"originale/{hashlib.sha256(b'alles andere').hexdigest()}"]


def test_a_server_that_is_away_is_unavailable_and_works_when_it_is_back(store: Store, place: Place, s3_server: S3Server) -> None:
    key = f"originale/{kept(store, b'vorher').sha256}"
    with away(s3_server, s3_server.kill):
        for attempt in (lambda: store.size(key), lambda: store.open(key), lambda: list(store.keys("")), lambda: kept(store, b"neu")):
            with pytest.raises(Unavailable) as refusal:
                attempt()
            assert "Speicher-Server" in refusal.value.message
        with pytest.raises(Unavailable):
            store.put("journal/1", b"neu")
        assert place.leftovers() == []
        late = place.open()
        with pytest.raises(Unavailable):
            late.size(key)
    assert content(store, key) == b"vorher"
    assert content(late, key) == b"vorher"
    assert kept(store, b"neu").size == 3


def test_a_server_that_goes_while_it_is_read_from_is_unavailable(store: Store, s3_server: S3Server) -> None:
    store.put("abgeleitet/gross", b"x" * 48 * MEBI)
    with store.open("abgeleitet/gross") as stream:
        assert stream.read(10) == b"x" * 10
        with away(s3_server, s3_server.kill), pytest.raises(Unavailable):
            stream.read()


def test_a_server_that_takes_calls_and_never_answers_is_unavailable(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        store = Place(f"s3://a:b@127.0.0.1:{deaf.getsockname()[1]}/mappen", "firma", tmp_path).open()
        with pytest.raises(Unavailable):
            store.size("journal/1")


def test_nobody_listens(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    store = Place(f"s3://a:b@127.0.0.1:{port}/mappen", "firma", tmp_path).open()
    with pytest.raises(Unavailable):
        kept(store, b"x")


def test_a_wrong_secret_is_told(s3_server: S3Server, tmp_path: Path) -> None:
    store = Place(f"s3://{s3_server.access}:falsch@{s3_server.endpoint}/{s3_server.bucket}", "firma", tmp_path).open()
    with pytest.raises(Unavailable) as refusal:
        store.put("journal/1", b"x")
    assert "Zugangsdaten" in refusal.value.message


def test_a_missing_bucket_is_made(s3_server: S3Server, tmp_path: Path) -> None:
    location = f"s3://{s3_server.location().removeprefix('s3://').rpartition('/')[0]}/neuer-eimer"
    stored = kept(Place(location, "firma", tmp_path).open(), b"x")
    assert s3_server.client().stat_object("neuer-eimer", f"firma/originale/{stored.sha256}").size == 1


def test_other_bytes_under_a_hash_are_not_taken_for_the_same(store: Store, s3_server: S3Server, s3_location: str) -> None:
    sha256 = hashlib.sha256(b"echt").hexdigest()
    prefix = s3_location.rpartition("/")[2]
    s3_server.client().put_object(s3_server.bucket, f"{prefix}/firma/originale/{sha256}", BytesIO(b"Echt"), 4)
    with pytest.raises(Tampered):
        kept(store, b"echt")
    assert content(store, f"originale/{sha256}") == b"Echt"


def test_an_object_that_vanished_behind_our_back_is_not_found(store: Store, s3_server: S3Server, s3_location: str) -> None:
    key = f"originale/{kept(store, b'weg').sha256}"
    s3_server.client().remove_object(s3_server.bucket, f"{s3_location.rpartition('/')[2]}/firma/{key}")
    with pytest.raises(NotFound):
        store.open(key)


@pytest.mark.parametrize("mode", ["governance", "compliance"])
def test_what_is_locked_can_not_be_removed_by_who_may_log_in_there(s3_server: S3Server, mode: str, tmp_path: Path) -> None:
    bucket = f"gesperrt-{mode}"
    location = s3_server.location().replace("/mappen", f"/{bucket}") + f"?lock={mode}"
    store = Place(location, "firma", tmp_path / "spool").open()
    key = f"originale/{kept(store, b'gut').sha256}"
    client = s3_server.client()
    versions = list(client.list_objects(bucket, f"firma/{key}", include_version=True))
    with pytest.raises(S3Error):
        client.remove_object(bucket, f"firma/{key}", version_id=versions[0].version_id)
    assert content(store, key) == b"gut"
    assert protection(store).worm
    if mode == "governance":
        erase(store, key)
        assert store.size(key) is None
        assert not list(client.list_objects(bucket, f"firma/{key}", include_version=True))
    else:
        with pytest.raises(Unavailable) as told:
            erase(store, key)
        assert told.value.code == "gesperrt"
        assert content(store, key) == b"gut"


def test_a_store_without_a_lock_says_so(store: Store, s3_location: str, tmp_path: Path) -> None:
    kept(store, b"x")
    assert (protection(store).worm, protection(store).sentence[:11]) == (False, "Nicht WORM:")
    asked = Place(f"{s3_location}?lock=governance", "andere", tmp_path / "spool").open()
    assert "ohne Object Lock angelegt" in protection(asked).sentence
