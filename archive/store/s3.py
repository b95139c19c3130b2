"""The store in a bucket of any S3 server, through the ``minio`` SDK. Only here is that SDK known.

Every object is one conditional PUT (``If-None-Match: *``) with its SHA-256, so the server itself refuses a second writer and
damaged bytes. The SDK has no parameter for either; its presigned URL has room for both. A server that does not know the
condition still gets a look before each write. Does not lock objects against the server's own administrator, and how durable
an answered write is, is the server's promise (SeaweedFS: switch on ``fsync`` for the bucket).
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, cast

import minio
import urllib3
from minio.error import MinioException, S3Error

from archive.digest import sha256_of
from archive.problems import NotFound, Tampered, Unavailable
from archive.store.draft import Draft, disk_answers, sweep
from archive.store.erase import erasable
from archive.store.keys import checked, checked_prefix, fitting, is_derived, original, removable
from archive.store.location import S3Location
from archive.store.protection import Protection
from archive.store.s3lock import Lock, erase, told
from archive.store.s3stream import ObjectStream
from archive.store.s3trouble import away, code_in, refused
from archive.store.seam import Stored

_CONNECT = 3.0
_ANSWER = 4.0
"""Seconds; with one repetition a server that is gone or hangs is known in under ten."""
_WRITE = urllib3.Timeout(connect=10.0, read=60.0)  # the server makes up to 150 MB durable before it answers
_TRIES = 3


class S3Store:
    """Implements ``Store`` below the prefix of one space. The bucket is made at the first use when it is missing."""

    def __init__(self, location: S3Location, spool: Path) -> None:
        self._http = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=_CONNECT, read=_ANSWER),
            retries=urllib3.Retry(1, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504]),
            maxsize=16,
        )
        self._client = minio.Minio(
            location.host, location.access, location.secret, secure=location.secure, region=location.region or None, http_client=self._http
        )
        self._bucket = location.bucket
        self._prefix = location.prefix
        self._spool = spool
        self._has_bucket = False
        self._lock = Lock(location.lock, location.years)
        with disk_answers():
            spool.mkdir(mode=0o700, parents=True, exist_ok=True)
            sweep(spool)

    @contextmanager
    def receive(self) -> Iterator[_Incoming]:
        with Draft(self._spool) as draft:
            yield _Incoming(self, draft)

    def put(self, key: str, data: bytes) -> None:
        sha256 = hashlib.sha256(data).hexdigest()
        self.publish(fitting(key, sha256), io.BytesIO(data), Stored(sha256, len(data)))

    def open(self, key: str) -> BinaryIO:
        name = self._prefix + checked(key)

        def ask(offset: int) -> urllib3.BaseHTTPResponse:
            with self._server() as client:
                return client.get_object(self._bucket, name, offset)

        return cast("BinaryIO", io.BufferedReader(ObjectStream(ask, _read), 256 * 1024))

    def size(self, key: str) -> int | None:
        name = self._prefix + checked(key)
        try:
            with self._server() as client:
                return client.stat_object(self._bucket, name).size
        except NotFound:
            return None

    def keys(self, prefix: str) -> Iterator[str]:
        checked_prefix(prefix)
        with self._server() as client:
            found = client.list_objects(self._bucket, self._prefix + prefix, recursive=True)
            names = sorted(name for name in (item.object_name for item in found) if name and not name.endswith("/"))
        # sorted here, because not every server does it: SeaweedFS lists a/b before a-b
        return (name.removeprefix(self._prefix) for name in names)

    def remove(self, key: str) -> None:
        name = self._prefix + removable(key)
        with self._server() as client:
            client.remove_object(self._bucket, name)

    def erase(self, key: str) -> None:
        name = self._prefix + erasable(checked(key))
        with self._server() as client:
            erase(client, self._bucket, name)

    def protection(self) -> Protection:
        with self._server() as client:
            return told(client, self._bucket, self._lock)

    def wipe(self) -> None:
        """Removes everything, originals too: for a sandbox that is thrown away, never for a firm."""
        for key in list(self.keys("")):
            with self._server() as client:
                client.remove_object(self._bucket, self._prefix + key)

    def publish(self, key: str, body: BinaryIO, what: Stored) -> None:
        """Makes the bytes of ``body`` visible under the key, for good unless the key is a derived one."""
        for _ in range(_TRIES):
            if not is_derived(key) and self._holds(key, what.sha256):
                return
            body.seek(0)
            if self._write(key, body, what):
                if not is_derived(key) and self.size(key) != what.size:  # another writer may already have replaced a derived one
                    raise Unavailable(
                        "Der Speicher-Server hat die Datei nicht vollständig angenommen. Bitte den Vorgang wiederholen.",
                        cause=f"{key} has another size than was sent",
                    )
                if not is_derived(key):
                    with self._server() as client:
                        self._lock.hold(client, self._bucket, self._prefix + key)
                return
        raise Unavailable(
            "Der Speicher-Server nimmt die Datei gerade nicht an. Bitte den Vorgang später wiederholen.",
            cause=f"{key}: the server refused {_TRIES} times because of other writers",
        )

    def _holds(self, key: str, sha256: str) -> bool:
        """Whether just these bytes are there. Raises ``Tampered`` when others are."""
        if self.size(key) is None:
            return False
        with self.open(key) as stream:
            there = sha256_of(stream)
        if there != sha256:
            raise Tampered(
                "An dieser Stelle des Archivs liegt schon etwas anderes. Nichts wurde überschrieben. Bitte das Archiv prüfen lassen.",
                cause=f"{key} holds bytes with the hash {there}, not {sha256}",
            )
        return True

    def _write(self, key: str, body: BinaryIO, what: Stored) -> bool:
        """One PUT. False when another writer was there first or is at it."""
        condition = {} if is_derived(key) else {"If-None-Match": "*"}
        with self._server() as client:
            checksum = {"x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(what.sha256)).decode()}
            address = client.get_presigned_url(
                "PUT", self._bucket, self._prefix + key, expires=timedelta(hours=1), extra_query_params=dict(checksum)
            )
            headers = {"Content-Length": str(what.size), "Content-Type": "application/octet-stream"}
            answer = self._put(address, body, headers | condition)
            if answer.status == 501 and condition:  # a server that says it does not know the condition
                body.seek(0)
                answer = self._put(address, body, headers)
        if answer.status in {409, 412}:
            return False
        if answer.status != 200:
            raise refused(code_in(answer.data), f"PUT {key}: {answer.status} {answer.data[:500]!r}")
        return True

    def _put(self, address: str, body: BinaryIO, headers: dict[str, str]) -> urllib3.BaseHTTPResponse:
        return self._http.request("PUT", address, body=body, headers=headers, timeout=_WRITE, retries=False)

    @contextmanager
    def _server(self) -> Iterator[minio.Minio]:
        with _answers():
            if not self._has_bucket:
                self._make_bucket()
            yield self._client

    def _make_bucket(self) -> None:
        if not self._client.bucket_exists(self._bucket):
            try:
                self._client.make_bucket(self._bucket, object_lock=bool(self._lock.mode))
            except S3Error as error:
                if error.code not in {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}:
                    raise
        self._has_bucket = True


@contextmanager
def _answers() -> Iterator[None]:
    """Turns what the server or the way to it refuses into the sentence a person can act on."""
    try:
        yield
    except S3Error as error:
        raise refused(error.code or "", str(error)) from error
    except (MinioException, urllib3.exceptions.HTTPError) as error:
        raise away(f"{type(error).__name__}: {error}") from error


def _read(answer: urllib3.BaseHTTPResponse, most: int) -> bytes:
    with _answers():
        return answer.read(most, decode_content=False)


class _Incoming:
    def __init__(self, store: S3Store, draft: Draft) -> None:
        self._store = store
        self._draft = draft

    def write(self, chunk: bytes) -> None:
        self._draft.write(chunk)

    def keep(self) -> Stored:
        stored = Stored(self._draft.sha256, self._draft.size)
        with disk_answers():
            body = self._draft.path.open("rb")
        with body:
            self._store.publish(original(stored.sha256), body, stored)
        return stored
