"""Access tokens for mailboxes that take no password (XOAUTH2): asked of a program that whoever runs the machine provides.

How a token is come by differs from provider to provider, and so does who may have one. The program is called with the server and the
user, and prints the token; it should know the pairs it serves. Nothing of what it says is shown or logged.
"""

from __future__ import annotations

import os
import re
import subprocess

from service.channels.imap_line import Trouble
from service.channels.kept import Mailbox

PATIENCE = 30.0
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{8,8000}")
_PASSED_ON = ("PATH", "HOME", "LANG", "TZ")


def token(program: str, box: Mailbox) -> str:
    """A fresh token for a mailbox. Raises ``Trouble``."""
    if not program:
        said = (
            "Für dieses Postfach fehlt das Programm, das Zugangstoken holt. "
            "Die Person, die den Dienst betreut, nennt es mit MAPPE_MAIL_TOKEN."
        )
        raise Trouble(said, cause="MAPPE_MAIL_TOKEN is empty", code="kennwort")
    known = {name: value for name, value in os.environ.items() if name in _PASSED_ON}
    try:
        done = subprocess.run(
            [program, box.host, box.user], capture_output=True, timeout=PATIENCE, check=True, env=known, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise _none(type(error).__name__) from error
    found = done.stdout.decode("ascii", "replace").strip()
    if not _TOKEN.fullmatch(found):
        raise _none("what it printed is no token")
    return found


def _none(cause: str) -> Trouble:
    said = "Das Zugangstoken für dieses Postfach ließ sich nicht holen. Das Programm aus MAPPE_MAIL_TOKEN gab keines aus."
    return Trouble(said, cause=f"token program: {cause}", code="token")
