"""The tables of the installation as SQLAlchemy sees them; ``versions`` creates them. Holds no queries.

Times are ISO texts in UTC. Tokens and codes are kept as hashes only: whoever reads these tables can not log in with them.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text

metadata = MetaData()

space = Table(
    "space",
    metadata,
    Column("name", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("created", Text, nullable=False),
)

person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("must_change", Integer, nullable=False),
    Column("totp", Text, nullable=False),
    Column("totp_step", BigInteger, nullable=False),
    Column("active", Integer, nullable=False),
    Column("created", Text, nullable=False),
)

recovery = Table(
    "recovery",
    metadata,
    Column("person", Text, primary_key=True),
    Column("code", Text, primary_key=True),
)

membership = Table(
    "membership",
    metadata,
    Column("person", Text, primary_key=True),
    Column("space", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("confidential", Integer, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("token", Text, primary_key=True),
    Column("person", Text, nullable=False, index=True),
    Column("space", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("device", Text, nullable=False),
)

attempt = Table(
    "attempt",
    metadata,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last", Text, nullable=False),
    Column("wait_until", Text, nullable=False),
)

api_key = Table(
    "api_key",
    metadata,
    Column("id", Text, primary_key=True),
    Column("token", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Column("used", Text, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("text", Text, nullable=False),
)

course = Table(
    "course",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("trainer", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("open_up_to", Integer, nullable=False),
    Column("created", Text, nullable=False),
    Column("ended", Text, nullable=False),
    Column("tasks", Text, nullable=False, server_default=""),
    Column("plan", Text, nullable=False, server_default=""),
    Column("report", Integer, nullable=False, server_default="0"),
)

place = Table(
    "place",
    metadata,
    Column("course", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("person", Text, nullable=False, index=True),
    Column("space", Text, nullable=False),
    Column("task", Text, nullable=False),
)

step = Table(
    "step",
    metadata,
    Column("course", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("task", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("hints", Integer, nullable=False),
    Column("since", Text, nullable=False),
    Column("changed", Text, nullable=False),
)

looked_at = Table(
    "looked_at",
    metadata,
    Column("space", Text, primary_key=True),
    Column("address", Text, primary_key=True),
)

sheet_answer = Table(
    "sheet_answer",
    metadata,
    Column("course", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("sheet", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

unit_taken = Table(
    "unit_taken",
    metadata,
    Column("course", Text, primary_key=True),
    Column("unit", Integer, primary_key=True),
    Column("minutes", Integer, nullable=False),
)

certificate = Table(
    "certificate",
    metadata,
    Column("serial", Text, primary_key=True),
    Column("proof", Text, nullable=False),
    Column("issued", Text, nullable=False),
)
