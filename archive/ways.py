"""By which way papers came in: how many, when last, and how many of them wait. Only counts; what a way does is not known here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select

from archive.catalog import tables as t
from archive.catalog.engine import Catalog

NAMES = {
    "ordner": "Scan-Ordner",
    "post": "Postfächer",
    "telefon": "Telefon",
    "link": "Links für Lieferanten und Kunden",
    "web": "Hochgeladen im Eingang",
    "api": "Schnittstelle",
    "wareneingang": "Wareneingang",
    "befehl": "Befehlszeile",
    "altbestand": "Altbestand",
    "demo": "Papiere der Musterfirma",
}
"""The ways that lead in from outside, as people call them; parts of stacks and files out of mails have none of their own."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way: ``waiting`` are the papers in Klärung, ``rejected`` those that were not taken."""

    key: str
    name: str
    papers: int
    last: datetime
    waiting: int
    rejected: int


def used(catalog: Catalog) -> list[Way]:
    """The ways that were used, in the order of :data:`NAMES`."""

    def many(state: str) -> ColumnElement[int]:
        return func.sum(case((t.intake.c.state == state, 1), else_=0))

    query = select(t.intake.c.source, func.count(), func.max(t.intake.c.received), many("waiting"), many("rejected"))
    with catalog.read() as connection:
        rows = {row[0]: row for row in connection.execute(query.group_by(t.intake.c.source))}
    return [
        Way(key, name, int(row[1]), datetime.fromisoformat(row[2]), int(row[3]), int(row[4]))
        for key, name in NAMES.items()
        if (row := rows.get(key))
    ]
