"""The second factor: six digits from an app (RFC 6238), and recovery codes for a lost phone. Keeps nothing."""

from __future__ import annotations

import hmac
import secrets
import time
from typing import Protocol

import pyotp
import zxingcpp
from markupsafe import Markup

from archive.installation.person import Person
from archive.installation.sessions import hashed

STEP = 30
CODES = 8


class Uses(Protocol):
    """Where a used code is noted; the register of people."""

    def use_step(self, person: str, step: int) -> bool: ...
    def use_recovery(self, person: str, code: str) -> bool: ...


def new_secret() -> str:
    """A secret for an app."""
    return pyotp.random_base32()


def step_of(secret: str, code: str) -> int:
    """The time step a code belongs to, 0 when it is wrong. The clock of a phone may be half a minute off."""
    typed, now = "".join(code.split()), int(time.time()) // STEP
    try:
        totp = pyotp.TOTP(secret)
    except ValueError:
        return 0  # a secret that did not come from us fits no code
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(totp.at(step * STEP).encode(), typed.encode()):
            return step
    return 0


def accepted(people: Uses, person: Person, code: str) -> bool:
    """Whether this code lets the person in; it counts once."""
    if step := step_of(person.totp, code):
        return people.use_step(person.id, step)
    return people.use_recovery(person.id, hashed(_plain(code)))


def recovery_codes() -> list[str]:
    """Codes to print out, each good for one login."""
    return [f"{secrets.token_hex(2)}-{secrets.token_hex(2)}-{secrets.token_hex(2)}" for _ in range(CODES)]


def kept(code: str) -> str:
    """What is kept of a recovery code."""
    return hashed(_plain(code))


def picture(secret: str, login: str) -> Markup:
    """The code an app scans, as an SVG element."""
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Auftragsmappe")
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode)
    drawing = str(zxingcpp.write_barcode_to_svg(code, scale=5))
    # Drawn by the library from an address we made: no markup of anybody's gets in.
    return Markup(drawing[drawing.index("<svg") :])  # noqa: S704 — see above


def _plain(code: str) -> str:
    return "".join(char for char in code.casefold() if char.isalnum())
