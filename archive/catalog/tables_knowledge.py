"""Tables of what people know: notes and videos, what they are attached to, exercises of one's own. Holds no queries."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from archive.catalog.tables import metadata

# Removed ones stay as rows without content, so that no number is used twice.
knowledge = Table(
    "knowledge",
    metadata,
    Column("key", Text, primary_key=True),
    Column("state", Text, nullable=False, index=True),
    Column("category", Text, nullable=False),
    Column("training", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
)

knowledge_anchor = Table(
    "knowledge_anchor",
    metadata,
    Column("note", Text, primary_key=True),
    Column("of", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Index("knowledge_anchor_of", "of", "key"),
)

exercise = Table(
    "exercise",
    metadata,
    Column("key", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
)
