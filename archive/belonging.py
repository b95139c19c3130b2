"""Which papers can only go together: a container with what it holds, an original with all papers that show it. Deletes nothing."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from archive.catalog import tables as t
from archive.catalog.tables_confidence import kin
from archive.catalog.tables_knowledge import knowledge
from archive.catalog.veil import PARTS

LIVE = ("received", "waiting", "filed")


def going(connection: Connection, number: str, *, whole: bool) -> list[str]:
    """The papers that go when this one goes; ``whole``: with everything that was taken out of it.

    A container or a stack goes with the last paper that came out of it, a second handing-in with the first.
    """
    members = {number}
    if whole:
        members |= _below(connection, number)
    while more := _emptied(connection, members) | _again(connection, members):
        members |= more
    return [number, *sorted(members - {number})]


def in_use(connection: Connection, sha256: str) -> bool:
    """Whether a paper that is not deleted still shows these bytes: its own, or pages of them in a part of a stack; or a film has them."""
    own = select(t.intake.c.eingangsnummer).where(t.intake.c.sha256 == sha256)
    if connection.execute(own.where(t.intake.c.state.in_(LIVE)).limit(1)).first():
        return True
    parts = kin.join(t.intake, t.intake.c.eingangsnummer == kin.c.one)
    query = select(kin.c.one).select_from(parts).where(kin.c.how == "teil", kin.c.other.in_(own))
    if connection.execute(query.where(t.intake.c.source.in_(PARTS), t.intake.c.state.in_(LIVE)).limit(1)).first():
        return True
    film = select(knowledge.c.key).where(knowledge.c.content.contains(sha256, autoescape=True)).limit(1)
    return connection.execute(film).first() is not None


def _below(connection: Connection, number: str) -> set[str]:
    found: set[str] = set()
    fresh = {number}
    while fresh:
        query = select(kin.c.one).join(t.intake, t.intake.c.eingangsnummer == kin.c.one)
        inside = query.where(kin.c.how == "teil", kin.c.other.in_(sorted(fresh)), t.intake.c.state != "deleted")
        fresh = set(connection.execute(inside).scalars()) - found - {number}
        found |= fresh
    return found


def _emptied(connection: Connection, members: Collection[str]) -> set[str]:
    """Containers and stacks of which nothing would be left."""
    above = select(kin.c.other).join(t.intake, t.intake.c.eingangsnummer == kin.c.other)
    candidates = above.where(kin.c.how == "teil", kin.c.one.in_(sorted(members)), t.intake.c.state == "replaced").distinct()
    found = set()
    for parent in set(connection.execute(candidates).scalars()) - set(members):
        inside = select(kin.c.one).join(t.intake, t.intake.c.eingangsnummer == kin.c.one)
        rest = inside.where(kin.c.how == "teil", kin.c.other == parent, t.intake.c.state.in_((*LIVE, "replaced")))
        if not set(connection.execute(rest).scalars()) - set(members):
            found.add(parent)
    return found


def _again(connection: Connection, members: Collection[str]) -> set[str]:
    """The same bytes handed in again, as long as no paper outside is made of them."""
    mine = select(t.intake.c.sha256).where(t.intake.c.eingangsnummer.in_(sorted(members)), t.intake.c.source.not_in(PARTS))
    same = select(t.intake.c.eingangsnummer).where(t.intake.c.sha256.in_(mine), t.intake.c.problem == "doppelt")
    return set(connection.execute(same.where(t.intake.c.state == "rejected")).scalars()) - set(members)
