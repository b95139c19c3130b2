"""Everything that came in: acknowledging it, and where each of it stands. Does not look into papers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast, get_args

from sqlalchemy import Connection, Row, delete, func, insert, select

from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.document import State
from archive.journal import Change, Journal, about
from archive.problems import NotFound, Unavailable
from archive.quota import Quota
from archive.scan import Scan
from archive.store.seam import ORIGINALS, Incoming, Store, Stored

BACKLOG = "altbestand"
"""The channel of large imports: their papers are worked on when nothing else is to be done."""

STALE = timedelta(seconds=30)
"""A received paper that nobody has taken on for so long is put into the queue again."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The acknowledgement: from here on the paper is ours. ``duplicate_of`` is the Eingangsnummer of the same bytes, or ""."""

    eingangsnummer: str
    sha256: str
    duplicate_of: str


@dataclass(frozen=True, slots=True)
class Sender:
    """What came with the bytes: the sender's name for the file, the media type as recognised, the channel, the person.

    ``parent`` is the Eingangsnummer of the paper the bytes were taken from, "" for a paper of its own. ``hint`` is the folder
    they lay in, shown and never believed. ``ticket`` names this one handing-in: who was killed finds it again by :meth:`Intake.taken`.
    """

    name: str
    media_type: str
    source: str
    who: str
    parent: str = ""
    hint: str = ""
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class Intaken:
    """One line of the intake book. ``size`` in bytes; ``problem`` is a Problem's code when a technical reason stopped the paper."""

    eingangsnummer: str
    scan: Scan
    size: int
    state: State
    sentence: str
    problem: str
    attempts: int
    next_try: datetime | None
    changed: datetime


class Intake:
    """The intake book of one space."""

    def __init__(self, catalog: Catalog, journal: Journal, store: Store) -> None:
        self._catalog = catalog
        self._journal = journal
        self._store = store
        self.quota = Quota(catalog)

    def receive(self) -> AbstractContextManager[Incoming]:
        """A place for the bytes; pass what ``keep`` returns to :meth:`acknowledge`. Raises ``Unavailable`` when the space is full."""
        self.quota.must_have_room()
        return self._store.receive()

    def acknowledge(self, stored: Stored, sender: Sender) -> Receipt:
        """Gives stored bytes their Eingangsnummer. When this returns the paper survives any crash.

        Bytes that are already here get a number too, and are rejected at once with the place of the first. Bytes that were handed in
        with the same ticket before are the same handing-in, told again because its answer was lost: the same receipt, no new entry.
        """
        with self._journal.change(sender.who) as change:
            if known := _ticketed(change.connection, stored.sha256, sender.ticket):
                return known
            receipt = enter(change, stored, sender)
            self.must_be_kept(change.connection, stored)
            return receipt

    def must_be_kept(self, connection: Connection, stored: Stored) -> None:
        """Raises ``Unavailable`` when the bytes went just now: they were those of a deleted paper, and came in while they were removed."""
        deleted = select(t.intake.c.sha256).where(t.intake.c.sha256 == stored.sha256, t.intake.c.state == "deleted")
        if connection.execute(deleted.limit(1)).first() and self._store.size(ORIGINALS + stored.sha256) is None:
            raise Unavailable("Diese Datei wurde gerade gelöscht. Bitte geben Sie sie noch einmal ab.", cause=f"{stored.sha256} erased")

    def taken(self, sha256: str, ticket: str) -> str:
        """The Eingangsnummer these bytes were given when they were handed in with ``ticket``, "" when they never were."""
        with self._catalog.read() as connection:
            known = _ticketed(connection, sha256, ticket)
        return known.eingangsnummer if known else ""

    def get(self, eingangsnummer: str) -> Intaken:
        """One line of the book. Raises ``NotFound``."""
        with self._catalog.read() as connection:
            return self.now(connection, eingangsnummer)

    def now(self, connection: Connection, eingangsnummer: str) -> Intaken:
        """The same within a transaction."""
        row = connection.execute(select(t.intake).where(t.intake.c.eingangsnummer == eingangsnummer)).first()
        if row is None:
            raise NotFound(f"Den Eingang {eingangsnummer} gibt es nicht.", cause=f"no intake {eingangsnummer}")
        return intaken(row)

    def recent(self, limit: int = 50, before: str = "", state: str = "") -> list[Intaken]:
        """The newest first; ``before`` continues below an Eingangsnummer."""
        query = select(t.intake).order_by(t.intake.c.eingangsnummer.desc()).limit(limit)
        if before:
            query = query.where(t.intake.c.eingangsnummer < before)
        if state:
            query = query.where(t.intake.c.state == state)
        with self._catalog.read() as connection:
            return [intaken(row) for row in connection.execute(query)]

    def oldest(self, batch: int = 500) -> Iterator[Intaken]:
        """All of the book, the oldest first, fetched in portions."""
        last = ""
        while rows := self._portion(last, batch):
            yield from rows
            last = rows[-1].eingangsnummer

    def _portion(self, after: str, batch: int) -> list[Intaken]:
        query = select(t.intake).where(t.intake.c.eingangsnummer > after).order_by(t.intake.c.eingangsnummer).limit(batch)
        with self._catalog.read() as connection:
            return [intaken(row) for row in connection.execute(query)]

    def counts(self) -> dict[State, int]:
        """How many papers stand where; the numbers add up to all that came in."""
        with self._catalog.read() as connection:
            rows = connection.execute(select(t.intake.c.state, func.count()).group_by(t.intake.c.state)).all()
        found = {row[0]: int(row[1]) for row in rows}
        return {state: found.get(state, 0) for state in get_args(State)}

    def waiting(self) -> int:
        """How many wait for a person; cheap enough for every page."""
        with self._catalog.read() as connection:
            return connection.scalar(select(func.count()).where(t.intake.c.state == "waiting")) or 0

    def begin(self, eingangsnummer: str) -> int:
        """Notes that reading begins, and tells how often it did without an end: more than a few times means it kills its reader."""
        with self._catalog.write() as connection:
            starts = (connection.execute(select(t.effort.c.starts).where(t.effort.c.eingangsnummer == eingangsnummer)).scalar() or 0) + 1
            connection.execute(delete(t.effort).where(t.effort.c.eingangsnummer == eingangsnummer))
            connection.execute(insert(t.effort).values(eingangsnummer=eingangsnummer, starts=starts))
        return starts

    def end(self, eingangsnummer: str) -> None:
        """Notes that reading came to an end, whatever the result."""
        with self._catalog.write() as connection:
            connection.execute(delete(t.effort).where(t.effort.c.eingangsnummer == eingangsnummer))

    def due(self, now: datetime, limit: int = 1000) -> list[str]:
        """Papers that should be worked on: received a while ago, or waiting for a retry whose time has come; oldest first.

        Those of an import are not among them until they were tried; :meth:`backlog` has them.
        """
        stale = (now - STALE).isoformat()
        received = (t.intake.c.state == "received") & (t.intake.c.changed < stale) & (t.intake.c.source != BACKLOG)
        retry = (t.intake.c.next_try != "") & (t.intake.c.next_try <= now.isoformat())
        query = select(t.intake.c.eingangsnummer).where(received | retry).order_by(t.intake.c.eingangsnummer).limit(limit)
        with self._catalog.read() as connection:
            return list(connection.execute(query).scalars())

    def backlog(self, limit: int) -> list[str]:
        """Papers of imports that nobody has read yet, oldest first."""
        query = select(t.intake.c.eingangsnummer).where(t.intake.c.state == "received", t.intake.c.source == BACKLOG)
        with self._catalog.read() as connection:
            return list(connection.execute(query.order_by(t.intake.c.eingangsnummer).limit(limit)).scalars())


