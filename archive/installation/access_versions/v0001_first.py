"""Who looked at what."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Creates the tables."""
    op.create_table("meta", sa.Column("key", TEXT, primary_key=True), sa.Column("value", TEXT, nullable=False))
    op.create_table("access", *[sa.Column(name, TEXT, nullable=False) for name in ("at", "space", "who", "what", "how")])
    op.create_index("access_space_at", "access", ["space", "at"])
    op.create_index("access_space_who", "access", ["space", "who", "at"])
