"""What journal entries about confidence do to the tables; ``apply`` puts them among all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from archive.catalog.apply_master import upsert
from archive.catalog.tables_confidence import confidential
from archive.entry import Entry


def _marked(connection: Connection, entry: Entry) -> None:
    row = {"choice": entry.body["choice"], "who": entry.who, "at": entry.at.isoformat()}
    upsert(connection, confidential, {"kind": entry.body["of"], "number": entry.about}, row)


KINDS: Mapping[str, Callable[[Connection, Entry], None]] = {"vertraulich": _marked}
