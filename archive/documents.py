"""The understood papers of one space: filing them, deciding about them, finding them by number. Understands nothing itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, Row, Select, select

from archive import codec, correction, reading_json
from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.content import Content, Correction, content_of
from archive.document import Document, Proposal, State
from archive.healing import follow, heal
from archive.intake import Intaken, intaken
from archive.journal import Change, Journal
from archive.order import STOCK, Order, plain
from archive.policy import decided, sentence
from archive.present import must_be_as_seen, must_be_here, must_be_its_own
from archive.problems import Invalid, NotFound, Problem, Unavailable
from archive.scan import Reading
from archive.store.seam import READINGS, Store
from archive.taking_back import take_back

PAUSES = (timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""How long a paper waits after its first, second … failure before it is tried again by itself."""

LINKING = ("lieferscheinnummer", "bestellnummer", "auftragsnummer")
"""Fields whose values can lead a waiting paper to its order once that order, or its delivery note, is here."""

UNDERSTANDING = (
    *("abgelegt", "wartet", "korrigiert", "zurueckgenommen"),
    *("verworfen", "aufgeteilt", "zusammengefasst", "aufgeloest"),
    *("in_quarantaene", "quarantaene_aufgehoben", "geloescht"),
)
"""Kinds of journal entries that change what a document says."""


