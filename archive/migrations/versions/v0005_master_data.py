"""Customers, saved column maps; purchase orders and suppliers can be searched, closed ones are told apart."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

_LINE = {"their_article": "", "due": None, "cost_centre": ""}


def upgrade() -> None:
    """Adds the tables and columns, and brings the content of before into the form of now."""
    op.create_table(
        "customer",
        sa.Column("number", TEXT, primary_key=True),
        *[sa.Column(name, TEXT, nullable=False) for name in ("name", "words", "content")],
    )
    op.create_index("ix_customer_name", "customer", ["name"])
    op.create_table("column_map", sa.Column("name", TEXT, primary_key=True), sa.Column("content", TEXT, nullable=False))
    for table, names in (("purchase_order", ("words", "state", "due")), ("supplier", ("words",))):
        for name in names:
            op.add_column(table, sa.Column(name, TEXT, nullable=False, server_default=""))
    op.create_index("ix_purchase_order_state", "purchase_order", ["state"])
    _purchase_orders(op.get_bind())
    _suppliers(op.get_bind())


def _purchase_orders(connection: sa.Connection) -> None:
    for number, content in connection.execute(sa.text("SELECT number, content FROM purchase_order")).all():
        old = json.loads(content)
        new = {"closed": False, **old, "lines": [{**_LINE, **line} for line in old["lines"]]}
        goods = [line[name] for line in new["lines"] for name in ("article", "their_article", "text", "order")]
        values = {"n": number, "c": _dumps(new), "w": _words(number, new["supplier"], *new["orders"], *goods)}
        connection.execute(sa.text("UPDATE purchase_order SET content = :c, words = :w, state = 'offen' WHERE number = :n"), values)


def _suppliers(connection: sa.Connection) -> None:
    for number, content in connection.execute(sa.text("SELECT number, content FROM supplier")).all():
        new = {"email": "", "closed": False, **json.loads(content)}
        words = _words(number, new["name"], *new["aliases"], new["city"], new["customer_number"])
        values = {"n": number, "c": _dumps(new), "w": words}
        connection.execute(sa.text("UPDATE supplier SET content = :c, words = :w WHERE number = :n"), values)


def _dumps(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _words(*texts: str) -> str:
    return " ".join(dict.fromkeys(text for text in texts if text)).casefold()
