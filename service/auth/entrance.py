"""Letting a person in: password, second factor, session and cookie. Slows down who guesses."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.installation.house import Installation
from archive.installation.person import Person, folded
from archive.problems import Invalid
from service.auth import passwords, second_factor
from service.auth.visitor import cookie_name, today
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Entrance:
    """The way in of one request."""

    installation: Installation
    settings: Settings
    request: Request

    def with_password(self, login: str, password: str) -> tuple[Person, str]:
        """The person and a token; with a second factor the token is good for nothing but the code.

        Raises ``Invalid`` when name and password do not fit, or too many did not fit before.
        """
        keys = (f"name:{folded(login)[:200]}", f"adresse:{self._address()}")
        self._must_not_wait(*keys)
        person = self.installation.people.known(login)
        fits = passwords.right(password, person.password if person else "")
        if person is None or not fits or not person.active or not self._home(person):
            self.installation.attempts.failed(*keys)
            cause = f"refused {folded(login)[:40]!r}"
            raise Invalid("Anmeldename und Kennwort passen nicht zusammen. Bitte prüfen Sie beides.", cause=cause)
        self.installation.attempts.succeeded(keys[0])
        return person, self._begin(person, "" if person.totp else self._home(person))

    def with_code(self, token: str, code: str) -> tuple[Person, str]:
        """The second step: the code of the app, or a recovery code. Raises ``Invalid``."""
        session = self.installation.sessions.find(token)
        if session is None or session.space:
            raise Invalid("Die Anmeldung hat zu lange gedauert. Bitte geben Sie Ihr Kennwort noch einmal ein.", cause="no pending login")
        person = self.installation.people.get(session.person)
        key = f"code:{person.id}"
        self._must_not_wait(key)
        if not second_factor.accepted(self.installation.people, person, code):
            self.installation.attempts.failed(key)
            raise Invalid("Dieser Code passt nicht. Bitte geben Sie den Code ein, den Ihre App jetzt zeigt.", cause="wrong second factor")
        self.installation.attempts.succeeded(key)
        self.installation.sessions.end(session.token)
        return person, self._begin(person, self._home(person))

    def with_proof(self, person: Person) -> str:
        """A token for somebody whom the login service has recognised; with a second factor of ours good for nothing but its code.

        Raises ``Invalid`` when they may not come in any more.
        """
        if not person.active or not self._home(person):
            raise Invalid("Ihr Zugang hier ist beendet. Bitte wenden Sie sich an die Verwaltung der Auftragsmappe.", cause="locked or over")
        return self._begin(person, "" if person.totp else self._home(person))

    def with_card(self, code: str) -> str:
        """The code of a place in a course; a token for its sandbox. Raises ``Invalid``."""
        key = f"platz:{self._address()}"
        self._must_not_wait(key)
        place = self.installation.courses.by_code(code)
        if place is None:
            self.installation.attempts.failed(key)
            raise Invalid("Diesen Code gibt es nicht, oder der Kurs ist beendet. Bitte prüfen Sie Ihre Karte.", cause="no such card")
        # A room often has one address for all: what one mistypes must not add up until nobody can sit down.
        self.installation.attempts.succeeded(key)
        return self._begin(self.installation.people.get(place.person), place.space, quiet=True)

    def let_in(self, response: Response, token: str) -> Response:
        """The answer with the session's cookie."""
        response.set_cookie(cookie_name(self.settings), token, httponly=True, samesite="lax", secure=self.settings.secure, path="/")
        return response

    def let_out(self, response: Response) -> Response:
        """The answer that takes the cookie away."""
        response.delete_cookie(cookie_name(self.settings), httponly=True, samesite="lax", secure=self.settings.secure, path="/")
        return response

    @property
    def token(self) -> str:
        """What the browser brought along."""
        return self.request.cookies.get(cookie_name(self.settings), "")

    def _begin(self, person: Person, space: str, *, quiet: bool = False) -> str:
        if self.token:
            self.installation.sessions.end_token(self.token)
        token = self.installation.sessions.begin(person.id, space, self.request.headers.get("user-agent", ""))
        if space and not quiet:
            self.installation.events.tell(person.name, space, "angemeldet")
        return token

    def _home(self, person: Person) -> str:
        """The first space the person may enter, "" when there is none."""
        return next((m.space for m in person.memberships if m.holds(today())), "")

    def _must_not_wait(self, *keys: str) -> None:
        wait = self.installation.attempts.wait(*keys).total_seconds()
        if wait > 0:
            said = f"{round(wait / 60)} Minuten" if wait > 90 else f"{max(1, round(wait))} Sekunden"
            raise Invalid(f"Es gab zu viele falsche Versuche. Bitte warten Sie {said} und versuchen Sie es noch einmal.", cause="throttled")

    def _address(self) -> str:
        return self.request.client.host if self.request.client else ""
