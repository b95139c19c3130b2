"""What people decided about deviations in folders. Does not know what deviates now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import select

from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.deviation import Deviation
from archive.journal import Journal
from archive.problems import Invalid

Choice = Literal["akzeptiert", "reklamiert", "gutschrift_angefordert", "storniert", "offen"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
SETTLED = ("akzeptiert", "storniert")
"""Choices after which nothing is open; a complaint stays open until what it asks for has come."""

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision about one deviation. It holds as long as the facts stay the same."""

    choice: Choice
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What a person wants to decide. ``seen`` is when (ISO) the decision they had before their eyes was made, "" for none of them;
    ``None`` where nobody looked.
    """

    choice: str
    reason: str
    seen: str | None = None


class Decisions:
    """The decisions of one space."""

    def __init__(self, catalog: Catalog, journal: Journal) -> None:
        self._catalog = catalog
        self._journal = journal

    def of_order(self, number: str) -> dict[str, Decision]:
        """All decisions in the folder of an order, by the key of their deviation."""
        table = t.decision
        with self._catalog.read() as connection:
            rows = connection.execute(select(table).where(table.c.order_number == number)).all()
        known = {choice: choice for choice in CHOICES}
        return {row.key: Decision(known[row.choice], row.reason, row.who, datetime.fromisoformat(row.at)) for row in rows}

    def decide(self, number: str, deviation: Deviation, said: Said, who: str) -> None:
        """Keeps a choice and its reason; "offen" takes an earlier one back.

        Raises ``Invalid`` for an unknown choice, for no reason, and when somebody else has decided since.
        """
        choice, reason = said.choice, said.reason.strip()
        if choice not in CHOICES:
            raise Invalid("Bitte wählen Sie aus, was mit der Abweichung geschehen soll.", cause=f"unknown choice {choice!r}")
        if choice != "offen" and not reason:
            raise Invalid("Bitte schreiben Sie kurz, warum Sie so entscheiden.", cause="decision without a reason")
        if len(reason) > LONGEST_REASON:
            raise Invalid(f"Die Begründung ist zu lang. Erlaubt sind {LONGEST_REASON} Zeichen.", cause="reason too long")
        body = {"key": deviation.key, "type": deviation.type, "sentence": deviation.sentence, "choice": choice, "reason": reason}
        with self._journal.change(who) as change:
            table = t.decision
            here = (table.c.order_number == number) & (table.c.key == deviation.key)
            row = change.connection.execute(select(table).where(here)).first()
            if said.seen is not None and said.seen != (row.at if row else ""):
                raise Invalid(
                    "Über diese Abweichung hat inzwischen jemand entschieden, Ihre Entscheidung wurde nicht übernommen. "
                    "Hier sehen Sie den neuen Stand.",
                    cause=f"{deviation.key} in {number} was decided meanwhile",
                )
            change.record("abweichung_entschieden", number, body)
