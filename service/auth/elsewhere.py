"""Letting a person in whom the login service of the firm has recognised. Whom nobody entered here stays outside, unless a role is set."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

from archive.installation.identities import Errand
from archive.installation.person import Membership, Person, Role
from archive.problems import Invalid
from service.auth import passwords
from service.auth.entrance import Entrance
from service.auth.id_token import Claims
from service.auth.provider import Provider

BACK = "/anmelden/firmenkonto/zurueck"
WHO = "der Anmeldedienst"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The way in of one request over the login service."""

    entrance: Entrance
    provider: Provider

    def begin(self, onward: str) -> tuple[str, Errand]:
        """Where to send the browser, and what it has to bring back."""
        errand = Errand(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), onward[:2000])
        door = self.provider.door(errand, self._back)
        self.entrance.installation.identities.begin(errand)
        return door, errand

    def finish(self, state: str, carried: str, code: str, issuer: str) -> tuple[Person, str, str]:
        """The person, a token and where they wanted to go; ``carried`` is the state the same browser took along.

        Raises ``Invalid`` or ``Unavailable``.
        """
        errand = self.entrance.installation.identities.end(state) if hmac.compare_digest(state.encode(), carried.encode()) else None
        if errand is None or not code:
            raise Invalid(
                "Diese Anmeldung ist abgelaufen oder wurde schon benutzt. Bitte beginnen Sie sie noch einmal.", cause="no such login"
            )
        if issuer and issuer != self.provider.issuer:
            raise Invalid("Die Antwort kam von einem anderen Anmeldedienst. Bitte beginnen Sie die Anmeldung noch einmal.", cause="issuer")
        person = self._person(self.provider.who(code, errand, self._back))
        return person, self.entrance.with_proof(person), errand.onward

    @property
    def _back(self) -> str:
        return self.entrance.settings.known_as + BACK

    def _person(self, claims: Claims) -> Person:
        installation, subject = self.entrance.installation, f"{self.provider.issuer}|{claims.subject}"
        number = installation.identities.with_subject(subject) or (
            installation.identities.bind(claims.mail, subject) if claims.mail else ""
        )
        if number:
            return installation.people.get(number)
        if not self.entrance.settings.oidc_role:
            raise Invalid(
                "Der Anmeldedienst kennt Sie, aber hier sind Sie nicht eingetragen. "
                "Wer bei Ihnen die Auftragsmappe verwaltet, trägt Ihre E-Mail-Adresse bei Ihrem Konto ein.",
                cause=f"nobody for {claims.mail!r}",
            )
        return self._entered(claims, subject)

    def _entered(self, claims: Claims, subject: str) -> Person:
        """A new person with the role that is set for this. Never takes over an account with that name."""
        installation, settings = self.entrance.installation, self.entrance.settings
        if not claims.mail:
            raise Invalid("Der Anmeldedienst hat keine geprüfte E-Mail-Adresse von Ihnen. Bitte lassen Sie sie dort prüfen.", cause="mail")
        role: Role = "trainer" if settings.oidc_role == "trainer" else "lernende" if settings.oidc_role == "lernende" else "buero"
        unknown = passwords.hashed(secrets.token_urlsafe(32))
        draft = Person("", claims.mail, claims.name, unknown, memberships=(Membership(settings.space, role),))
        person = installation.people.add(draft, WHO)
        installation.identities.set_mail(person.id, claims.mail)
        installation.identities.bind(claims.mail, subject)
        return person
