"""Courses: places with a code, a sandbox and steps of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, TEXT, nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def upgrade() -> None:
    """Creates their tables."""
    op.create_table(
        "course",
        sa.Column("id", TEXT, primary_key=True),
        *_texts("title", "trainer", "template"),
        *_numbers("open_up_to"),
        *_texts("created", "ended"),
    )
    op.create_table(
        "place",
        sa.Column("course", TEXT, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("code", TEXT, nullable=False, unique=True),
        *_texts("person", "space", "task"),
    )
    op.create_index("ix_place_person", "place", ["person"])
    op.create_table(
        "step",
        sa.Column("course", TEXT, primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("task", TEXT, primary_key=True),
        *_texts("state"),
        *_numbers("tries", "hints"),
        *_texts("since", "changed"),
    )
    op.create_table("looked_at", sa.Column("space", TEXT, primary_key=True), sa.Column("address", TEXT, primary_key=True))
