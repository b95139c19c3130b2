"""Proposals to delete, objects of deleted papers, and who looked at a scan."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "deletion",
        sa.Column("eingangsnummer", TEXT, primary_key=True),
        *[sa.Column(name, TEXT, nullable=False) for name in ("main", "kind", "reason", "who", "person", "at")],
    )
    op.create_table(
        "erasure",
        *[sa.Column(name, TEXT, primary_key=True) for name in ("eingangsnummer", "key")],
        sa.Column("sha256", TEXT, nullable=False),
    )
    op.create_table(
        "inspection",
        sa.Column("eingangsnummer", TEXT, primary_key=True),
        *[sa.Column(name, TEXT, nullable=False) for name in ("result", "note", "who", "at")],
    )
