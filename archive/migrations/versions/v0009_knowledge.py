"""Notes and videos with what they are attached to, and exercises of one's own."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, TEXT, nullable=False) for name in names]


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "knowledge",
        sa.Column("key", TEXT, primary_key=True),
        sa.Column("state", TEXT, nullable=False, index=True),
        *_texts("category"),
        sa.Column("training", sa.Integer, nullable=False),
        *_texts("words", "content", "who", "at"),
    )
    op.create_table("knowledge_anchor", *[sa.Column(name, TEXT, primary_key=True) for name in ("note", "of", "key")])
    op.create_index("knowledge_anchor_of", "knowledge_anchor", ["of", "key"])
    op.create_table("exercise", sa.Column("key", TEXT, primary_key=True), *_texts("state", "content", "who", "at"))