class Documents:
    """The papers of one space. Every method that changes something is one journal entry and one transaction."""

    def __init__(self, catalog: Catalog, journal: Journal, store: Store) -> None:
        self._catalog = catalog
        self._journal = journal
        self._store = store

    def get(self, eingangsnummer: str) -> Document:
        """One document. Raises ``NotFound`` when there is none under this number (yet)."""
        found = self._select(_query().where(t.document.c.eingangsnummer == eingangsnummer))
        if not found:
            raise NotFound(f"Zum Eingang {eingangsnummer} gibt es noch kein gelesenes Papier.", cause=f"no document {eingangsnummer}")
        return found[0]

    def all_waiting(self) -> Iterator[Document]:
        """All papers that wait for a person, oldest first, fetched in portions."""
        last = ""
        while batch := self._select(_waiting().where(t.document.c.eingangsnummer > last).limit(50)):
            yield from batch
            last = batch[-1].eingangsnummer

    def waiting_for(self, numbers: Collection[str]) -> list[Document]:
        """Papers that wait and carry one of these numbers, in whatever spelling."""
        wanted = sorted({plain(number) for number in numbers} - {""})[:500]
        if not wanted:
            return []
        named = select(t.finding.c.eingangsnummer).where(t.finding.c.field.in_(LINKING), t.finding.c.plain.in_(wanted))
        return self._select(_waiting().where(t.document.c.eingangsnummer.in_(named)))

    def of_order(self, number: str) -> list[Document]:
        """The papers in the folder of one order, in the order they came in."""
        joined = _query().join(t.link, t.link.c.eingangsnummer == t.document.c.eingangsnummer)
        return self._select(joined.where(t.link.c.order_number == number).order_by(t.document.c.eingangsnummer))

    def changed_after(self, seq: int, limit: int = 100) -> list[tuple[int, str]]:
        """What an index has to catch up on: journal number and Eingangsnummer of each document's last change, if that came after ``seq``.

        In that order. A paper whose document was taken back altogether is among them; :meth:`get` knows none for it.
        """
        joined = t.journal.outerjoin(t.document, t.document.c.eingangsnummer == t.journal.c.about)
        last = (t.document.c.changed_seq == t.journal.c.seq) | t.document.c.changed_seq.is_(None)
        query = select(t.journal.c.seq, t.journal.c.about).select_from(joined).order_by(t.journal.c.seq).limit(limit)
        with self._catalog.read() as connection:
            rows = connection.execute(query.where(t.journal.c.seq > seq, t.journal.c.kind.in_(UNDERSTANDING), last))
            return [(row.seq, row.about) for row in rows]

    def reading(self, eingangsnummer: str) -> Reading:
        """The words of a paper with their places. Raises ``NotFound`` when it was filed by hand without being read."""
        key = self.get(eingangsnummer).reading
        if not key:
            raise NotFound("Dieses Papier konnte nicht gelesen werden; es gibt nur das Original.", cause=f"{eingangsnummer} has no reading")
        return self.kept(key)

    def keep(self, reading: Reading) -> str:
        """Puts a reading into the store and tells its key."""
        data = reading_json.dump(reading)
        key = f"{READINGS}{reading_json.digest(data)}.json.gz"
        self._store.put(key, data)
        return key

    def kept(self, key: str) -> Reading:
        """A reading from the store."""
        with self._store.open(key) as stream:
            return reading_json.load(stream.read())

    def file(self, eingangsnummer: str, proposal: Proposal) -> None:
        """Files a proposal, or lets it wait under Klärung. Does nothing to papers that are decided already."""
        key = self.keep(proposal.reading)
        with self._journal.change("mappe") as change:
            before = _row(change.connection, eingangsnummer)
            sure = decided(proposal)
            if before.state not in ("received", "waiting") or (before.state == "waiting" and not before.problem and not sure):
                return
            history = change.history(eingangsnummer)
            if correction.decided_by_person(history) or correction.entered_by_person(history):
                return
            kind, state = ("abgelegt", "filed") if sure else ("wartet", "waiting")
            content = content_of(proposal, key)
            if sure:
                reserve(change, [link.order for link in content.links])
            change.record(kind, eingangsnummer, {"state": state, "sentence": sentence(proposal), "content": content})
            if sure:
                heal(change, eingangsnummer, content)

    def postpone(self, eingangsnummer: str, problem: Problem) -> None:
        """Lets a paper wait because of a technical problem; it is tried again by itself as long as that can help."""
        with self._journal.change("mappe") as change:
            before = _row(change.connection, eingangsnummer)
            if before.state != "received" and not (before.state == "waiting" and before.problem):
                return
            # What is away comes back; what was too heavy is worth a second and a third look, not a day of them.
            most = len(PAUSES) if isinstance(problem, Unavailable) else 2
            again = problem.retry and before.attempts < most
            next_try = (datetime.now(UTC) + PAUSES[before.attempts]).isoformat() if again else ""
            ending = " Es wird von selbst noch einmal versucht." if again else ""
            body = {"sentence": f"Wartet: {problem.message}{ending}", "problem": problem.code, "cause": problem.cause[:2000]}
            change.record("gestoert", eingangsnummer, {**body, "attempts": before.attempts + 1, "next_try": next_try})

    def reject(self, eingangsnummer: str, problem: Problem) -> None:
        """Says for good that this is no readable paper; the original stays where it is."""
        with self._journal.change("mappe") as change:
            before = _row(change.connection, eingangsnummer)
            if before.state == "received" or (before.state == "waiting" and before.problem):
                body = {"sentence": f"Abgelehnt: {problem.message}", "problem": problem.code, "cause": problem.cause[:2000]}
                change.record("abgelehnt", eingangsnummer, body)

    def correct(self, eingangsnummer: str, decision: Correction, who: str, *, seen: str = "") -> Document:
        """A person decides: the paper is filed as they say. ``Correction()`` accepts it as it stands.

        ``seen`` is the ``changed`` (ISO) of the state they had before their eyes, "" when they saw none. Raises ``Invalid`` for
        an unknown order, type or value, when there is nothing to file it under, and when the paper has changed since.
        """
        with self._journal.change(who) as change:
            before = _row(change.connection, eingangsnummer)
            must_be_as_seen(before, seen)
            must_be_its_own(before)
            reserve(change, decision.orders or ())
            _must_exist(change.connection, decision.orders or ())
            old = _content(change.connection, eingangsnummer) or Content("sonstiges", "von Hand abgelegt", "", 0)
            new = correction.apply(old, decision, who, filed=before.state == "filed")
            body = {"state": "filed", "sentence": correction.sentence(new), "content": new, "correction": decision}
            change.record("korrigiert", eingangsnummer, body)
        # What follows from it is done by the machine, not by this person.
        with self._journal.change("mappe") as change:
            follow(change, eingangsnummer, old if before.state == "filed" else None, new)
        return self.get(eingangsnummer)

    def undo(self, eingangsnummer: str, who: str) -> None:
        """Takes the last decision of a person back, or else the automatic filing. Raises ``Invalid`` when there is neither."""
        with self._journal.change(who) as change:
            must_be_here(_row(change.connection, eingangsnummer))
            before = filed(change.connection, eingangsnummer)
            take_back(change, eingangsnummer)
        with self._journal.change("mappe") as change:
            follow(change, eingangsnummer, before, filed(change.connection, eingangsnummer))

    def read_again(self, eingangsnummer: str, who: str) -> None:
        """Sends a paper through reading once more. Raises ``Invalid`` when a person has decided about it."""
        with self._journal.change(who) as change:
            if correction.entered_by_person(change.history(eingangsnummer)):
                raise Invalid("Dieses Papier wurde von Hand erfasst; es gibt nichts zu lesen.", cause="entered by hand")
            if correction.decided_by_person(change.history(eingangsnummer)):
                raise Invalid("Über dieses Papier hat schon ein Mensch entschieden. Bitte nehmen Sie zuerst diese Entscheidung zurück.")
            must_be_its_own(_row(change.connection, eingangsnummer))
            change.record("neu_lesen", eingangsnummer, {})

    def _select(self, query: Select[Any]) -> list[Document]:
        with self._catalog.read() as connection:
            return [_document(row) for row in connection.execute(query)]


