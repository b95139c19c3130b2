"""Keeps the people of an installation and their roles. Checks no password; that is the service's part."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast

from sqlalchemy import Connection, delete, insert, select, update

from archive.catalog.database import Database
from archive.installation import events, tables
from archive.installation.person import ROLE_NAMES, Membership, Person, Role, folded
from archive.problems import Invalid, NotFound

_person, _membership, _recovery = tables.person, tables.membership, tables.recovery


class People:
    """Every change is told to the log of events in the same transaction; ``who`` is who makes it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Person]:
        """Everybody, by name."""
        with self._database.read() as connection:
            rows = connection.execute(select(_person).order_by(_person.c.name, _person.c.login)).all()
            return [_built(row, _memberships(connection, row.id)) for row in rows]

    def get(self, person: str) -> Person:
        """Raises ``NotFound``."""
        return self._one(_person.c.id == person)

    def known(self, login: str) -> Person | None:
        """Who logs in with this name."""
        try:
            return self._one(_person.c.login == folded(login))
        except NotFound:
            return None

    def any(self) -> bool:
        """Whether anybody with a password was ever entered: from then on nobody gets in without. Places of a course have none."""
        with self._database.read() as connection:
            return connection.execute(select(_person.c.id).where(_person.c.password != "").limit(1)).first() is not None

    def first(self, person: Person) -> Person:
        """The first person of all. Raises ``Invalid`` when somebody was quicker."""
        return self._added(person, person.name, first=True)

    def add(self, person: Person, who: str) -> Person:
        """Enters a person, and tells the id given to them. Raises ``Invalid`` when somebody else has that login name already."""
        return self._added(person, who)

    def change(self, person: str, name: str, memberships: Iterable[Membership], who: str) -> None:
        """Sets name and roles. Raises ``Invalid`` when nobody would be left who may manage a space."""
        wanted = tuple(memberships)
        with self._database.write() as connection:
            _must_exist(connection, person)
            connection.execute(update(_person).where(_person.c.id == person).values(name=name.strip()))
            connection.execute(delete(_membership).where(_membership.c.person == person))
            _put_memberships(connection, person, wanted)
            _must_have_admin(connection)
            _tell(connection, who, person, f"Rolle von {name.strip()} geändert")

    def remove_place(self, person: str) -> None:
        """Forgets a place of a course with its sessions. Somebody with a password stays, because papers bear their name."""
        with self._database.write() as connection:
            place = select(_person.c.id).where(_person.c.id == person, _person.c.password == "")
            if connection.execute(place).first():
                for table in (tables.session, _membership):
                    connection.execute(delete(table).where(table.c.person == person))
                connection.execute(delete(_person).where(_person.c.id == person))

    def move_place(self, person: str, space: str) -> None:
        """Takes a place of a course, with its sessions, to another sandbox."""
        with self._database.write() as connection:
            connection.execute(delete(_membership).where(_membership.c.person == person))
            _put_memberships(connection, person, (Membership(space, "lernende"),))
            connection.execute(update(tables.session).where(tables.session.c.person == person).values(space=space))

    def set_active(self, person: str, who: str, *, active: bool) -> None:
        """Locks somebody out, with all sessions, or lets them in again."""
        with self._database.write() as connection:
            name = _must_exist(connection, person)
            connection.execute(update(_person).where(_person.c.id == person).values(active=int(active)))
            if not active:
                connection.execute(delete(tables.session).where(tables.session.c.person == person))
                _must_have_admin(connection)
            _tell(connection, who, person, f"{name} {'freigegeben' if active else 'gesperrt'}")

    def set_password(self, person: str, hashed: str, who: str, *, must_change: bool) -> None:
        """Sets the password's hash and ends all sessions of that person."""
        with self._database.write() as connection:
            name = _must_exist(connection, person)
            connection.execute(update(_person).where(_person.c.id == person).values(password=hashed, must_change=int(must_change)))
            connection.execute(delete(tables.session).where(tables.session.c.person == person))
            _tell(connection, who, person, f"Kennwort von {name} gesetzt")

    def set_totp(self, person: str, secret: str, recovery: Iterable[str], who: str) -> None:
        """Switches the second factor on, with hashes of recovery codes, or off with an empty secret."""
        with self._database.write() as connection:
            name = _must_exist(connection, person)
            connection.execute(update(_person).where(_person.c.id == person).values(totp=secret, totp_step=0))
            connection.execute(delete(_recovery).where(_recovery.c.person == person))
            rows = [{"person": person, "code": code} for code in recovery]
            if rows:
                connection.execute(insert(_recovery), rows)
            _tell(connection, who, person, f"Zweiter Faktor von {name} {'ein' if secret else 'aus'}geschaltet")

    def use_step(self, person: str, step: int) -> bool:
        """Takes a time step of the second factor; ``False`` when it, or a later one, was used before: a code counts once."""
        with self._database.write() as connection:
            fresh = update(_person).where(_person.c.id == person, _person.c.totp_step < step).values(totp_step=step)
            return connection.execute(fresh).rowcount == 1

    def use_recovery(self, person: str, code: str) -> bool:
        """Takes a recovery code, given as hash; each counts once."""
        with self._database.write() as connection:
            return connection.execute(delete(_recovery).where(_recovery.c.person == person, _recovery.c.code == code)).rowcount == 1

    def _added(self, draft: Person, who: str, *, first: bool = False) -> Person:
        person = replace(draft, id=secrets.token_hex(8), login=folded(draft.login), name=draft.name.strip())
        if not person.login or not person.name:
            raise Invalid("Bitte geben Sie einen Namen und einen Anmeldenamen ein.", cause="empty name")
        with self._database.write() as connection:
            if first and connection.execute(select(_person.c.id).where(_person.c.password != "").limit(1)).first():
                raise Invalid("Die Auftragsmappe ist schon eingerichtet. Bitte melden Sie sich an.", cause="somebody was entered before")
            if connection.execute(select(_person.c.id).where(_person.c.login == person.login)).first():
                raise Invalid(f"Den Anmeldenamen „{person.login}“ gibt es schon. Bitte wählen Sie einen anderen.", cause="login is taken")
            values = {"id": person.id, "login": person.login, "name": person.name, "password": person.password, "totp": ""}
            flags = {"must_change": int(person.must_change), "totp_step": 0, "active": 1}
            connection.execute(insert(_person).values(**values, **flags, created=datetime.now(UTC).isoformat()))
            _put_memberships(connection, person.id, person.memberships)
            if person.password:  # places of a course come and go without a trace
                _tell(connection, who, person.id, f"{person.name} ({person.login}) eingetragen")
        return person

    def _one(self, condition: Any) -> Person:
        with self._database.read() as connection:
            row = connection.execute(select(_person).where(condition)).first()
            if row is None:
                raise NotFound("Diese Person ist hier nicht eingetragen.", cause="no such person")
            return _built(row, _memberships(connection, row.id))


