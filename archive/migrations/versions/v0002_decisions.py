"""What people decide about deviations; and purchase orders for no order lead to the folder of stock."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Adds the table of decisions, and the links that a rebuild would now make."""
    op.create_table(
        "decision",
        sa.Column("order_number", TEXT, primary_key=True),
        sa.Column("key", TEXT, primary_key=True),
        *[sa.Column(name, TEXT, nullable=False) for name in ("choice", "reason", "who", "at")],
    )
    op.execute(
        "INSERT INTO purchase_order_order (purchase_order, order_number) SELECT number, 'Gemeinkosten/Lager' FROM purchase_order "
        "WHERE number NOT IN (SELECT purchase_order FROM purchase_order_order)"
    )
