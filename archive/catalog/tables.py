"""The tables as SQLAlchemy sees them; ``archive/migrations`` creates them. Holds no queries.

Times are ISO texts in UTC, because SQLite forgets time zones. ``content`` columns hold the whole value as canonical
JSON; the columns beside it exist only to be looked up.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("journal_about", "about", "seq"),
)

intake = Table(
    "intake",
    metadata,
    Column("eingangsnummer", Text, primary_key=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("received", Text, nullable=False, index=True),
    Column("state", Text, nullable=False, index=True),
    Column("sentence", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Text, nullable=False, index=True),
    Column("changed", Text, nullable=False, index=True),
)

# The one table that is not derived from the journal: how often reading a paper was begun without coming to an end.
effort = Table(
    "effort",
    metadata,
    Column("eingangsnummer", Text, primary_key=True),
    Column("starts", Integer, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("eingangsnummer", Text, primary_key=True),
    Column("state", Text, nullable=False, index=True),
    Column("doctype", Text, nullable=False, index=True),
    Column("supplier", Text, nullable=False, index=True),
    Column("changed", Text, nullable=False),
    Column("changed_seq", BigInteger, nullable=False, index=True),
    Column("content", Text, nullable=False),
)

finding = Table(
    "finding",
    metadata,
    Column("eingangsnummer", Text, nullable=False, index=True),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("plain", Text, nullable=False),
    Index("finding_field_plain", "field", "plain"),
)

link = Table(
    "link",
    metadata,
    Column("eingangsnummer", Text, primary_key=True),
    Column("order_number", Text, primary_key=True),
    Index("link_order", "order_number"),
)

decision = Table(
    "decision",
    metadata,
    Column("order_number", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("choice", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
)

lesson = Table(
    "lesson",
    metadata,
    Column("key", Text, primary_key=True),
    Column("eingangsnummer", Text, primary_key=True, index=True),
    Column("supplier", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("content", Text, nullable=False),
)

orders = Table(
    "orders",
    metadata,
    Column("number", Text, primary_key=True),
    Column("plain", Text, nullable=False, index=True),
    Column("reversed", Text, nullable=False, index=True),
    Column("folded", Text, nullable=False, index=True),
    Column("words", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("content", Text, nullable=False),
)

purchase_order = Table(
    "purchase_order",
    metadata,
    Column("number", Text, primary_key=True),
    Column("plain", Text, nullable=False, index=True),
    Column("reversed", Text, nullable=False, index=True),
    Column("folded", Text, nullable=False, index=True),
    Column("supplier", Text, nullable=False, index=True),
    Column("content", Text, nullable=False),
)

purchase_order_order = Table(
    "purchase_order_order",
    metadata,
    Column("purchase_order", Text, primary_key=True),
    Column("order_number", Text, primary_key=True),
    Index("purchase_order_order_number", "order_number"),
)

supplier = Table(
    "supplier",
    metadata,
    Column("number", Text, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("content", Text, nullable=False),
)
