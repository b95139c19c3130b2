"""The login service of a firm (OpenID Connect): where it is, where people are sent to log in, and what a code they bring back is worth.

Authorization code with PKCE, nothing else. Judges no person; tokens are checked in ``service.auth.id_token``.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.parse import quote_plus, urlencode

from archive.installation.identities import Errand
from archive.problems import Invalid, Unavailable
from service.auth.id_token import Claims, Expected, checked
from service.provider_settings import safe

log = logging.getLogger(__name__)

WAIT = 10.0
"""Seconds for each answer: a person stands in front of the screen."""
LARGEST = 1_000_000
FRESH = 3600.0
"""Seconds for which what the service says of itself is believed."""
AGAIN = 30.0
"""Seconds between two looks for keys that were changed: made-up tokens must not make us ask without end."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Whoever speaks for the issuer speaks at the address named; the secret is carried nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay())


@dataclass
class Provider:
    """One service. Safe to use from many threads: the worst that happens is asking twice."""

    issuer: str
    client: str
    secret: str = field(default="", repr=False)
    _about: tuple[float, dict[str, Any]] = (-FRESH, {})
    _keys: tuple[float, dict[str, Any]] = (-FRESH, {})

    def door(self, errand: Errand, back: str) -> str:
        """The address to send a browser to. Raises ``Unavailable``."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(errand.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": back,
            "scope": "openid email profile",
            "state": errand.state,
            "nonce": errand.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        door = self._place("authorization_endpoint")
        return f"{door}{'&' if '?' in door else '?'}{urlencode(asked)}"

    def who(self, code: str, errand: Errand, back: str) -> Claims:
        """Who came back with this code. Raises ``Invalid`` or ``Unavailable``."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": errand.verifier}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        methods = self._self().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if self.secret and "client_secret_basic" in methods:
            both = f"{quote_plus(self.client)}:{quote_plus(self.secret)}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(both).decode()}"
        else:
            form |= {"client_id": self.client} | ({"client_secret": self.secret} if self.secret else {})
        token = self._ask(self._place("token_endpoint"), urlencode(form).encode(), headers).get("id_token")
        if not isinstance(token, str):
            raise Invalid("Der Anmeldedienst hat nicht gesagt, wer Sie sind. Bitte versuchen Sie es noch einmal.", cause="no id token")
        expected = Expected(self.issuer, self.client, errand.nonce)
        try:
            return checked(token, self._signers(), expected)
        except Invalid:
            if not self._stale_keys():
                raise
            return checked(token, self._signers(anew=True), expected)

    def _stale_keys(self) -> bool:
        return time.monotonic() - self._keys[0] > AGAIN

    def _signers(self, *, anew: bool = False) -> dict[str, Any]:
        if anew or time.monotonic() - self._keys[0] > FRESH:
            self._keys = (time.monotonic(), self._ask(self._place("jwks_uri")))
        return self._keys[1]

    def _self(self) -> dict[str, Any]:
        """What the service says of itself (OpenID Connect Discovery 1.0)."""
        if time.monotonic() - self._about[0] > FRESH:
            about = self._ask(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if about.get("issuer") != self.issuer:
                raise _away(f"speaks for {str(about.get('issuer'))[:200]!r}, not for {self.issuer!r}")
            self._about = (time.monotonic(), about)
        return self._about[1]

    def _place(self, name: str) -> str:
        place = self._self().get(name)
        if not isinstance(place, str) or not safe(place) or (self.issuer.startswith("https:") and not place.startswith("https:")):
            raise _away(f"{name} is no safe address")
        return place

    def _ask(self, address: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
        # The address is https or this machine: checked at the start and in ``_place``.
        request = urllib.request.Request(address, body, {"Accept": "application/json", **(headers or {})})  # noqa: S310 — see above
        try:
            with _OPENER.open(request, timeout=WAIT) as answer:
                said = json.loads(answer.read(LARGEST))
        except urllib.error.HTTPError as error:
            if body is not None and 400 <= error.code < 500:
                raise Invalid(
                    "Der Anmeldedienst hat diese Anmeldung nicht angenommen. Bitte beginnen Sie sie noch einmal.",
                    cause=f"token: {error.code}",
                ) from error
            raise _away(f"{address}: {error}") from error
        except (OSError, ValueError, HTTPException) as error:
            raise _away(f"{address}: {error}") from error
        if not isinstance(said, dict):
            raise _away(f"{address}: no object")
        return said


def _away(cause: str) -> Unavailable:
    log.warning("login service: %s", cause)
    return Unavailable(
        "Der Anmeldedienst Ihrer Firma antwortet gerade nicht richtig. "
        "Bitte versuchen Sie es später noch einmal oder melden Sie sich mit Ihrem Kennwort an.",
        cause=cause,
    )
