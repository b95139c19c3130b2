"""Logging in with accounts kept elsewhere: who is who there, and logins under way."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Creates their tables."""
    op.create_table(
        "identity",
        sa.Column("person", TEXT, primary_key=True),
        sa.Column("mail", TEXT, nullable=False, index=True),
        sa.Column("subject", TEXT, nullable=False, index=True),
    )
    op.create_table(
        "errand",
        sa.Column("state", TEXT, primary_key=True),
        sa.Column("nonce", TEXT, nullable=False),
        sa.Column("verifier", TEXT, nullable=False),
        sa.Column("onward", TEXT, nullable=False),
        sa.Column("begun", TEXT, nullable=False, index=True),
    )
