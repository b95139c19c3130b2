"""Two papers that look like one: what people say about them. Does not find such pairs."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Connection, select

from archive import codec
from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.content import Content
from archive.healing import follow, heal
from archive.journal import Change, Journal
from archive.lookup import chunks
from archive.policy import decided, sentence
from archive.problems import Invalid, NotFound

Verdict = Literal["gleiches_papier", "anderes_papier"]
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Compared:
    """What a person said about two papers; ``first`` came in before ``second``."""

    first: str
    second: str
    verdict: Verdict
    reason: str
    who: str
    at: datetime


class Pairs:
    """The compared papers of one space."""

    def __init__(self, catalog: Catalog, journal: Journal) -> None:
        self._catalog = catalog
        self._journal = journal

    def of(self, eingangsnummer: str) -> list[Compared]:
        """All that was said about a paper and others."""
        pairs = t.pair_decision
        with self._catalog.read() as connection:
            rows = connection.execute(select(pairs).where((pairs.c.first == eingangsnummer) | (pairs.c.second == eingangsnummer))).all()
        known = {verdict: verdict for verdict in get_args(Verdict)}
        return [Compared(r.first, r.second, known[r.choice], r.reason, r.who, datetime.fromisoformat(r.at)) for r in rows]

    def different(self, eingangsnummer: str) -> frozenset[str]:
        """The papers that a person called others than this one."""
        return frozenset(
            p.second if p.first == eingangsnummer else p.first for p in self.of(eingangsnummer) if p.verdict == "anderes_papier"
        )

    def among(self, numbers: Collection[str]) -> frozenset[frozenset[str]]:
        """Pairs of these papers that a person told apart."""
        pairs = t.pair_decision
        found: set[frozenset[str]] = set()
        with self._catalog.read() as connection:
            for some in chunks(numbers):
                query = select(pairs.c.first, pairs.c.second).where(pairs.c.second.in_(some), pairs.c.choice == "anderes_papier")
                found |= {frozenset((row.first, row.second)) for row in connection.execute(query)}
        return frozenset(found)

    def decide(self, first: str, second: str, verdict: tuple[str, str], who: str) -> None:
        """Keeps a verdict and its reason about two papers; the order of the two does not matter.

        Of one paper that came twice the later one leaves its folders and is rejected as a duplicate, which can be taken back; what
        followed it there leaves with it. A paper that is another one goes on as if nobody had asked. Raises ``Invalid`` for an unknown
        verdict or the same number twice.
        """
        first, second = sorted((first, second))
        choice, reason = verdict[0], verdict[1].strip()
        if choice not in get_args(Verdict):
            raise Invalid("Bitte wählen Sie aus, ob es dasselbe Papier ist.", cause=f"unknown verdict {choice!r}")
        if first == second:
            raise Invalid("Bitte wählen Sie zwei verschiedene Papiere aus.", cause="a paper compared with itself")
        if len(reason) > LONGEST_REASON:
            raise Invalid(f"Die Begründung ist zu lang. Erlaubt sind {LONGEST_REASON} Zeichen.", cause="reason too long")
        with self._journal.change(who) as change:
            old, state = _content(change.connection, second), _state(change.connection, second)
            _state(change.connection, first)
            body = {"first": first, "reason": reason}
            if choice == "anderes_papier":
                change.record(choice, second, body)
                _go_on(change, second, old, state)
                return
            if old is None or state == "rejected":
                raise Invalid("Dieses Papier ist schon als doppelt abgelehnt oder noch nicht gelesen.", cause=f"{second} is {state}")
            text = f"Abgelehnt: Dieses Papier ist schon da, als Eingang {first}. Das hat {who} entschieden."
            gone = dataclasses.replace(old, links=())
            change.record(choice, second, {**body, "state": "rejected", "sentence": text, "problem": "doppelt", "content": gone})
            if state == "filed":
                follow(change, second, old, None)


def _go_on(change: Change, eingangsnummer: str, old: Content | None, state: str) -> None:
    """Files a waiting paper that nothing holds any more."""
    if old is None or state != "waiting":
        return
    new = dataclasses.replace(old, doubts=tuple(doubt for doubt in old.doubts if not doubt.other))
    kind, after = ("abgelegt", "filed") if decided(new) else ("wartet", "waiting")
    change.record(kind, eingangsnummer, {"state": after, "sentence": sentence(new), "content": new})
    if after == "filed":
        heal(change, eingangsnummer, new)


def _state(connection: Connection, eingangsnummer: str) -> str:
    state = connection.execute(select(t.intake.c.state).where(t.intake.c.eingangsnummer == eingangsnummer)).scalar()
    if state is None:
        raise NotFound(f"Den Eingang {eingangsnummer} gibt es nicht.", cause=f"no intake {eingangsnummer}")
    return str(state)


def _content(connection: Connection, eingangsnummer: str) -> Content | None:
    text = connection.execute(select(t.document.c.content).where(t.document.c.eingangsnummer == eingangsnummer)).scalar()
    return codec.loads(Content, text) if text else None
