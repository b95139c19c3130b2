"""The people, roles, spaces and keys of an installation as one file, for a backup, and the way back. Sessions are left out.

Proofs of certificates go with them: whoever holds one must be able to have it checked later. What was done in courses expires and does not.
"""

from __future__ import annotations

import json

from sqlalchemy import insert, select

from archive.catalog.database import Database
from archive.installation import events, tables
from archive.installation.tables_identity import identity
from archive.problems import Tampered

_TABLES = (tables.space, tables.person, tables.recovery, tables.membership, tables.api_key)
_PROOFS = tables.certificate


def dump(database: Database) -> bytes:
    """All rows as JSON. Holds hashes of passwords and the secrets of second factors: to be kept like the backup itself."""
    with database.read() as connection:
        rows = {table.name: [dict(row) for row in connection.execute(select(table)).mappings()] for table in (*_TABLES, identity, _PROOFS)}
    return (json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def load(database: Database, data: bytes, who: str) -> bool:
    """Puts the rows back; ``False``, and nothing changed, when people are entered here already. Raises ``Tampered``."""
    try:
        held = json.loads(data)
        rows = {table: [{column.name: row[column.name] for column in table.columns} for row in held[table.name]] for table in _TABLES}
        # Files of before there were identities or certificates have none.
        rows[identity] = [{column.name: row[column.name] for column in identity.columns} for row in held.get(identity.name, ())]
        proofs = [{column.name: row[column.name] for column in _PROOFS.columns} for row in held.get(_PROOFS.name, ())]
    except (ValueError, KeyError, TypeError) as error:
        raise Tampered("Die Liste der Personen in der Sicherung ist nicht lesbar.", cause=f"installation file: {error}") from error
    with database.write() as connection:
        if connection.execute(select(tables.person.c.id).limit(1)).first():
            return False
        connection.execute(tables.space.delete())
        for table, found in rows.items():
            if found:
                connection.execute(insert(table), found)
        there = set(connection.scalars(select(_PROOFS.c.serial)))
        if new := [row for row in proofs if row["serial"] not in there]:
            connection.execute(insert(_PROOFS), new)
        events.add(connection, who, "", f"{len(rows[tables.person])} Personen aus einer Sicherung übernommen")
    return True
