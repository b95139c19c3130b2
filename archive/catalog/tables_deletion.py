"""Tables of deleting, in two steps and with bytes that go afterwards, and of who looked at a scan. Holds no queries."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from archive.catalog.tables import metadata

# One row per paper; ``main`` is the paper the proposal was made for, the others go with it. ``person`` is "" where nobody logs in.
deletion = Table(
    "deletion",
    metadata,
    Column("eingangsnummer", Text, primary_key=True),
    *[Column(name, Text, nullable=False) for name in ("main", "kind", "reason", "who", "person", "at")],
)

# Objects of deleted papers that lie in the store until somebody removes them.
erasure = Table(
    "erasure",
    metadata,
    Column("eingangsnummer", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
)

# What somebody said last of a scan: complete and legible, or to be scanned again.
inspection = Table(
    "inspection",
    metadata,
    Column("eingangsnummer", Text, primary_key=True),
    *[Column(name, Text, nullable=False) for name in ("result", "note", "who", "at")],
)
