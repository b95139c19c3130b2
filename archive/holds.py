"""Legal holds: papers and whole folders that must not be proposed for deletion, whatever their period says. Deletes nothing itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Table, select

from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.journal import Journal
from archive.problems import Invalid, NotFound

Of = Literal["beleg", "mappe"]
LONGEST = 500

_WHERE: dict[str, tuple[Table, str]] = {"beleg": (t.intake, "eingangsnummer"), "mappe": (t.orders, "number")}


@dataclass(frozen=True, slots=True)
class Hold:
    """A paper (``beleg``) or the folder of an order (``mappe``) that is kept, why, and who said so."""

    of: Of
    number: str
    reason: str
    who: str
    at: datetime


class Holds:
    """The holds of one space. Putting and lifting one is a journal entry of the paper or the order."""

    def __init__(self, catalog: Catalog, journal: Journal) -> None:
        self._catalog = catalog
        self._journal = journal

    def on(self, eingangsnummer: str, orders: Collection[str]) -> tuple[Hold, ...]:
        """The holds that keep a paper: its own, and those of the folders it lies in."""
        own = (t.hold.c.kind == "beleg") & (t.hold.c.number == eingangsnummer)
        folders = (t.hold.c.kind == "mappe") & t.hold.c.number.in_(sorted(orders))
        with self._catalog.read() as connection:
            rows = connection.execute(select(t.hold).where(own | folders).order_by(t.hold.c.kind, t.hold.c.number)).all()
        return tuple(Hold(row.kind, row.number, row.reason, row.who, datetime.fromisoformat(row.at)) for row in rows)

    def put(self, of: Of, number: str, reason: str, who: str) -> None:
        """Keeps a paper or a folder until the hold is lifted. Raises ``Invalid`` without a reason, ``NotFound`` for what is not there."""
        self._record("aufbewahrung_gesperrt", (of, number), reason, who)

    def lift(self, of: Of, number: str, reason: str, who: str) -> None:
        """Takes a hold away, which needs a reason too. Raises ``Invalid`` and ``NotFound`` likewise."""
        self._record("aufbewahrung_freigegeben", (of, number), reason, who)

    def _record(self, kind: str, what: tuple[Of, str], reason: str, who: str) -> None:
        of, number = what
        why = reason.strip()
        if not why:
            raise Invalid("Bitte schreiben Sie kurz, warum.", cause=f"{kind} without a reason")
        if len(why) > LONGEST:
            raise Invalid(f"Die Begründung ist zu lang. Erlaubt sind {LONGEST} Zeichen.", cause="reason too long")
        with self._journal.change(who) as change:
            must_exist(change.connection, of, number)
            here = select(t.hold.c.number).where(t.hold.c.kind == of, t.hold.c.number == number)
            if kind == "aufbewahrung_freigegeben" and change.connection.execute(here).first() is None:
                raise Invalid("Hier besteht keine Sperre mehr. Bitte laden Sie die Seite neu.", cause=f"no hold on {of} {number}")
            change.record(kind, number, {"of": of, "reason": why})


def must_exist(connection: Connection, of: str, number: str) -> None:
    """Raises ``NotFound`` when there is no such paper or folder."""
    table, key = _WHERE[of]
    if connection.execute(select(table.c[key]).where(table.c[key] == number)).first() is None:
        raise NotFound(f"{'Den Beleg' if of == 'beleg' else 'Die Mappe'} {number} gibt es nicht.", cause=f"no {of} {number}")
