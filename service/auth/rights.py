"""What can be allowed, and what each role and each scope of a key allows. Plain data."""

from __future__ import annotations

from enum import Enum

from archive.installation.person import KeyScope, Role


class Right(Enum):
    """One kind of doing, in one space."""

    LOOK = "ansehen"
    HAND_IN = "abgeben"
    RECEIVE = "Ware annehmen"
    WORK = "bearbeiten"
    LEARN = "üben"
    TEACH = "schulen"
    MANAGE = "verwalten"
    WATCH = "überwachen"
    AUDIT = "prüfen"


EVERY = frozenset(Right)
_OFFICE = frozenset({Right.LOOK, Right.HAND_IN, Right.RECEIVE, Right.WORK, Right.LEARN})

OF_ROLE: dict[Role, frozenset[Right]] = {
    "buero": _OFFICE,
    "lernende": _OFFICE,
    "trainer": _OFFICE | {Right.TEACH},
    "pruefer": frozenset({Right.LOOK, Right.AUDIT}),
    "admin": EVERY,
}
OF_SCOPE: dict[KeyScope, frozenset[Right]] = {
    "lesen": frozenset({Right.LOOK}),
    "abgeben": frozenset({Right.HAND_IN}),
    "wareneingang": frozenset({Right.LOOK, Right.RECEIVE, Right.HAND_IN}),
    "metriken": frozenset({Right.WATCH}),
}
SCOPE_NAMES: dict[KeyScope, str] = {
    "lesen": "Mappen und Belege lesen, suchen",
    "abgeben": "Belege abgeben",
    "wareneingang": "Wareneingang erfassen",
    "metriken": "Zahlen zur Überwachung",
}
