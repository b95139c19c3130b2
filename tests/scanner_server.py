"""A real ClamAV for the tests: ``clamd`` on a socket of its own, with one signature of ours instead of the large data base."""

from __future__ import annotations

import shutil
from pathlib import Path

from ingest.scanner import answers
from tests.leash import Server, hand_over, missing, servant

MARK = b"AUFTRAGSMAPPE-TEST-SIGNATURE-4711"
"""What the signature knows: harmless bytes that no file has by chance."""
NAME = "Mappe.Test"
_PROGRAM = "/usr/sbin/clamd"


class ScannerServer(Server):
    """Knows one signature, at any place of any file, also inside archives."""

    not_ready = (ConnectionError,)

    def __init__(self) -> None:
        if not Path(_PROGRAM).exists():
            missing("clamd", "clamav-daemon")
        super().__init__()
        self.place = str(self.home / "clamd.sock")
        (self.home / "db").mkdir()
        (self.home / "db" / "own.ndb").write_text(f"{NAME}:0:*:{MARK.hex()}\n")
        user = servant().get("user")
        lines = {
            "DatabaseDirectory": self.home / "db",
            "LocalSocket": self.place,
            "Foreground": "yes",
            "TemporaryDirectory": self.home,
            "StreamMaxLength": "3M",
            "DisableCache": "yes",
        }
        (self.home / "clamd.conf").write_text("".join(f"{key} {value}\n" for key, value in lines.items()))
        if user is not None:
            hand_over(self.home)

    def command(self) -> list[str]:
        return [shutil.which("clamd") or _PROGRAM, "--config-file", str(self.home / "clamd.conf")]

    def probe(self) -> None:
        if not answers(self.place):
            raise ConnectionError("no PONG")
