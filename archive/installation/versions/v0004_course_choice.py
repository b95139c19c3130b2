"""Which exercises a course has, how its plan differs from the usual one, and whether places may see a report of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Adds the columns; courses from before have all shipped exercises and the usual plan."""
    for name in ("tasks", "plan"):
        op.add_column("course", sa.Column(name, TEXT, nullable=False, server_default=""))
    op.add_column("course", sa.Column("report", sa.Integer, nullable=False, server_default="0"))
