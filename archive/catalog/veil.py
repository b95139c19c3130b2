"""Keeps the table of hidden papers: confidential by type, by a mark on paper or folder, or because they show such a paper.

A container shows what was taken out of it, a second scan shows the first: they are hidden with it. Shows and asks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, or_, select, union

from archive.catalog import tables as t
from archive.catalog.apply_master import upsert
from archive.catalog.tables_confidence import confidential, kin, veil
from archive.content import Content
from archive.doctypes import doctypes
from archive.entry import Entry

ALIKE = ("gleich", "aehnlich")
PARTS = ("teilung", "zusammenfassung")
"""Sources of papers that are pages of others: they share an original and yet show different things."""
QUARANTINE = "quarantaene"
"""The problem of a paper that never belonged here and waits to be deleted."""
_TYPES = "vertrauliche_arten"
_MANY = 500


@dataclass(frozen=True, slots=True)
class _Standing:
    own: bool = False
    down: bool = False
    hidden: bool = False


def types() -> tuple[str, ...]:
    """The document types that are confidential unless somebody says otherwise."""
    return tuple(key for key, each in doctypes().items() if each.confidential)


def settled(connection: Connection) -> bool:
    """Whether the same document types are confidential as the last time all papers were looked at."""
    return connection.execute(select(t.meta.c.value).where(t.meta.c.key == _TYPES)).scalar() == " ".join(types())


def settle(connection: Connection, seq: int) -> None:
    """Looks at all papers anew that may be hidden."""
    marked = select(confidential.c.number).where(confidential.c.kind == "beleg")
    folders = select(confidential.c.number).where(confidential.c.kind == "mappe")
    numbers = union(
        select(t.document.c.eingangsnummer).where(t.document.c.doctype.in_(types())),
        select(veil.c.eingangsnummer),
        marked,
        select(t.link.c.eingangsnummer).where(t.link.c.order_number.in_(folders)),
    )
    for number in connection.execute(numbers).scalars().all():
        _component(connection, number, seq, found=True)
    upsert(connection, t.meta, {"key": _TYPES}, {"value": " ".join(types())})


def related(connection: Connection, number: str, others: Iterable[tuple[str, str]], *, instead_of: str = "") -> None:
    """Notes kin of a paper as pairs (other, how); ``instead_of`` forgets all it had of that kind."""
    if instead_of:
        connection.execute(delete(kin).where(kin.c.one == number, kin.c.how == instead_of))
    for other, how in sorted(set(others)):
        same = select(kin.c.one).where(kin.c.one == number, kin.c.other == other, kin.c.how == how)
        if other and other != number and connection.execute(same).first() is None:
            connection.execute(insert(kin).values(one=number, other=other, how=how))


def told_apart(connection: Connection, first: str, second: str) -> None:
    """Forgets that two papers may be one."""
    for one, other in ((first, second), (second, first)):
        connection.execute(delete(kin).where(kin.c.one == one, kin.c.other == other, kin.c.how.in_(ALIKE)))


def understood(connection: Connection, number: str, content: Content | None) -> None:
    """Notes the papers that a paper may be a second scan of, as the doubts about it say."""
    doubts = content.doubts if content else ()
    related(connection, number, [(doubt.other, "aehnlich") for doubt in doubts], instead_of="aehnlich")


def follow(connection: Connection, entry: Entry, *, found: bool) -> None:
    """Brings the table up to date after an entry was applied; ``found``: the paper was understood before it."""
    if entry.kind == "vertraulich" and entry.body["of"] == "mappe":
        lying = select(t.link.c.eingangsnummer).where(t.link.c.order_number == entry.about)
        for number in connection.execute(lying).scalars().all():
            _component(connection, number, entry.seq, found=True)
    elif connection.execute(select(t.intake.c.eingangsnummer).where(t.intake.c.eingangsnummer == entry.about)).first():
        _paper(connection, entry.about, entry.seq, found=found)


def _paper(connection: Connection, number: str, seq: int, *, found: bool) -> None:
    before = _standings(connection, [number]).get(number, _Standing())
    own, marked = _own(connection, number)
    # What hid a paper may be gone; in a circle of second scans only a look at all of them can tell.
    if before.hidden and not own:
        _component(connection, number, seq, found=found)
        return
    around = list(_neighbours(connection, [number]))
    known = _standings(connection, {other for _, other, _ in around})
    down = marked or any(known[other].down for _, other, how in around if how == "aus" and other in known)
    shown = any(known[other].hidden for _, other, how in around if how != "aus" and other in known)
    now = _Standing(own, down, own or down or shown)
    if (now.down, now.hidden) != (before.down, before.hidden):
        _component(connection, number, seq, found=found)
    elif now != before:
        _write(connection, number, now, seq, found=found)


def _component(connection: Connection, number: str, seq: int, *, found: bool) -> None:
    """All papers that hang together with this one, judged from the beginning."""
    edges: set[tuple[str, str, str]] = set()
    members, fresh = {number}, {number}
    while fresh:
        step = set(_neighbours(connection, sorted(fresh)))
        edges |= step
        fresh = {other for _, other, _ in step} - members
        members |= fresh
    seeds = {each: _own(connection, each) for each in sorted(members)}
    down = _spread({each for each, (_, marked) in seeds.items() if marked}, [(o, m) for m, o, how in edges if how == "aus"])
    hidden = _spread(down | {each for each, (own, _) in seeds.items() if own}, [(o, m) for m, o, how in edges if how != "aus"])
    before = _standings(connection, members)
    for each in sorted(members):
        now = _Standing(seeds[each][0], each in down, each in hidden)
        if now != before.get(each, _Standing()):
            _write(connection, each, now, seq, found=found or each != number)


def _spread(start: set[str], ways: Sequence[tuple[str, str]]) -> set[str]:
    """Everything that can be reached over ways (from, to)."""
    reached, grows = set(start), True
    while grows:
        more = {to for origin, to in ways if origin in reached} - reached
        reached |= more
        grows = bool(more)
    return reached


def _neighbours(connection: Connection, numbers: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Kin as (paper, other, how): "aus" the paper was taken out of the other, "in" the other out of it, else they show the same."""
    for start in range(0, len(numbers), _MANY):
        some = numbers[start : start + _MANY]
        for row in connection.execute(select(kin).where(or_(kin.c.one.in_(some), kin.c.other.in_(some)))).all():
            if row.one in some:
                yield row.one, row.other, "aus" if row.how == "teil" else "gleich"
            if row.other in some:
                yield row.other, row.one, "in" if row.how == "teil" else "gleich"
        mine, same = t.intake.alias(), t.intake.alias()
        joined = mine.join(same, (mine.c.sha256 == same.c.sha256) & (mine.c.eingangsnummer != same.c.eingangsnummer))
        query = select(mine.c.eingangsnummer, same.c.eingangsnummer).select_from(joined)
        whole = mine.c.source.not_in(PARTS) & same.c.source.not_in(PARTS)
        for paper, other in connection.execute(query.where(mine.c.eingangsnummer.in_(some), whole)).all():
            yield paper, other, "gleich"


