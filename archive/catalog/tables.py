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

# Two papers that look like one, with what a person said about them; ``first`` came in before ``second``.
pair_decision = Table(
    "pair_decision",
    metadata,
    Column("first", Text, primary_key=True),
    Column("second", Text, primary_key=True),
    Column("choice", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("pair_decision_second", "second"),
)

# Papers (kind "beleg") and folders ("mappe") that are kept whatever their period says.
hold = Table(
    "hold",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    *[Column(name, Text, nullable=False) for name in ("reason", "who", "at")],
)

# The order that bears the additional costs of a paper for several orders.
cost_choice = Table(
    "cost_choice",
    metadata,
    Column("eingangsnummer", Text, primary_key=True),
    Column("order_number", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
)

# What the pages of a paper look like, for finding second scans.
look = Table(
    "look",
    metadata,
    Column("eingangsnummer", Text, primary_key=True),
    Column("look", Text, nullable=False),
)

# The three below are derived from all others: what has to be judged anew, and what came of it. See archive/judging.py.
stale = Table(
    "stale",
    metadata,
    Column("source", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Index("stale_seq", "seq"),
)

folder_state = Table(
    "folder_state",
    metadata,
    Column("order_number", Text, primary_key=True),
    Column("state", Text, nullable=False, index=True),
    Column("headline", Text, nullable=False),
)

open_item = Table(
    "open_item",
    metadata,
    Column("source", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("list", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("type", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("supplier", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("due", Text, nullable=False),
    Column("amount", Text, nullable=False),
    Column("words", Text, nullable=False),
    Index("open_item_list_due", "list", "due"),
)

JUDGED = frozenset({"stale", "folder_state", "open_item"})
"""Tables that follow from the others by judging, not from the journal by applying it."""

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
    Column("words", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default="", index=True),
    Column("due", Text, nullable=False, server_default=""),
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
    Column("words", Text, nullable=False, server_default=""),
)

customer = Table(
    "customer",
    metadata,
    Column("number", Text, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("words", Text, nullable=False),
    Column("content", Text, nullable=False),
)

# How the columns of a file that comes again and again are to be read.
column_map = Table(
    "column_map",
    metadata,
    Column("name", Text, primary_key=True),
    Column("content", Text, nullable=False),
)
