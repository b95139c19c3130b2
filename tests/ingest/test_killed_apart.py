"""Killed at every transaction while a ZIP, a mail or a stack is taken apart: nothing is lost and nothing comes twice."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.locations import Locations
from archive.space import open_space
from archive.verify import verify
from export import barcode
from export.pdf import MM, Sheet, Writer
from tests.cast import furnish, hand_in

SCRIPT = """
import os, signal, sys
from contextlib import contextmanager
from pathlib import Path
from archive.journal import Journal
from archive.locations import Locations
from archive.space import open_space
from ingest.pipeline import process

folder, number = Path(sys.argv[1]), sys.argv[2]
whole = Journal.change

def dies(moment, nth):
    done = 0

    @contextmanager
    def change(journal, who):
        nonlocal done
        with whole(journal, who) as one:
            yield one
            done += 1
            if done == nth and moment == "before":
                os.kill(os.getpid(), signal.SIGKILL)
        if done == nth:
            os.kill(os.getpid(), signal.SIGKILL)
    return change

def work(moment, nth):
    if moment:
        Journal.change = dies(moment, nth)
    space = open_space(Locations(folder, f"sqlite:{folder / 'tabellen'}", f"file:{folder / 'ablage'}"), "firma")
    process(space, number)
    space.close()

kills = 0
for moment, nth in (*[(sys.argv[3], 1 if turn == 0 or sys.argv[3] == "after" else 2) for turn in range(4)], ("", 0)):
    pid = os.fork()
    if not pid:
        work(moment, nth)
        os._exit(0)
    kills += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
print(kills)
"""


def zipped() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for number in range(3):
            packed.writestr(f"RE-{number}.pdf", b"%PDF-1.4 " + str(number).encode())
    return target.getvalue()


def mailed() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@example.org", "Rechnungen"
    mail.set_content("Anbei.")
    for number in range(3):
        mail.add_attachment(b"%PDF-1.4 " + str(number).encode(), maintype="application", subtype="pdf", filename=f"RE-{number}.pdf")
    return mail.as_bytes()


def stacked() -> bytes:
    writer = Writer("Stapel", datetime(2026, 11, 22, tzinfo=UTC))
    for at in range(5):
        sheet = Sheet()
        lines = ("TRENNBLATT",) if at % 2 else ("Stahlhandel Düren GmbH", "Rechnung", f"Rechnungsnummer: RE-2026-{at}", "Summe 119,00 EUR")
        for row, line in enumerate(lines):
            writer.text(sheet, (60, 60 + 20 * row), line, 12)
        if at % 2:
            barcode.qr((writer, sheet), (200, 300), 62 * MM, "MAPPE:TRENNBLATT;BLATT")
        writer.add(sheet)
    return writer.finish()


@pytest.mark.parametrize(
    ("make", "name", "kills", "moment"),
    [
        (zipped, "alles.zip", 4, "before"),
        (mailed, "mail.eml", 4, "after"),
        (stacked, "stapel.pdf", 1, "before"),
        (stacked, "stapel.pdf", 1, "after"),
    ],
)
def test_killed_at_every_transaction_nothing_is_lost_and_nothing_comes_twice(
    tmp_path: Path, make: Callable[[], bytes], name: str, kills: int, moment: str
) -> None:
    where = Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}")
    space = open_space(where, "firma")
    furnish(space)
    number = hand_in(space, make(), name).eingangsnummer
    space.close()
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path), number, moment], capture_output=True, text=True, check=True)
    assert int(done.stdout) >= kills
    space = open_space(where, "firma")
    inside = [entry for entry in space.intake.recent() if entry.eingangsnummer != number]
    assert (space.intake.get(number).state, len(inside)) == ("replaced", 3)
    assert {entry.state for entry in inside} == {"received"}
    assert len({entry.scan.name for entry in inside}) == 3
    assert [entry.kind for entry in space.journal.about(number)].count("aufgeteilt" if name.endswith("pdf") else "ausgepackt") == 1
    assert verify(space).ok
    space.close()
