"""Running many spaces: totals, how each stands, how large it may grow and what it looks like."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Creates their tables."""
    op.create_table("tally", sa.Column("name", TEXT, primary_key=True), sa.Column("total", sa.Double, nullable=False))
    op.create_table(
        "standing",
        sa.Column("space", TEXT, primary_key=True),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
    )
    op.create_table(
        "brand",
        sa.Column("space", TEXT, primary_key=True),
        sa.Column("quota_mb", sa.BigInteger, nullable=False),
        sa.Column("colour", TEXT, nullable=False),
        sa.Column("logo", sa.LargeBinary, nullable=False),
        sa.Column("logo_type", TEXT, nullable=False),
    )
