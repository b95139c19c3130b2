"""What a course leaves besides its steps: sheets filled in at the places, minutes taken, proofs of certificates. Evaluates nothing.

No name of a person is kept here: of a certificate only its number and a fingerprint of all that stands on it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select

from archive.catalog.database import Database
from archive.installation import tables

_answer, _taken, _certificate = tables.sheet_answer, tables.unit_taken, tables.certificate
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """One item of a sheet as it was filled in at a place."""

    place: int
    sheet: str
    item: str
    value: str


@dataclass(frozen=True, slots=True)
class CertificateProof:
    """What is kept of a certificate: ``proof`` is the fingerprint of everything on it."""

    serial: str
    proof: str
    issued: datetime


class Records:
    """The records of all courses of an installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def fill(self, course: str, place: int, sheet: str, items: Mapping[str, str]) -> None:
        """Keeps a sheet; filled in again, the new one counts."""
        rows = [{"course": course, "place": place, "sheet": sheet, "item": item, "value": value} for item, value in items.items() if value]
        with self._database.write() as connection:
            connection.execute(
                delete(_answer).where((_answer.c.course == course) & (_answer.c.place == place) & (_answer.c.sheet == sheet))
            )
            if rows:
                connection.execute(insert(_answer), rows)

    def answers(self, course: str) -> list[SheetAnswer]:
        """All sheets of a course."""
        with self._database.read() as connection:
            rows = connection.execute(select(_answer).where(_answer.c.course == course).order_by(_answer.c.place, _answer.c.item))
            return [SheetAnswer(row.place, row.sheet, row.item, row.value) for row in rows]

    def take(self, course: str, minutes: Mapping[int, int]) -> None:
        """Keeps how many minutes each unit of the plan really took."""
        rows = [{"course": course, "unit": unit, "minutes": each} for unit, each in minutes.items()]
        with self._database.write() as connection:
            connection.execute(delete(_taken).where(_taken.c.course == course))
            if rows:
                connection.execute(insert(_taken), rows)

    def taken(self, course: str) -> dict[int, int]:
        """The minutes that were kept, by the number of the unit."""
        with self._database.read() as connection:
            return {row.unit: row.minutes for row in connection.execute(select(_taken).where(_taken.c.course == course))}

    def new_serial(self) -> str:
        """A number for a certificate that nobody can guess from another one."""
        return f"TB-{datetime.now(UTC):%Y}-{''.join(secrets.choice(_LETTERS) for _ in range(8))}"

    def certify(self, serial: str, proof: str) -> None:
        """Keeps that this certificate was issued."""
        with self._database.write() as connection:
            connection.execute(insert(_certificate).values(serial=serial, proof=proof, issued=datetime.now(UTC).isoformat()))

    def certificate(self, serial: str) -> CertificateProof | None:
        """What is kept of a certificate, ``None`` when none has this number."""
        with self._database.read() as connection:
            row = connection.execute(select(_certificate).where(_certificate.c.serial == serial)).first()
        return CertificateProof(row.serial, row.proof, datetime.fromisoformat(row.issued)) if row else None
