"""The installation's first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, TEXT, nullable=False) for name in names]


def _keys(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, TEXT, primary_key=True) for name in names]


def upgrade() -> None:
    """Creates them."""
    op.create_table("meta", *_keys("key"), *_texts("value"))
    op.create_table("space", *_keys("name"), *_texts("title", "kind", "created"))
    op.create_table(
        "person",
        *_keys("id"),
        sa.Column("login", TEXT, nullable=False, unique=True),
        *_texts("name", "password"),
        sa.Column("must_change", sa.Integer, nullable=False),
        *_texts("totp"),
        sa.Column("totp_step", sa.BigInteger, nullable=False),
        sa.Column("active", sa.Integer, nullable=False),
        *_texts("created"),
    )
    op.create_table("recovery", *_keys("person", "code"))
    op.create_table(
        "membership", *_keys("person", "space"), *_texts("role", "until"), sa.Column("confidential", sa.Integer, nullable=False)
    )
    op.create_table("session", *_keys("token"), *_texts("person", "space", "created", "seen", "device"))
    op.create_index("ix_session_person", "session", ["person"])
    op.create_table("attempt", *_keys("key"), sa.Column("failures", sa.Integer, nullable=False), *_texts("last", "wait_until"))
    op.create_table(
        "api_key",
        *_keys("id"),
        sa.Column("token", TEXT, nullable=False, unique=True),
        *_texts("name", "space", "scopes", "created", "expires", "used"),
    )
    op.create_table(
        "event",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        *_texts("at", "who", "space", "text"),
    )
    op.create_index("ix_event_at", "event", ["at"])
