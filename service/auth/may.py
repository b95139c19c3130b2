"""The declaration every route carries: who may. A route without one gets no space to work with, and a test finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.params import Depends as Declared

from service.auth.rights import Right
from service.auth.visitor import Forbidden, MustChange, Visitor, visitor_of
from service.parts import House

SAFE = frozenset({"GET", "HEAD"})
SHOWN = ("/belege/", "/klaerung/", "/mappen/")
"""What exercises ask about: whether a paper or folder was looked at."""
OWN = ("/konto", "/abmelden")
"""What a person may do before the password is changed."""


@dataclass(frozen=True, slots=True)
class May:
    """Lets a request pass whose sender has the right, one for looking and one for changing, and notes who it is."""

    look: Right
    change: Right

    def __call__(self, request: Request) -> Visitor:
        """Raises ``Forbidden``, or what :func:`visitor_of` raises."""
        house = cast("House", request.app.state.house)
        visitor = visitor_of(request, house.installation, house.settings)
        request.state.visitor = visitor
        person = visitor.person
        if person and person.must_change and not request.url.path.startswith(OWN):
            raise MustChange("Bitte wählen Sie zuerst ein eigenes Kennwort.", cause="password must be changed")
        needed = self.look if request.method in SAFE else self.change
        if needed not in visitor.rights:
            raise Forbidden(
                "Das dürfen Sie mit Ihrer Rolle nicht. Wenn Sie es brauchen, wenden Sie sich bitte an die Verwaltung der Auftragsmappe.",
                cause=f"{visitor.who} lacks {needed.name}",
            )
        if visitor.training and request.method in SAFE and request.url.path.startswith(SHOWN):
            house.installation.courses.look(visitor.space, request.url.path)
        return visitor


@dataclass(frozen=True, slots=True)
class Anybody:
    """The declaration of the few routes that are open to all: the login, and what monitors need."""

    def __call__(self) -> None:
        """Lets everybody pass."""


def may(look: Right, change: Right | None = None) -> Declared:
    """The dependency for a router or a route; without ``change`` the same right counts for both."""
    return cast("Declared", Depends(May(look, change or look)))


def anybody() -> Declared:
    """The dependency for what is open to all."""
    return cast("Declared", Depends(Anybody()))


def _visitor(request: Request) -> Visitor:
    return cast("Visitor", request.state.visitor)


Asking = Annotated[Visitor, Depends(_visitor)]
"""Who asks, as a parameter of a route."""
