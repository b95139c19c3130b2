"""How much a space may hold. Looked at before bytes are taken in, so that what was acknowledged is never touched."""

from __future__ import annotations

import threading
import time

from sqlalchemy import delete, func, insert, select

from archive.catalog import tables as t
from archive.catalog.engine import QUOTA, Catalog
from archive.problems import Unavailable

_FRESH = 20.0
"""Seconds for which a sum of a whole space counts; what comes in meanwhile may pass."""
_MEGABYTE = 1_000_000


class Quota:
    """The bound of one space, 0 for none. Several papers on their way at once may go over it by what they hold."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lock = threading.Lock()
        self._looked = -_FRESH
        self._full = 0

    def set(self, megabytes: int) -> None:
        """Bounds the originals of this space."""
        with self._catalog.write() as connection:
            connection.execute(delete(t.meta).where(t.meta.c.key == QUOTA))
            if megabytes:
                connection.execute(insert(t.meta).values(key=QUOTA, value=str(megabytes)))
        self._looked = -_FRESH

    def must_have_room(self) -> None:
        """Raises ``Unavailable`` when the space is full."""
        with self._lock:
            if time.monotonic() - self._looked > _FRESH:
                self._full, self._looked = self._bound_reached(), time.monotonic()
            bound = self._full
        if bound:
            raise Unavailable(
                f"Dieser Bereich ist voll: Er darf {bound} MB halten. Bitte wenden Sie sich an die Person, die die Auftragsmappe betreibt.",
                cause=f"quota of {self._catalog.space} reached",
                code="bereich_voll",
            )

    def _bound_reached(self) -> int:
        with self._catalog.read() as connection:
            bound = int(connection.scalar(select(t.meta.c.value).where(t.meta.c.key == QUOTA)) or 0)
            if not bound:
                return 0
            held = connection.scalar(select(func.sum(t.intake.c.size)).where(t.intake.c.state.not_in(("deleted", "rejected")))) or 0
        return bound if int(held) >= bound * _MEGABYTE else 0
