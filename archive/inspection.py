"""Sichtprüfung: somebody compared a scan with what it shows and says whether it is complete and legible. Changes no paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast, get_args

from sqlalchemy import func, select

from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.catalog.tables_deletion import inspection
from archive.intake import Intaken, intaken
from archive.problems import Invalid
from archive.space import Space

Result = Literal["lesbar", "neu_scannen"]
LONGEST = 500
SCANNED = ("filed", "waiting")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What somebody saw, and when."""

    result: Result
    note: str
    who: str
    at: datetime


def inspect(space: Space, eingangsnummer: str, result: str, note: str, who: str) -> None:
    """Notes that a paper was looked at. The last word counts; all stay in the journal. Raises ``Invalid`` and ``NotFound``."""
    if result not in get_args(Result):
        raise Invalid("Bitte sagen Sie, ob der Scan vollständig und lesbar ist.", cause=f"unknown result {result!r}")
    if len(note) > LONGEST or (result == "neu_scannen" and not note.strip()):
        raise Invalid(f"Bitte schreiben Sie in höchstens {LONGEST} Zeichen, was am Scan fehlt.", cause="no note, or too long a one")
    with space.journal.change(who) as change:
        entry = space.intake.now(change.connection, eingangsnummer)
        if entry.state in ("deleted", "received"):
            raise Invalid("Dieser Beleg ist noch nicht gelesen oder schon gelöscht.", cause=f"{eingangsnummer} is {entry.state}")
        body = {"result": result, "note": note.strip(), "sha256": entry.scan.sha256}
        change.record("sichtpruefung", eingangsnummer, body)


def inspected(catalog: Catalog, eingangsnummer: str) -> Inspection | None:
    """What was said last of a paper, ``None`` when nobody looked."""
    with catalog.read() as connection:
        row = connection.execute(select(inspection).where(inspection.c.eingangsnummer == eingangsnummer)).first()
    return Inspection(cast("Result", row.result), row.note, row.who, datetime.fromisoformat(row.at)) if row else None


def uninspected(catalog: Catalog, limit: int) -> tuple[int, list[Intaken]]:
    """How many papers nobody has looked at yet, and the oldest of them. E-invoices as data have no scan to compare with."""
    joined = t.intake.outerjoin(inspection, inspection.c.eingangsnummer == t.intake.c.eingangsnummer)
    open_ = t.intake.c.state.in_(SCANNED) & (inspection.c.eingangsnummer.is_(None)) & t.intake.c.media_type.not_like("%xml")
    query = select(t.intake).select_from(joined).where(open_).order_by(t.intake.c.eingangsnummer).limit(limit)
    with catalog.read() as connection:
        count = connection.execute(select(func.count()).select_from(joined).where(open_)).scalar() or 0
        return count, [intaken(row) for row in connection.execute(query)]
