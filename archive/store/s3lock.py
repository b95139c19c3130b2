"""Object Lock on an S3 server: what was written once can not be removed before its day, not even by who may log in there.

``governance`` can be lifted by who has the right to, which two persons deleting a paper need; ``compliance`` by nobody. Decides
nothing about periods: every object gets the longest one, because a paper's own is not known when its bytes arrive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import minio
from minio.deleteobjects import DeleteObject
from minio.error import S3Error
from minio.retention import Retention

from archive.problems import Unavailable
from archive.store.protection import Protection

NO_LOCK = frozenset({"ObjectLockConfigurationNotFoundError", "NotImplemented", "NoSuchBucket", "MethodNotAllowed"})


@dataclass(frozen=True, slots=True)
class Lock:
    """The lock that was asked for; ``mode`` is "GOVERNANCE", "COMPLIANCE", or "" for none."""

    mode: str
    years: int

    def hold(self, client: minio.Minio, bucket: str, name: str) -> None:
        """Keeps the newest version of an object to the end of its last year. Does nothing where no lock is wanted."""
        if self.mode:
            until = datetime(datetime.now(UTC).year + self.years, 12, 31, 23, 59, 59, tzinfo=UTC)
            client.set_object_retention(bucket, name, Retention(self.mode, until))


def locks(client: minio.Minio, bucket: str) -> bool:
    """Whether the bucket was made with Object Lock: it can not be switched on later."""
    try:
        client.get_object_lock_config(bucket)
    except S3Error as error:
        if error.code in NO_LOCK:
            return False
        raise
    return True


def told(client: minio.Minio, bucket: str, lock: Lock) -> Protection:
    """What a bucket does for what was written, as the server itself says."""
    if not locks(client, bucket):
        asked = " Verlangt ist eine Sperre; der Bucket wurde aber ohne Object Lock angelegt." if lock.mode else ""
        return Protection(
            False,
            "Nicht WORM: Der Bucket hat kein Object Lock. Wer auf dem Server löschen darf, könnte Belege entfernen. Verhindern lässt sich "
            f"das hier nicht; „mappe verify“ findet es und nennt den Eingang.{asked}",
        )
    if not lock.mode:
        return Protection(
            False,
            "Nicht WORM: Der Bucket kann Object Lock, aber es ist nicht eingeschaltet. Bitte ergänzen Sie MAPPE_STORE um lock=governance.",
        )
    end = "Nur eine Löschung durch zwei Personen hebt die Sperre auf." if lock.mode == "GOVERNANCE" else "Niemand kann sie vorher aufheben."
    return Protection(True, f"WORM durch Object Lock ({lock.mode}): Jede Datei ist {lock.years} Jahre lang gesperrt. {end}")


def erase(client: minio.Minio, bucket: str, name: str) -> None:
    """Removes all versions of an object, through a lock that can be lifted. Raises ``Unavailable`` where one can not."""
    found = client.list_objects(bucket, name, recursive=True, include_version=True)
    # Where nothing is versioned every object has the version "null", which is not to be named.
    versions = [(item.version_id if item.version_id != "null" else None) for item in found if item.object_name == name]
    failed = list(client.remove_objects(bucket, [DeleteObject(name, each) for each in versions], bypass_governance_mode=True))
    if failed:
        raise Unavailable(
            "Der Speicher-Server gibt eine Datei noch nicht frei (Object Lock). Sie wird gelöscht, sobald ihre Sperre endet.",
            cause=f"{name}: {failed[0].code}",
            code="gesperrt",
        )