def _built(row: Any, memberships: tuple[Membership, ...]) -> Person:
    return Person(row.id, row.login, row.name, row.password, bool(row.must_change), row.totp, bool(row.active), memberships)


def _memberships(connection: Connection, person: str) -> tuple[Membership, ...]:
    rows = connection.execute(select(_membership).where(_membership.c.person == person).order_by(_membership.c.space))
    return tuple(
        Membership(row.space, cast("Role", row.role), date.fromisoformat(row.until) if row.until else None, bool(row.confidential))
        for row in rows
    )


def _put_memberships(connection: Connection, person: str, memberships: Iterable[Membership]) -> None:
    rows = [
        {
            "person": person,
            "space": each.space,
            "role": each.role,
            "until": each.until.isoformat() if each.until else "",
            "confidential": int(each.confidential),
        }
        for each in memberships
    ]
    if rows:
        connection.execute(insert(_membership), rows)


def _must_exist(connection: Connection, person: str) -> str:
    """The name. Raises ``NotFound``."""
    name = connection.execute(select(_person.c.name).where(_person.c.id == person)).scalar()
    if name is None:
        raise NotFound("Diese Person ist hier nicht eingetragen.", cause=f"no person {person}")
    return str(name)


def _must_have_admin(connection: Connection) -> None:
    admins = (
        select(_person.c.id)
        .join(_membership, _membership.c.person == _person.c.id)
        .where(_membership.c.role == "admin", _membership.c.until == "", _person.c.active == 1)
        .limit(1)
    )
    if connection.execute(admins).first() is None:
        raise Invalid(
            "So könnte niemand mehr die Auftragsmappe verwalten. Bitte geben Sie zuerst einer anderen Person die Rolle Verwaltung.",
            cause="would leave no administrator",
        )


def _tell(connection: Connection, who: str, person: str, text: str) -> None:
    """Tells every space the person has a role in, with the role there: who manages one space learns nothing of another."""
    for each in _memberships(connection, person):
        role = f"{ROLE_NAMES[each.role]}{f' bis {each.until:%d.%m.%Y}' if each.until else ''}"
        events.add(connection, who, each.space, f"{text} (Rolle: {role})")