def intaken(row: Row[Any]) -> Intaken:
    """A line of the book from a row of the table."""
    return Intaken(
        eingangsnummer=row.eingangsnummer,
        scan=Scan(row.sha256, row.name, row.media_type, row.source, datetime.fromisoformat(row.received)),
        size=row.size,
        state=cast("State", row.state),
        sentence=row.sentence,
        problem=row.problem,
        attempts=row.attempts,
        next_try=datetime.fromisoformat(row.next_try) if row.next_try else None,
        changed=datetime.fromisoformat(row.changed),
    )


def enter(change: Change, stored: Stored, sender: Sender) -> Receipt:
    """What :meth:`Intake.acknowledge` does, within a transaction that does more."""
    number = next_number(change.connection, datetime.now(UTC).astimezone().year)
    earlier = same_bytes(change.connection, stored.sha256)
    body = {
        "sha256": stored.sha256,
        "size": stored.size,
        "name": sender.name,
        "media_type": sender.media_type,
        "source": sender.source,
        **{key: value for key in ("parent", "hint", "ticket") if (value := getattr(sender, key))},
    }
    change.record("eingang", number, body)
    if earlier:
        sentence = f"Abgelehnt: Dieses Papier ist schon da, als Eingang {earlier}. Es wurde nichts doppelt abgelegt."
        change.record("abgelehnt", number, {"sentence": sentence, "problem": "doppelt", "duplicate_of": earlier})
    return Receipt(number, stored.sha256, earlier)


def _ticketed(connection: Connection, sha256: str, ticket: str) -> Receipt | None:
    """The receipt of an earlier handing-in of these bytes with this ticket; what was deleted since is forgotten."""
    if not ticket:
        return None
    query = select(t.intake.c.eingangsnummer).where(t.intake.c.sha256 == sha256, t.intake.c.state != "deleted")
    for number in connection.execute(query.order_by(t.intake.c.eingangsnummer.desc())).scalars().all():
        first, *later = about(connection, number)
        if first.body.get("ticket") == ticket:
            first_of = next((entry.body["duplicate_of"] for entry in later if entry.body.get("duplicate_of")), "")
            return Receipt(number, sha256, first_of)
    return None


def next_number(connection: Connection, year: int) -> str:
    """The next Eingangsnummer; the transaction has to write the entry that uses it."""
    # Gapless, because the transaction that takes the number also writes the entry that uses it.
    prefix = f"E-{year}-"
    # A range and not LIKE, which looks at every paper of the archive on SQLite.
    this_year = t.intake.c.eingangsnummer.between(prefix, prefix + "~")
    last = connection.execute(select(func.max(t.intake.c.eingangsnummer)).where(this_year)).scalar()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:07d}"


def same_bytes(connection: Connection, sha256: str) -> str:
    """The Eingangsnummer under which these bytes are here and were not rejected, "" when they are not."""
    query = select(t.intake.c.eingangsnummer).where(t.intake.c.sha256 == sha256, t.intake.c.state.not_in(("rejected", "deleted")))
    return connection.execute(query.order_by(t.intake.c.eingangsnummer).limit(1)).scalar() or ""
