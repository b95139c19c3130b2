"""What a course leaves: sheets that were filled in, minutes taken, certificates."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Creates their tables."""
    op.create_table(
        "sheet_answer",
        sa.Column("course", TEXT, primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("sheet", TEXT, primary_key=True),
        sa.Column("item", TEXT, primary_key=True),
        sa.Column("value", TEXT, nullable=False),
    )
    op.create_table(
        "unit_taken",
        sa.Column("course", TEXT, primary_key=True),
        sa.Column("unit", sa.Integer, primary_key=True),
        sa.Column("minutes", sa.Integer, nullable=False),
    )
    op.create_table(
        "certificate",
        sa.Column("serial", TEXT, primary_key=True),
        sa.Column("proof", TEXT, nullable=False),
        sa.Column("issued", TEXT, nullable=False),
    )
