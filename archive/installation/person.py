"""Who may do what where: Person, Role, Membership, and what keys of devices may. Plain values, no storage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Role = Literal["buero", "lernende", "trainer", "pruefer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
ROLE_NAMES: dict[Role, str] = {
    "buero": "Büro",
    "lernende": "Lernende",
    "trainer": "Schulung leiten",
    "pruefer": "Prüfung (nur ansehen)",
    "admin": "Verwaltung",
}
"""What people call them."""

KeyScope = Literal["lesen", "abgeben", "wareneingang", "metriken"]
SCOPES: tuple[KeyScope, ...] = get_args(KeyScope)
"""What the key of a device may be good for."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A role in one space. ``until`` is the last day it holds, ``None`` for ever.

    ``confidential``: papers of confidential types are shown too.
    """

    space: str
    role: Role
    until: date | None = None
    confidential: bool = False

    def holds(self, today: date) -> bool:
        """Whether it holds on that day."""
        return self.until is None or today <= self.until


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can log in. ``id`` is "" before they are entered; ``login`` is what is typed, folded to lower case;
    ``password`` is a hash, "" when none is set.

    ``totp`` is the secret of the second factor, "" without one. ``must_change``: the password was set by somebody else.
    """

    id: str
    login: str
    name: str
    password: str = ""
    must_change: bool = False
    totp: str = ""
    active: bool = True
    memberships: tuple[Membership, ...] = ()

    def membership(self, space: str, today: date) -> Membership | None:
        """The membership in ``space`` that holds on that day."""
        return next((m for m in self.memberships if m.space == space and m.holds(today)), None)


def folded(login: str) -> str:
    """A login name as it is compared: blanks outside and capitals do not count."""
    return " ".join(login.split()).casefold()
