"""The queue of the Klärung: every paper that waits, oldest first, with what it waits for. Decides nothing and shows nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from sqlalchemy import Connection, select

from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.lookup import chunks

Reason = Literal["auftrag", "belegart", "doppelt", "abweichung", "unlesbar"]
"""Order unknown, type unclear, there twice, values that do not fit, could not be read (completely)."""

REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Waiter:
    """A waiting paper. ``until`` is the day it rests until, ISO, "" when it does not; ``note`` why."""

    eingangsnummer: str
    reasons: frozenset[Reason]
    until: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The queue now: those to decide about, and those that rest."""

    up: tuple[Waiter, ...]
    resting: tuple[Waiter, ...]

    def because(self, reason: str) -> tuple[Waiter, ...]:
        """Those to decide about that wait for this reason; all for ""."""
        return tuple(waiter for waiter in self.up if not reason or reason in waiter.reasons)

    def counts(self) -> dict[Reason, int]:
        """How many wait for which reason; a paper may wait for several."""
        return {reason: len(self.because(reason)) for reason in REASONS}


class Queue:
    """The waiting papers of one space."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        # What a paper waits for changes only with its document: looking into every content again would cost more than all else.
        self._known: dict[str, tuple[_State, frozenset[Reason]]] = {}

    def line(self, today: date) -> Line:
        """The queue as it is on a day."""
        known = self._known
        with self._catalog.read() as connection:
            states = _states(connection)
            stale = [number for number, state in states.items() if number not in known or known[number][0] != state]
            abouts = _abouts(connection, stale)
            rests = _rests(connection)
        fresh = {number: (states[number], _reasons(states[number][0], abouts.get(number, []))) for number in stale}
        self._known = {number: fresh.get(number) or known[number] for number in states}
        waiters = [Waiter(number, self._known[number][1], **rests.get(number, {})) for number in states]
        now = today.isoformat()
        return Line(tuple(w for w in waiters if w.until <= now), tuple(w for w in waiters if w.until > now))


_State = tuple[str, int]
"""The code of a technical problem, and the journal number of the document's last change."""


def _states(connection: Connection) -> dict[str, _State]:
    joined = t.intake.outerjoin(t.document, t.document.c.eingangsnummer == t.intake.c.eingangsnummer)
    query = select(t.intake.c.eingangsnummer, t.intake.c.problem, t.document.c.changed_seq).select_from(joined)
    rows = connection.execute(query.where(t.intake.c.state == "waiting").order_by(t.intake.c.eingangsnummer))
    return {row.eingangsnummer: (row.problem, row.changed_seq or 0) for row in rows}


def _abouts(connection: Connection, numbers: Sequence[str]) -> dict[str, list[str]]:
    found = {}
    for some in chunks(numbers):
        query = select(t.document.c.eingangsnummer, t.document.c.content).where(t.document.c.eingangsnummer.in_(some))
        for row in connection.execute(query):
            doubts = json.loads(row.content)["doubts"]
            found[row.eingangsnummer] = ["doppelt" if doubt.get("other") else doubt["about"] for doubt in doubts]
    return found


def _rests(connection: Connection) -> dict[str, dict[str, str]]:
    """Until when a paper was set aside, and why; the last word counts."""
    waiting = select(t.intake.c.eingangsnummer).where(t.intake.c.state == "waiting")
    query = select(t.journal.c.about, t.journal.c.body).where(t.journal.c.about.in_(waiting), t.journal.c.kind == "zurueckgestellt")
    return {row.about: json.loads(row.body) for row in connection.execute(query.order_by(t.journal.c.seq))}


def _reasons(problem: str, abouts: Sequence[str]) -> frozenset[Reason]:
    reasons: set[Reason] = {_ABOUT.get(about, "abweichung") for about in abouts}
    if problem:
        reasons.add("unlesbar")
    # A paper without such a doubt waits because no link is sure.
    return frozenset(reasons if reasons - {"abweichung"} else reasons | {"auftrag"})


_ABOUT: Mapping[str, Reason] = {"order": "auftrag", "doctype": "belegart", "paper": "unlesbar", "doppelt": "doppelt"}
