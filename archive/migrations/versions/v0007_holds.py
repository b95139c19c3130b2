"""Legal holds on papers and folders."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "hold",
        *[sa.Column(name, TEXT, primary_key=True) for name in ("kind", "number")],
        *[sa.Column(name, TEXT, nullable=False) for name in ("reason", "who", "at")],
    )
