"""Nothing acknowledged is lost: web and workers are killed at random while papers come in, on both databases."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from pathlib import Path

import httpx2
import pytest

from archive.space import Space
from archive.verify import verify
from tests.cast import furnish
from tests.installation import Installation
from tests.pdfs import text_pdf

PAPERS = 200


class Senders:
    """Clients that send each paper again and again until it is acknowledged, as a person or a scanner would."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.acknowledged: dict[str, bytes] = {}
        self._papers = [paper(number) for number in range(PAPERS)]
        self._deadline = time.monotonic() + 300
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._send) for _ in range(3)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def busy(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def _send(self) -> None:
        while True:
            with self._lock:
                if not self._papers:
                    return
                data = self._papers.pop()
            while time.monotonic() < self._deadline:
                try:
                    number = self.installation.upload(data, "scan.pdf")
                except httpx2.HTTPError:
                    time.sleep(0.2)
                    continue
                with self._lock:
                    self.acknowledged[number] = data
                break
            time.sleep(0.05)


def paper(number: int) -> bytes:
    """Most are invoices for a known order, some for none, some no papers at all."""
    if number % 10 == 9:
        return b"" if number == 9 else f"kein Papier {number}".encode()
    order = "B-26-00401" if number % 10 < 7 else "B-26-09999"
    return text_pdf("Rechnung", f"Rechnungsnummer: RE-{number:05d}", f"Ihre Bestellung: {order}", "Gesamtbetrag 119,00 EUR")


@pytest.mark.timeout(900)
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_killing_web_and_workers_loses_nothing(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    chance = random.Random(20261122)
    settings = {"workers": "2"} | ({"db": request.getfixturevalue("postgres_url")} if database == "postgresql" else {})
    with Installation(tmp_path / "daten", **settings) as installation:
        space = installation.space()
        furnish(space)
        senders = Senders(installation)
        senders.start()
        kills, next_kill = 0, 5
        while senders.busy():
            # By progress and not by the clock, so that a slow machine gets somewhere between two kills.
            if len(senders.acknowledged) >= next_kill and (children := installation.children()):
                installation.kill(chance.choice(children))
                kills, next_kill = kills + 1, next_kill + chance.randint(5, 15)
            time.sleep(0.05)
        assert kills >= 12
        settle(space, installation)
        check(space, senders.acknowledged)
        space.close()


def settle(space: Space, installation: Installation) -> None:
    """Waits until no paper is on its way any more."""
    deadline = time.monotonic() + 400
    while time.monotonic() < deadline:
        underway = [line for line in space.intake.recent(10_000) if line.state == "received" or line.next_try is not None]
        if not underway:
            return
        time.sleep(1)
    raise AssertionError(f"{len(underway)} still under way: {underway[:3]}\n{installation.log()[-5000:]}")


def check(space: Space, acknowledged: dict[str, bytes]) -> None:
    book = {line.eingangsnummer: line for line in space.intake.recent(10_000)}
    assert set(acknowledged) <= set(book)
    assert len(set(acknowledged.values())) == PAPERS
    # Every paper is worked on exactly once, however often its sender had to try; the rest says it is a duplicate.
    # (What is no paper is refused again each time it comes.)
    first = Counter(line.scan.sha256 for line in book.values() if line.problem != "doppelt")
    assert len(first) == PAPERS
    papers = Counter(line.scan.sha256 for line in book.values() if line.state != "rejected")
    assert set(papers.values()) == {1}
    assert len(papers) == PAPERS * 9 // 10
    for number in book:
        results = [entry.kind for entry in space.journal.about(number) if entry.kind in ("abgelegt", "wartet", "abgelehnt")]
        assert len(results) == 1, (number, results)
    counts = space.intake.counts()
    assert counts["received"] == 0
    assert sum(counts.values()) == len(book)
    assert counts["filed"] == PAPERS * 7 // 10
    assert counts["waiting"] == PAPERS * 2 // 10
    assert sorted(int(number[-7:]) for number in book) == list(range(1, len(book) + 1))
    verdict = verify(space)
    assert verdict.ok, verdict.problems[:5]
