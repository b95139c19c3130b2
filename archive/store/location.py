"""Chooses the implementation of the store by its location. Nobody else knows which one it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from archive.problems import Invalid
from archive.store.folder import FolderStore
from archive.store.keys import checked_prefix
from archive.store.seam import Store

if TYPE_CHECKING:
    from archive.store.s3 import S3Store

_SPACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")


@dataclass(frozen=True, slots=True)
class S3Location:
    """A bucket on a server and whoever may use it. ``prefix`` is empty or ends with a slash; ``region`` "" lets the server say.

    ``lock`` is "GOVERNANCE" or "COMPLIANCE" where objects are to be locked for ``years``, "" where not.
    """

    host: str
    access: str
    secret: str = field(repr=False)
    bucket: str
    prefix: str
    secure: bool
    region: str
    lock: str = ""
    years: int = 10


def wipe_store(location: str, space: str, spool: Path) -> None:
    """Removes everything a space keeps, originals too: for a sandbox that is thrown away, never for a firm."""
    _opened(location, space, spool).wipe()


def open_store(location: str, space: str, spool: Path) -> Store:
    """The store of one space. ``location`` is ``file:PATH`` or ``s3://ACCESS:SECRET@HOST:PORT/BUCKET[/PREFIX][?secure=1&region=..&lock=..]``.

    Reserved characters in ACCESS and SECRET are percent-encoded. ``spool`` is a local folder for bytes on their way to a
    server; a server is first asked when it is first needed. Raises ``Invalid`` for other locations and for a space that is
    not a plain name, ``Unavailable`` when the folder can not be used.
    """
    return _opened(location, space, spool)


def _opened(location: str, space: str, spool: Path) -> FolderStore | S3Store:
    if not _SPACE.fullmatch(space):
        raise Invalid(
            "Der Name des Bereichs darf nur Buchstaben, Ziffern, - und _ enthalten.", cause=f"not a name of a space: {space[:80]!r}"
        )
    kind, _, rest = location.partition(":")
    if kind == "file" and rest:
        return FolderStore(Path(rest).expanduser() / space)
    if kind == "s3":
        from archive.store.s3 import S3Store  # noqa: PLC0415 - the SDK takes a third of a second, and most houses never need it

        return S3Store(s3_location(location, space), spool)
    raise _not_understood("unknown kind of store")


def s3_location(location: str, space: str) -> S3Location:
    """The parts of an ``s3://`` location, its prefix extended by the space. Raises ``Invalid``."""
    try:
        url = urlsplit(location)
        options = {name: values[-1] for name, values in parse_qs(url.query, strict_parsing=bool(url.query)).items()}
        bucket, _, prefix = url.path.strip("/").partition("/")
        found = S3Location(
            host=_host(url),
            access=unquote(url.username or ""),
            secret=unquote(url.password or ""),
            bucket=bucket,
            prefix=checked_prefix(f"{prefix.strip('/')}/{space}/".lstrip("/")),
            secure=options.pop("secure", "0") == "1",
            region=options.pop("region", ""),
            lock=options.pop("lock", "").upper(),
            years=int(options.pop("years", "10")),
        )
    except ValueError:
        raise _not_understood("host, port, prefix or options can not be parsed") from None  # its words may quote the secret
    known = found.lock in ("", "GOVERNANCE", "COMPLIANCE") and 1 <= found.years <= 100
    if options or not known or not (found.access and found.secret and re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", bucket)):
        raise _not_understood("access key, secret or bucket missing, or an unknown option")
    return found


def _host(url: SplitResult) -> str:
    if not url.hostname:
        raise ValueError("no host")
    name = f"[{url.hostname}]" if ":" in url.hostname else url.hostname
    return f"{name}:{url.port}" if url.port else name


def _not_understood(cause: str) -> Invalid:
    """Without the location itself: it may hold a secret, and messages reach logs."""
    return Invalid(
        "Der Ort der Ablage (MAPPE_STORE) ist nicht verständlich. "
        "Bitte file:ORDNER oder s3://ZUGANG:GEHEIMNIS@SERVER:PORT/BUCKET angeben und Sonderzeichen im Geheimnis kodieren (%2F für /).",
        cause=f"MAPPE_STORE: {cause}",
    )
