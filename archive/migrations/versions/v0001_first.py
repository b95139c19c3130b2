"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Compared byte by byte on both databases: numbers sort and ranges hold independent of the server's language.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Creates every table. Spelled out: a step never changes when the code around it does."""
    _texts("meta", ["key"], ["value"])
    op.create_table(
        "journal",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        *[sa.Column(name, TEXT, nullable=False) for name in ("at", "who", "kind", "about", "body", "prev", "hash")],
    )
    op.create_index("journal_about", "journal", ["about", "seq"])
    _intake()
    op.create_table("effort", sa.Column("eingangsnummer", TEXT, primary_key=True), sa.Column("starts", sa.Integer, nullable=False))
    _document()
    op.create_table("finding", *[sa.Column(name, TEXT, nullable=False) for name in ("eingangsnummer", "field", "value", "plain")])
    op.create_index("ix_finding_eingangsnummer", "finding", ["eingangsnummer"])
    op.create_index("finding_field_plain", "finding", ["field", "plain"])
    _texts("link", ["eingangsnummer", "order_number"], [])
    op.create_index("link_order", "link", ["order_number"])
    numbered = ["plain", "reversed", "folded"]
    _texts("orders", ["number"], [*numbered, "words", "state", "content"], [*numbered, "state"])
    _texts("purchase_order", ["number"], [*numbered, "supplier", "content"], [*numbered, "supplier"])
    _texts("purchase_order_order", ["purchase_order", "order_number"], [])
    op.create_index("purchase_order_order_number", "purchase_order_order", ["order_number"])
    _texts("supplier", ["number"], ["name", "content"], ["name"])


def _intake() -> None:
    texts = ("sha256", "name", "media_type", "source", "received", "state", "sentence", "problem", "next_try", "changed")
    op.create_table(
        "intake",
        sa.Column("eingangsnummer", TEXT, primary_key=True),
        *[sa.Column(name, TEXT, nullable=False) for name in texts],
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
    )
    for name in ("sha256", "received", "state", "next_try", "changed"):
        op.create_index(f"ix_intake_{name}", "intake", [name])


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("eingangsnummer", TEXT, primary_key=True),
        *[sa.Column(name, TEXT, nullable=False) for name in ("state", "doctype", "supplier", "changed", "content")],
        sa.Column("changed_seq", sa.BigInteger, nullable=False),
    )
    for name in ("state", "doctype", "supplier", "changed_seq"):
        op.create_index(f"ix_document_{name}", "document", [name])


def _texts(table: str, keys: list[str], columns: list[str], indexed: list[str] | None = None) -> None:
    op.create_table(
        table,
        *[sa.Column(name, TEXT, primary_key=True) for name in keys],
        *[sa.Column(name, TEXT, nullable=False) for name in columns],
    )
    for name in indexed or []:
        op.create_index(f"ix_{table}_{name}", table, [name])