def _query() -> Select[Any]:
    columns = [t.document.c.content, t.document.c.changed.label("document_changed"), t.document.c.state.label("document_state")]
    return select(t.intake, *columns).join(t.intake, t.intake.c.eingangsnummer == t.document.c.eingangsnummer)


def _waiting() -> Select[Any]:
    return _query().where(t.document.c.state == "waiting").order_by(t.document.c.eingangsnummer)


def _document(row: Row[Any]) -> Document:
    line = intaken(row)
    content = codec.loads(Content, row.content)
    values = {f.name: getattr(content, f.name) for f in dataclasses.fields(Content)}
    changed = datetime.fromisoformat(row.document_changed)
    state = cast("State", row.document_state)
    return Document(eingangsnummer=line.eingangsnummer, scan=line.scan, state=state, sentence=line.sentence, changed=changed, **values)


def _row(connection: Connection, eingangsnummer: str) -> Intaken:
    row = connection.execute(select(t.intake).where(t.intake.c.eingangsnummer == eingangsnummer)).first()
    if row is None:
        raise NotFound(f"Den Eingang {eingangsnummer} gibt es nicht.", cause=f"no intake {eingangsnummer}")
    return intaken(row)


def _content(connection: Connection, eingangsnummer: str) -> Content | None:
    text = connection.execute(select(t.document.c.content).where(t.document.c.eingangsnummer == eingangsnummer)).scalar()
    return codec.loads(Content, text) if text else None


def filed(connection: Connection, eingangsnummer: str) -> Content | None:
    """What is filed under this number now, ``None`` when nothing is."""
    return _content(connection, eingangsnummer) if _row(connection, eingangsnummer).state == "filed" else None


def reserve(change: Change, numbers: Collection[str]) -> None:
    """Creates the folder of what was bought for no order, when it is first needed."""
    if STOCK in numbers and change.connection.execute(select(t.orders.c.number).where(t.orders.c.number == STOCK)).first() is None:
        change.record("auftrag", STOCK, codec.encode(Order(STOCK, title="Bestellungen ohne Auftrag")))


def _must_exist(connection: Connection, numbers: tuple[str, ...]) -> None:
    for number in numbers:
        if connection.execute(select(t.orders.c.number).where(t.orders.c.number == number)).first() is None:
            raise Invalid(
                f"Den Auftrag {number} gibt es nicht. Bitte prüfen Sie die Nummer oder legen Sie die Mappe an.", cause="unknown order"
            )
