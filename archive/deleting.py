"""Deleting papers with two persons: one proposes, another confirms; what remains is the entry in the journal. Removes no bytes.

``frist``: the period has ended. ``fehlscan``: it never belonged here; then it is out of sight at once, before anybody confirms.
``video``: a film of the library, see ``archive/deleting_films.py``.
A hold wins over everything. The bytes go afterwards, see ``archive/erasing.py``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, cast, get_args

from sqlalchemy import Connection, Row, select

from archive.belonging import going
from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.catalog.tables_deletion import deletion
from archive.catalog.veil import QUARANTINE
from archive.confidence import unveiled
from archive.deleting_films import FILM, Wish, confirmed, declined, is_film, propose_film
from archive.erasing import ERASED
from archive.journal import Change
from archive.problems import Invalid, NotFound
from archive.retaining import kept
from archive.space import Space
from archive.store.seam import ORIGINALS

Kind = Literal["frist", "fehlscan", "video"]
LONGEST = 500
GONE = ("geloescht", "wissen_geloescht")
"""The kinds of entries by which a paper or a film is deleted."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who proposes or confirms; ``person`` is their id, "" where nobody has to log in."""

    name: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A paper that waits for a second person; ``others`` go with it because they show the same or come out of it."""

    eingangsnummer: str
    kind: Kind
    reason: str
    who: str
    person: str
    at: datetime
    others: tuple[str, ...] = ()

    def by(self, actor: Actor) -> bool:
        """Whether this person proposed it."""
        return self.who.casefold() == actor.name.casefold() or (bool(self.person) and self.person == actor.person)


def proposed(catalog: Catalog, eingangsnummer: str = "") -> list[Proposed]:
    """All proposals, oldest first; or the one a paper belongs to."""
    with catalog.read() as connection:
        return _proposals(connection, eingangsnummer)


def propose(space: Space, eingangsnummer: str, wish: tuple[str, str], actor: Actor, today: date) -> None:
    """The first of two persons; ``wish`` is the kind and the reason. Raises ``Invalid`` with what stands in the way, ``NotFound``."""
    kind, why = wish[0], wish[1].strip()
    if kind not in get_args(Kind) or (kind == FILM) != is_film(eingangsnummer) or not why or len(why) > LONGEST:
        raise Invalid(f"Bitte schreiben Sie in höchstens {LONGEST} Zeichen, warum.", cause="no reason, or none that fits")
    with space.journal.change(actor.name) as change:
        if kind == FILM:
            propose_film(space, change, eingangsnummer, Wish(why, actor.name, actor.person))
            return
        entry = space.intake.now(change.connection, eingangsnummer)
        if entry.state == "deleted" or entry.problem == "doppelt" or _proposals(change.connection, eingangsnummer):
            raise Invalid("Für diesen Beleg geht das nicht, oder es ist schon geschehen.", cause=f"{eingangsnummer} is {entry.state}")
        members = going(change.connection, eingangsnummer, whole=kind == "fehlscan")
        _must_go(space, members, kind, today)
        for number in members:
            named = {"main": eingangsnummer, "kind": kind, "reason": why, "person": actor.person}
            change.record("loeschen_vorgeschlagen", number, named)
            if kind == "fehlscan":
                text = f"In Quarantäne: {why.rstrip('.')}. Eine zweite Person entscheidet über das Löschen."
                body = {"sentence": text, "problem": QUARANTINE, "reason": why, "before": _now(space, change, number)}
                change.record("in_quarantaene", number, body)


def decline(space: Space, eingangsnummer: str, reason: str, actor: Actor) -> None:
    """Says no, or takes one's own proposal back; out of quarantine everything returns to where it was. Raises ``Invalid``."""
    with space.journal.change(actor.name) as change:
        found = _one(change.connection, eingangsnummer)
        for number in (found.eingangsnummer, *found.others):
            change.record("loeschen_abgelehnt", number, {"reason": reason.strip()[:LONGEST]})
            if found.kind == "fehlscan":
                last = [entry for entry in change.history(number) if entry.kind == "in_quarantaene"][-1]
                change.record("quarantaene_aufgehoben", number, last.body["before"])
            if found.kind == FILM:
                declined(change, number)


def confirm(space: Space, eingangsnummer: str, actor: Actor, today: date) -> list[str]:
    """The second person: from here on the papers are deleted. Returns their numbers.

    Raises ``Invalid`` for the person who proposed it, for a hold, and when more hangs on the paper than when it was proposed.
    """
    with space.journal.change(actor.name) as change:
        found = _one(change.connection, eingangsnummer)
        if found.by(actor):
            raise Invalid(
                "Sie haben das Löschen selbst vorgeschlagen. Bestätigen muss es eine andere Person mit eigenem Zugang.",
                cause=f"{actor.name} would confirm an own proposal",
            )
        if found.kind == FILM:
            confirmed(space, change, found.eingangsnummer, Wish(found.reason, found.who))
            return [found.eingangsnummer]
        members = going(change.connection, found.eingangsnummer, whole=found.kind == "fehlscan")
        if set(members) != {found.eingangsnummer, *found.others}:
            raise Invalid(
                "Zu diesem Beleg ist inzwischen etwas hinzugekommen. Bitte lehnen Sie den Vorschlag ab; er kann neu gemacht werden.",
                cause=f"{members} instead of {found}",
            )
        _must_go(space, members, found.kind, today)
        for number in members:
            _delete(space, change, number, found)
    return members


