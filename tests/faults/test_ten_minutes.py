"""Every process killed at random while papers come in, are looked at, searched and backed up: nothing is lost, nothing is there twice.

The long form of ``tests/service/test_nothing_lost.py``: the supervisor, web, workers, channels and the children that read are all
killed, for ten minutes. ``MAPPE_FAULT_MINUTES`` makes it shorter or longer. What was counted is printed for benchmarks/reliability.md.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import httpx2
import pytest

from archive.backup import backup, look
from archive.space import Space
from archive.verify import verify
from tests.cast import furnish
from tests.installation import Installation
from tests.pdfs import text_pdf

MINUTES = float(os.environ.get("MAPPE_FAULT_MINUTES", "10"))
LOOKED_AT = ("/eingang", "/klaerung", "/mappen", "/suche?q=rechnung", "/uebersicht", "/mappen/A-26-0101", "/api/v1/search?q=RE-00001")


def paper(number: int) -> bytes:
    """Most are invoices for a known order, some for none."""
    order = "B-26-00401" if number % 10 < 8 else "B-26-09999"
    return text_pdf("Rechnung", f"Rechnungsnummer: RE-{number:05d}", f"Ihre Bestellung: {order}", "Gesamtbetrag 119,00 EUR")


class Crowd:
    """Senders that try each paper until it is acknowledged, and readers of pages; until the time is over."""

    def __init__(self, installation: Installation, until: float) -> None:
        self.installation, self.until = installation, until
        self.acknowledged: dict[str, bytes] = {}
        self.asked: Counter[str] = Counter()
        self._next, self._lock = 0, threading.Lock()
        self.threads = [threading.Thread(target=work) for work in (self._send, self._send, self._look, self._look)]
        for thread in self.threads:
            thread.start()

    def _send(self) -> None:
        while time.monotonic() < self.until:
            with self._lock:
                number, self._next = self._next, self._next + 1
            while not self._sent(paper(number)):
                time.sleep(0.3)
            time.sleep(0.2)

    def _sent(self, data: bytes) -> bool:
        try:
            number = self.installation.upload(data, "scan.pdf")
        except httpx2.HTTPError:
            self._count("upload refused")
            return False
        with self._lock:
            self.acknowledged[number] = data
        self._count("upload")
        return True

    def _look(self) -> None:
        chance = random.Random(threading.get_ident())
        while time.monotonic() < self.until:
            with contextlib.suppress(httpx2.HTTPError):
                answer = httpx2.get(self.installation.address + chance.choice(LOOKED_AT), timeout=30, trust_env=False)
                self._count(f"page {answer.status_code}")
            time.sleep(0.3)

    def _count(self, what: str) -> None:
        with self._lock:
            self.asked[what] += 1


def processes(installation: Installation) -> list[tuple[int, str]]:
    """Every process of the installation, with what it is: the supervisor, its children, and theirs that read."""
    found = [(installation.pid, "supervisor")]
    for pid, _ in found:
        for task in Path(f"/proc/{pid}/task").glob("*"):
            with contextlib.suppress(OSError):
                found += [(int(child), kind(int(child))) for child in (task / "children").read_text().split()]
    return found


def kind(pid: int) -> str:
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        return next((word for word in words if word in ("web", "worker", "channels")), "reader")
    return "reader"


@pytest.fixture(params=["sqlite and folder", "postgresql and s3"])
def settings(request: pytest.FixtureRequest) -> dict[str, str]:
    if request.param == "sqlite and folder":
        return {"workers": "2"}
    return {"workers": "2", "db": request.getfixturevalue("postgres_url"), "store": request.getfixturevalue("s3_location")}


@pytest.mark.slow
@pytest.mark.timeout(int(MINUTES * 60) + 2400)
def test_ten_minutes_of_killing(settings: dict[str, str], tmp_path: Path) -> None:
    chance, killed, backups = random.Random(20261123), Counter[str](), 0
    with Installation(tmp_path / "daten", **settings) as installation:
        space = installation.space()
        furnish(space)
        until = time.monotonic() + MINUTES * 60
        crowd = Crowd(installation, until)
        while time.monotonic() < until:
            time.sleep(chance.uniform(2, 9))
            supervisor, *others = processes(installation)
            # Seldom the supervisor: everything else dies with it, and one that only ever starts is killed at nothing else.
            pid, what = chance.choice(others) if others and chance.random() < 0.95 else supervisor
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed[what] += 1
            if what == "supervisor":
                installation.start_again()
            if sum(killed.values()) % 10 == 0:
                backups += backed_up(space, tmp_path / "sicherung")
        for thread in crowd.threads:
            thread.join()
        settle(space, installation)
        sys.stderr.write(f"\nkilled {dict(killed)}, asked {dict(crowd.asked)}, backups {backups}\n")
        check(space, crowd.acknowledged)
        assert look(tmp_path / "sicherung").seq > 0
        assert killed["web"]
        assert killed["worker"]
        space.close()


def backed_up(space: Space, folder: Path) -> int:
    backup(space, folder)
    return 1


def settle(space: Space, installation: Installation) -> None:
    """Waits until no paper is on its way any more."""
    deadline = time.monotonic() + 1500
    while time.monotonic() < deadline:
        underway = [line for line in space.intake.recent(100_000) if line.state == "received" or line.next_try is not None]
        if not underway:
            return
        time.sleep(2)
    raise AssertionError(f"{len(underway)} still under way: {underway[:3]}\n{installation.log()[-5000:]}")


def check(space: Space, acknowledged: dict[str, bytes]) -> None:
    book = {line.eingangsnummer: line for line in space.intake.recent(100_000)}
    assert set(acknowledged) <= set(book)
    assert sorted(int(number[-7:]) for number in book) == list(range(1, len(book) + 1))
    papers = Counter(line.scan.sha256 for line in book.values() if line.state != "rejected")
    assert set(papers.values()) == {1}
    assert len(papers) == len(set(acknowledged.values()))
    for number in book:
        results = [entry.kind for entry in space.journal.about(number) if entry.kind in ("abgelegt", "wartet", "abgelehnt")]
        assert len(results) == 1, (number, results)
    counts = space.intake.counts()
    assert counts["received"] == 0
    assert sum(counts.values()) == len(book)
    verdict = verify(space)
    assert verdict.ok, verdict.problems[:5]
