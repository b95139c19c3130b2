"""The tables for running an installation: running totals, how each space stands, who looks after all. Holds no queries."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, LargeBinary, Table, Text

from archive.installation.tables import metadata

tally = Table(
    "tally",
    metadata,
    Column("name", Text, primary_key=True),
    Column("total", Double, nullable=False),
)

standing = Table(
    "standing",
    metadata,
    Column("space", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("text", Text, nullable=False),
)

brand = Table(
    "brand",
    metadata,
    Column("space", Text, primary_key=True),
    Column("quota_mb", BigInteger, nullable=False),
    Column("colour", Text, nullable=False),
    Column("logo", LargeBinary, nullable=False),
    Column("logo_type", Text, nullable=False),
)
