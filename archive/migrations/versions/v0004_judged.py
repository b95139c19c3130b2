"""What folders lack, kept ready for lists; papers that came twice; who bears additional costs. All folders are judged anew."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Adds the tables, and notes that everything is to be judged."""
    _texts("pair_decision", ["first", "second"], ["choice", "reason", "who", "at"])
    op.create_index("pair_decision_second", "pair_decision", ["second"])
    _texts("cost_choice", ["eingangsnummer"], ["order_number", "who", "at"])
    _texts("look", ["eingangsnummer"], ["look"])
    _texts("folder_state", ["order_number"], ["state", "headline"])
    op.create_index("ix_folder_state_state", "folder_state", ["state"])
    op.create_table(
        "stale",
        *[sa.Column(name, TEXT, primary_key=True) for name in ("source", "subject")],
        sa.Column("seq", sa.BigInteger, nullable=False),
    )
    op.create_index("stale_seq", "stale", ["seq"])
    op.create_table(
        "open_item",
        *[sa.Column(name, TEXT, primary_key=True) for name in ("source", "subject", "list")],
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        *[sa.Column(n, TEXT, nullable=False) for n in ("type", "sentence", "supplier", "number", "since", "due", "amount", "words")],
    )
    op.create_index("open_item_list_due", "open_item", ["list", "due"])
    op.execute("INSERT INTO stale (source, subject, seq) SELECT 'mappe', number, 0 FROM orders")
    op.execute("INSERT INTO stale (source, subject, seq) SELECT 'beleg', eingangsnummer, 0 FROM intake")


def _texts(table: str, keys: list[str], columns: list[str]) -> None:
    op.create_table(
        table,
        *[sa.Column(name, TEXT, primary_key=True) for name in keys],
        *[sa.Column(name, TEXT, nullable=False) for name in columns],
    )
