"""Papers and purchase orders of before in the form of now: what they could not say yet is empty."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_LINE = {"second_unit": "", "second_factor": None}


def upgrade() -> None:
    """Adds the new values to the kept contents, as a rebuild would."""
    connection = op.get_bind()
    # Words of orders without a customer held two blanks.
    connection.execute(sa.text("UPDATE orders SET words = trim(replace(words, '  ', ' '))"))
    for number, content in _rows(connection, "document", "eingangsnummer"):
        new = {"look": "", **content}
        new["links"] = [{"through": "", **link} for link in new.get("links", [])]
        new["doubts"] = [{"other": "", **doubt} for doubt in new.get("doubts", [])]
        _keep(connection, "document", "eingangsnummer", number, new)
    for number, content in _rows(connection, "purchase_order", "number"):
        new = {**content, "lines": [{**_LINE, **line} for line in content.get("lines", [])]}
        _keep(connection, "purchase_order", "number", number, new)


def _rows(connection: sa.Connection, table: str, key: str) -> Iterator[tuple[str, Any]]:
    rows = connection.execute(sa.text(f"SELECT {key}, content FROM {table}")).all()  # noqa: S608 — names of our own
    return ((number, json.loads(content)) for number, content in rows)


def _keep(connection: sa.Connection, table: str, key: str, number: str, content: Any) -> None:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    statement = f"UPDATE {table} SET content = :content WHERE {key} = :number"  # noqa: S608 — names of our own
    connection.execute(sa.text(statement), {"content": text, "number": number})