def deleted(space: Space, limit: int = 200) -> list[dict[str, str]]:
    """What was deleted, newest first: what the journal keeps of it."""
    query = select(t.journal.c.about).where(t.journal.c.kind.in_(GONE)).order_by(t.journal.c.seq.desc()).limit(limit)
    with space.catalog.read() as connection:
        numbers = list(connection.execute(query).scalars())
    found = []
    for number in numbers:
        entry = next(each for each in reversed(space.journal.about(number)) if each.kind in GONE)
        text = {key: str(entry.body[key]) for key in ("sha256", "size", "doctype", "reason", "kind", "proposed_by")}
        gone = any(each.kind in ERASED for each in space.journal.about(number))
        found.append({"eingangsnummer": number, "at": entry.at.isoformat(), "who": entry.who, "erased": "ja" if gone else "", **text})
    return found


def _now(space: Space, change: Change, number: str) -> dict[str, Any]:
    """The state a paper returns to when it is let out of quarantine."""
    entry = space.intake.now(change.connection, number)
    content = change.connection.execute(select(t.document.c.content).where(t.document.c.eingangsnummer == number)).scalar()
    return {
        "state": entry.state,
        "sentence": entry.sentence,
        "problem": entry.problem,
        "content": json.loads(content) if content else None,
    }


def _delete(space: Space, change: Change, number: str, found: Proposed) -> None:
    history = change.history(number)
    entry = space.intake.now(change.connection, number)
    contents = [each.body.get("content") or {} for each in history]
    readings = dict.fromkeys(content["reading"] for content in contents if content.get("reading"))
    doctype = next((content["doctype"] for content in reversed(contents) if content.get("doctype")), "")
    body = {
        "sentence": f"Gelöscht: {found.reason.rstrip('.')}. Vorgeschlagen von {found.who}, bestätigt von {change.who}.",
        "main": found.eingangsnummer,
        "kind": found.kind,
        "reason": found.reason,
        "proposed_by": found.who,
        "sha256": entry.scan.sha256,
        "size": entry.size,
        "doctype": doctype,
        "keys": [ORIGINALS + entry.scan.sha256, *readings],
    }
    change.record("geloescht", number, body)


def _must_go(seen: Space, members: Collection[str], kind: str, today: date) -> None:
    """Looks at everything: a hidden invoice prolongs the period of its delivery note, and a hold counts whoever may read it."""
    space = unveiled(seen)
    for number in members:
        try:
            document = space.documents.get(number)
        except NotFound:
            document = None
        links = _links(space, number) if document is None else document.orders
        if holds := space.holds.on(number, links):
            why = f": {holds[0].reason}" if space is seen else "."
            raise Invalid(f"{number} ist vor dem Löschen geschützt{why}", cause=f"{number} is held")
        if kind == "frist" and document is not None:
            term = kept(space, document).term
            if document.state != "filed" or not term.over(today):
                why = f" {term.sentence}" if space is seen else ""
                raise Invalid(f"{number} ist noch aufzubewahren.{why}", cause=f"{number} is not over")
        if kind == "frist" and document is None and space.intake.get(number).state not in ("replaced", "rejected"):
            raise Invalid(f"{number} ist noch nicht gelesen; seine Frist ist nicht bekannt.", cause=f"{number} has no document")


def _links(space: Space, number: str) -> tuple[str, ...]:
    """The folders a paper lay in when it was last understood: a hold on them counts in quarantine too."""
    contents = [entry.body["content"] for entry in space.journal.about(number) if entry.body.get("content")]
    last = contents[-1] if contents else {"links": []}
    return tuple(dict.fromkeys(link["order"] for link in last.get("links", ())))


def _one(connection: Connection, eingangsnummer: str) -> Proposed:
    found = _proposals(connection, eingangsnummer)
    if not found:
        raise Invalid("Dieser Vorschlag besteht nicht mehr. Bitte laden Sie die Seite neu.", cause=f"nothing proposed of {eingangsnummer}")
    return found[0]


def _proposals(connection: Connection, eingangsnummer: str) -> list[Proposed]:
    query = select(deletion).order_by(deletion.c.at, deletion.c.eingangsnummer)
    if eingangsnummer:
        main = select(deletion.c.main).where(deletion.c.eingangsnummer == eingangsnummer)
        query = query.where(deletion.c.main.in_(main))
    groups: dict[str, list[Row[tuple[str, ...]]]] = {}
    for row in connection.execute(query).all():
        groups.setdefault(row.main, []).append(row)
    return [_built(main, rows) for main, rows in groups.items()]


def _built(main: str, rows: Sequence[Row[tuple[str, ...]]]) -> Proposed:
    first = rows[0]
    others = tuple(row.eingangsnummer for row in rows if row.eingangsnummer != main)
    at = datetime.fromisoformat(first.at)
    return Proposed(main, cast("Kind", first.kind), first.reason, first.who, first.person, at, others)
