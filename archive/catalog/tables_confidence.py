"""Tables of what is confidential: marks of people, which papers belong together, and what follows from both. Holds no queries."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from archive.catalog.tables import metadata

# What a person said of a paper (kind "beleg") or a folder ("mappe"): choice "vertraulich" or "offen".
confidential = Table(
    "confidential",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    *[Column(name, Text, nullable=False) for name in ("choice", "who", "at")],
)

# How "teil": ``one`` was taken out of ``other``; "gleich": they are the same paper; "aehnlich": nobody has said yet whether they are.
kin = Table(
    "kin",
    metadata,
    *[Column(name, Text, primary_key=True) for name in ("one", "other", "how")],
    Index("kin_other", "other"),
)

# Papers that are, or once were, hidden. ``own``: confidential in itself; ``down``: so are the papers taken out of it;
# ``found``: an index may have known it before ``seq``, the entry that changed ``hidden`` last.
veil = Table(
    "veil",
    metadata,
    Column("eingangsnummer", Text, primary_key=True),
    *[Column(name, Integer, nullable=False) for name in ("own", "down", "hidden", "found")],
    Column("seq", BigInteger, nullable=False, index=True),
)
