"""The tables for logging in with accounts kept elsewhere: who is who there, and logins under way. Holds no queries."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from archive.installation.tables import metadata

identity = Table(
    "identity",
    metadata,
    Column("person", Text, primary_key=True),
    Column("mail", Text, nullable=False, index=True),
    Column("subject", Text, nullable=False, index=True),
)

errand = Table(
    "errand",
    metadata,
    Column("state", Text, primary_key=True),
    Column("nonce", Text, nullable=False),
    Column("verifier", Text, nullable=False),
    Column("onward", Text, nullable=False),
    Column("begun", Text, nullable=False, index=True),
)
