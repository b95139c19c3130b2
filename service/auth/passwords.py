"""Passwords: argon2id hashes, the rule what a good one is, and one-time ones. Keeps nothing."""

from __future__ import annotations

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from archive.problems import Invalid

SHORTEST = 12
LONGEST = 200
_COMMON = ("passwort", "kennwort", "password", "12345678", "qwertz", "auftragsmappe", "geheim")
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"

_hasher = PasswordHasher()
# A hash takes 64 MB and a fifth of a second: more than two at once would let anybody fill the memory.
_turn = threading.BoundedSemaphore(2)
_NOBODY = _hasher.hash(secrets.token_hex(16))


def hashed(password: str) -> str:
    """The hash to keep."""
    with _turn:
        return _hasher.hash(password)


def right(password: str, kept: str) -> bool:
    """Whether it is the password. Takes the same time when there is nothing to compare with, so that names can not be probed."""
    with _turn:
        try:
            _hasher.verify(kept or _NOBODY, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return bool(kept)


def must_be_good(password: str, again: str, login: str) -> None:
    """Length counts, not odd characters; ``again`` is what was typed the second time. Raises ``Invalid`` with what is wrong."""
    if password != again:
        raise Invalid("Die beiden Kennwörter sind verschieden. Bitte geben Sie zweimal dasselbe ein.", cause="passwords differ")
    if len(password) < SHORTEST:
        raise Invalid(f"Das Kennwort ist zu kurz. Bitte nehmen Sie mindestens {SHORTEST} Zeichen, zum Beispiel drei Wörter.", cause="short")
    if len(password) > LONGEST:
        raise Invalid(f"Das Kennwort ist länger als {LONGEST} Zeichen. Bitte kürzen Sie es.", cause="long")
    rest = password.casefold()
    for known in (*_COMMON, login.casefold()):
        rest = rest.replace(known, "") if known else rest
    if len(set(rest)) < 5:
        raise Invalid("Das Kennwort ist leicht zu erraten. Bitte nehmen Sie andere Zeichen, zum Beispiel drei Wörter.", cause="easy")


def one_time() -> str:
    """A password to hand over on paper: four groups without letters that look alike."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