def _own(connection: Connection, number: str) -> tuple[bool, bool]:
    """Whether a paper is confidential in itself, and whether somebody marked it so."""
    if connection.execute(select(t.intake.c.problem).where(t.intake.c.eingangsnummer == number)).scalar() == QUARANTINE:
        return True, True
    mark = select(confidential.c.choice).where(confidential.c.kind == "beleg", confidential.c.number == number)
    choice = connection.execute(mark).scalar()
    if choice is not None:
        return choice == "vertraulich", choice == "vertraulich"
    key = connection.execute(select(t.document.c.doctype).where(t.document.c.eingangsnummer == number)).scalar()
    if key is None:
        # Taken back, discarded or replaced: nobody says any more what it is, so it stays what it was.
        return bool(connection.execute(select(veil.c.own).where(veil.c.eingangsnummer == number)).scalar()), False
    if key in types():
        return True, False
    joined = t.link.join(confidential, (confidential.c.number == t.link.c.order_number) & (confidential.c.kind == "mappe"))
    lying = select(func.count()).select_from(joined).where(t.link.c.eingangsnummer == number, confidential.c.choice == "vertraulich")
    return bool(connection.execute(lying).scalar()), False


def _standings(connection: Connection, numbers: Iterable[str]) -> dict[str, _Standing]:
    wanted = sorted(numbers)
    found: dict[str, _Standing] = {}
    for start in range(0, len(wanted), _MANY):
        rows = connection.execute(select(veil).where(veil.c.eingangsnummer.in_(wanted[start : start + _MANY]))).all()
        found |= {row.eingangsnummer: _Standing(bool(row.own), bool(row.down), bool(row.hidden)) for row in rows}
    return found


def _write(connection: Connection, number: str, now: _Standing, seq: int, *, found: bool) -> None:
    row = connection.execute(select(veil).where(veil.c.eingangsnummer == number)).first()
    values = {"own": int(now.own), "down": int(now.down), "hidden": int(now.hidden)}
    if row is None:
        connection.execute(insert(veil).values(eingangsnummer=number, **values, found=int(found), seq=seq))
    elif row.hidden != now.hidden:
        connection.execute(veil.update().where(veil.c.eingangsnummer == number).values(**values, found=int(found), seq=seq))
    else:
        connection.execute(veil.update().where(veil.c.eingangsnummer == number).values(**values))
