"""What a space looks like and how large it may grow: colour, logo, quota. Its name stands in the register of spaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import delete, insert, select

from archive.catalog.database import Database
from archive.installation import events
from archive.installation.tables_operations import brand
from archive.problems import Invalid

Colour = Literal["", "blau", "gruen", "rot", "violett", "grau"]
COLOURS: tuple[Colour, ...] = get_args(Colour)
"""Few on purpose: each can be read on both themes."""

LARGEST_LOGO = 200_000
_TYPES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Brand:
    """``quota_mb`` is how many megabytes of originals the space may hold, 0 without a bound; ``logo_type`` is "" without a logo."""

    quota_mb: int = 0
    colour: str = ""
    logo: bytes = b""
    logo_type: str = ""


class Brands:
    """The brands of all spaces."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, space: str) -> Brand:
        """The brand of a space; the plain one when nobody chose any."""
        with self._database.read() as connection:
            row = connection.execute(select(brand).where(brand.c.space == space)).first()
        return Brand(row.quota_mb, row.colour, bytes(row.logo), row.logo_type) if row else Brand()

    def has(self, space: str) -> bool:
        """Whether anybody chose one."""
        with self._database.read() as connection:
            return connection.execute(select(brand.c.space).where(brand.c.space == space)).first() is not None

    def quotas(self) -> dict[str, int]:
        """The spaces with a bound, in megabytes."""
        with self._database.read() as connection:
            return {row.space: row.quota_mb for row in connection.execute(select(brand.c.space, brand.c.quota_mb)) if row.quota_mb}

    def put(self, space: str, chosen: Brand, who: str) -> None:
        """Keeps a brand. Raises ``Invalid`` for a colour or a quota that does not exist."""
        if chosen.colour not in COLOURS or not 0 <= chosen.quota_mb <= 100_000_000:
            raise Invalid("Bitte wählen Sie eine der Farben und eine Grenze ab 0 MB.", cause="no such colour or quota")
        values = {"quota_mb": chosen.quota_mb, "colour": chosen.colour, "logo": chosen.logo, "logo_type": chosen.logo_type}
        with self._database.write() as connection:
            connection.execute(delete(brand).where(brand.c.space == space))
            connection.execute(insert(brand).values(space=space, **values))
            events.add(connection, who, space, "Aussehen oder Grenze des Bereichs geändert")

    def forget(self, space: str) -> None:
        """Forgets a space that is gone."""
        with self._database.write() as connection:
            connection.execute(delete(brand).where(brand.c.space == space))


def logo_type(data: bytes) -> str:
    """The media type of a picture that may be a logo. Raises ``Invalid`` for all others: drawings with scripts above all."""
    found = next((kind for head, kind in _TYPES.items() if data.startswith(head)), "")
    if not found or len(data) > LARGEST_LOGO:
        raise Invalid("Das Logo muss ein Bild im Format PNG oder JPEG sein und darf höchstens 200 kB haben.", cause="no logo")
    return found
