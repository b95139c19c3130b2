"""What is learned from corrections. Corrections of before are looked at by the next worker."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Adds the table of lessons."""
    op.create_table(
        "lesson",
        sa.Column("key", TEXT, primary_key=True),
        sa.Column("eingangsnummer", TEXT, primary_key=True),
        *[sa.Column(name, TEXT, nullable=False) for name in ("supplier", "state")],
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("content", TEXT, nullable=False),
    )
    op.create_index("ix_lesson_eingangsnummer", "lesson", ["eingangsnummer"])
