"""What a login service says about a person, in a signed token (OpenID Connect Core 1.0, 3.1.3.7): checked in every respect, or refused."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from archive.problems import Invalid

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
"""Signatures with a key pair only: with "none" or a shared secret anybody could sign."""
LEEWAY = 60
"""Seconds two clocks may differ."""
LONGEST = 255


@dataclass(frozen=True, slots=True)
class Claims:
    """Who it is. ``mail`` is "" unless the service says that it has checked the address."""

    subject: str
    name: str
    mail: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token has to be for: who made it, for whom, in answer to which login."""

    issuer: str
    client: str
    nonce: str


def checked(token: str, keys: Mapping[str, Any], expected: Expected) -> Claims:
    """Raises ``Invalid``, with the reason for the log alone: whoever tries should not learn from it."""
    try:
        found = jwt.decode(token, KeySet.import_key_set({"keys": _usable(keys)}), algorithms=list(ALGORITHMS))
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise _refused(f"signature: {type(error).__name__} {error}") from error
    claims = found.claims
    for wrong in _wrong(claims, expected):
        raise _refused(wrong)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST:
        raise _refused("no subject")
    mail = _text(claims, "email") if claims.get("email_verified") is True else ""
    return Claims(subject, _text(claims, "name") or mail, mail if mail.count("@") == 1 else "")


def _usable(keys: Mapping[str, Any]) -> list[Any]:
    """The keys for checking signatures: no shared secrets, none for encrypting."""
    offered = keys.get("keys")
    found = [key for key in offered if isinstance(key, dict)] if isinstance(offered, list) else []
    return [key for key in found if key.get("kty") in ("RSA", "EC", "OKP") and key.get("use", "sig") == "sig"]


def _wrong(claims: Mapping[str, Any], expected: Expected) -> list[str]:
    audience, now = claims.get("aud"), time.time()
    audiences = audience if isinstance(audience, list) else [audience]
    party = claims.get("azp", expected.client if len(audiences) == 1 else None)
    return [
        f"{what} does not fit"
        for what, fits in (
            ("issuer", claims.get("iss") == expected.issuer),
            ("audience", expected.client in audiences),
            ("authorized party", party == expected.client),
            ("nonce", bool(expected.nonce) and claims.get("nonce") == expected.nonce),
            ("end", _number(claims, "exp") > now - LEEWAY),
            ("time of issue", 0 < _number(claims, "iat") < now + LEEWAY),
            ("beginning", "nbf" not in claims or 0 < _number(claims, "nbf") < now + LEEWAY),
        )
        if not fits
    ]


def _number(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return " ".join(value.split())[:100] if isinstance(value, str) and value.isprintable() else ""


def _refused(cause: str) -> Invalid:
    return Invalid(
        "Was der Anmeldedienst über Sie sagt, ist nicht gültig. Bitte beginnen Sie die Anmeldung noch einmal. "
        "Hilft das nicht, geben Sie bitte der Verwaltung Bescheid.",
        cause=f"id token: {cause}",
    )
