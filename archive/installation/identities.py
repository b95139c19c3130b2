"""Who a person is at the login service of the firm, and logins there that are under way. Asks that service nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from archive.catalog.database import Database
from archive.installation.person import folded
from archive.installation.sessions import hashed
from archive.installation.tables_identity import errand, identity
from archive.problems import Invalid

PATIENCE = timedelta(minutes=10)
"""How long a login at the other side may take."""
MOST_UNDERWAY = 5_000
"""Begun by anybody without being known: a crowd of them must not fill the disk."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A login under way at the other side. ``state`` finds it again, ``nonce`` has to come back in the signed answer,
    ``verifier`` proves that we are who asked; ``onward`` is where the person wanted to go.
    """

    state: str
    nonce: str
    verifier: str
    onward: str


class Identities:
    """All of an installation. A subject is "issuer|subject", known to nobody but the two services."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mail_of(self, person: str) -> str:
        """The address under which the login service knows somebody, "" when none was entered."""
        with self._database.read() as connection:
            return connection.scalar(select(identity.c.mail).where(identity.c.person == person)) or ""

    def set_mail(self, person: str, mail: str) -> None:
        """Enters or, with "", takes away the address; what was bound to the old one is loosened. Raises ``Invalid`` when it is taken."""
        mail = folded(mail)
        with self._database.write() as connection:
            if connection.scalar(select(identity.c.mail).where(identity.c.person == person)) == mail:
                return
            if mail and connection.scalar(select(identity.c.person).where(identity.c.mail == mail)):
                raise Invalid("Diese Adresse steht schon bei einer anderen Person.", cause="address is taken")
            connection.execute(delete(identity).where(identity.c.person == person))
            if mail:
                connection.execute(insert(identity).values(person=person, mail=mail, subject=""))

    def with_subject(self, subject: str) -> str:
        """The id of the person who was bound to a subject, "" when nobody was."""
        with self._database.read() as connection:
            return connection.scalar(select(identity.c.person).where(identity.c.subject == subject)) or ""

    def bind(self, mail: str, subject: str) -> str:
        """Binds a subject to the person with this address, once and for ever; their id, "" when nobody is free for it."""
        with self._database.write() as connection:
            free = (identity.c.mail == folded(mail)) & (identity.c.mail != "") & (identity.c.subject == "")
            person = connection.scalar(select(identity.c.person).where(free))
            if person:
                connection.execute(update(identity).where(identity.c.person == person).values(subject=subject))
            return person or ""

    def begin(self, begun: Errand) -> None:
        """Keeps a login under way, and forgets those that took too long."""
        now = datetime.now(UTC)
        with self._database.write() as connection:
            connection.execute(delete(errand).where(errand.c.begun < (now - PATIENCE).isoformat()))
            if (connection.scalar(select(func.count()).select_from(errand)) or 0) >= MOST_UNDERWAY:
                raise Invalid("Gerade melden sich zu viele an. Bitte versuchen Sie es in zehn Minuten noch einmal.", cause="errands")
            values = {"nonce": begun.nonce, "verifier": begun.verifier, "onward": begun.onward}
            connection.execute(insert(errand).values(state=hashed(begun.state), begun=now.isoformat(), **values))

    def end(self, state: str) -> Errand | None:
        """Takes a login under way out: each counts once. ``None`` when it is over or never was."""
        since = (datetime.now(UTC) - PATIENCE).isoformat()
        with self._database.write() as connection:
            row = connection.execute(select(errand).where(errand.c.state == hashed(state), errand.c.begun >= since)).first()
            gone = connection.execute(delete(errand).where(errand.c.state == hashed(state))).rowcount
        return Errand(state, row.nonce, row.verifier, row.onward) if row and gone else None
