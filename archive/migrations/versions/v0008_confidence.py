"""What is confidential: marks, which papers belong together (from the journal), and which papers are hidden."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Adds the tables and fills in the kin; what is hidden is found out when the space is opened next."""
    op.create_table(
        "confidential",
        *[sa.Column(name, TEXT, primary_key=True) for name in ("kind", "number")],
        *[sa.Column(name, TEXT, nullable=False) for name in ("choice", "who", "at")],
    )
    kin = op.create_table("kin", *[sa.Column(name, TEXT, primary_key=True) for name in ("one", "other", "how")])
    op.create_index("kin_other", "kin", ["other"])
    op.create_table(
        "veil",
        sa.Column("eingangsnummer", TEXT, primary_key=True),
        *[sa.Column(name, sa.Integer, nullable=False) for name in ("own", "down", "hidden", "found")],
        sa.Column("seq", sa.BigInteger, nullable=False, index=True),
    )
    rows = [{"one": one, "other": other, "how": how} for one, other, how in sorted(_kin(op.get_bind()))]
    if rows:
        op.bulk_insert(kin, rows)


def _kin(connection: sa.Connection) -> set[tuple[str, str, str]]:
    found: set[tuple[str, str, str]] = set()
    entries = connection.execute(sa.text("SELECT about, body FROM journal WHERE kind IN ('eingang', 'teil') AND body LIKE '%\"parent%'"))
    for about, text in entries:
        body = json.loads(text)
        found |= {(about, parent, "teil") for parent in (body.get("parent"), *body.get("parents", ())) if parent and parent != about}
    same = "SELECT second, first FROM pair_decision WHERE choice = 'gleiches_papier'"
    found |= {(one, other, "gleich") for one, other in connection.execute(sa.text(same))}
    for about, text in connection.execute(sa.text("SELECT eingangsnummer, content FROM document WHERE content LIKE '%\"other\"%'")):
        others = {doubt.get("other", "") for doubt in json.loads(text).get("doubts", ())} - {"", about}
        found |= {(about, other, "aehnlich") for other in others}
    return found
