"""Store and database that go, stall, lie and come back in the middle: papers wait or are refused with a sentence, none is lost or twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.locations import Locations
from archive.problems import Unavailable
from archive.space import Space, open_space
from archive.verify import verify
from ingest.pipeline import process
from tests.cast import furnish, hand_in
from tests.faults.wire import Mode, Wire
from tests.leash import away
from tests.pdfs import text_pdf
from tests.servers import PostgresServer, S3Server


def invoice(number: int) -> bytes:
    return text_pdf("Rechnung", f"Rechnungsnummer: RE-{number:05d}", "Ihre Bestellung: B-26-00401", "Gesamtbetrag 119,00 EUR")


@pytest.fixture
def wire(s3_location: str) -> Iterator[tuple[Wire, str]]:
    """A wire to the S3 server, and the location behind it."""
    host = s3_location.split("@")[1].split("/", maxsplit=1)[0]
    with Wire(int(host.split(":")[1])) as cable:
        yield cable, s3_location.replace(host, f"127.0.0.1:{cable.port}")


@pytest.fixture
def space(wire: tuple[Wire, str], tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", wire[1]), "firma")
    furnish(opened)
    opened.journal.copy()
    yield opened
    opened.close()


TROUBLES: list[tuple[Mode, int]] = [("refuse", 0), ("hang", 0), ("cut", 0), ("cut", 900), ("cut", 60_000), ("rubbish", 0)]


@pytest.mark.parametrize(("mode", "after"), TROUBLES)
def test_a_store_in_trouble_costs_no_paper(space: Space, wire: tuple[Wire, str], mode: Mode, after: int) -> None:
    cable, _ = wire
    known = hand_in(space, invoice(1)).eingangsnummer
    cable.mode, cable.after = mode, after
    cable.drop()
    big = b"%PDF-1.4 " + bytes(range(256)) * 1000
    with pytest.raises(Unavailable) as refused:
        hand_in(space, big)
    assert "Bitte" in refused.value.message
    process(space, known)
    line = space.intake.get(known)
    if mode != "cut":  # what is small still fits through before the cut
        assert (line.state, line.problem) == ("waiting", "nicht_erreichbar"), line
        assert line.next_try is not None
    cable.mode = "fine"
    cable.drop()
    process(space, known)
    assert space.intake.get(known).state == "filed"
    number = hand_in(space, big).eingangsnummer
    space.journal.copy()
    with space.store.open(f"originale/{space.intake.get(number).scan.sha256}") as stream:
        assert stream.read() == big
    assert Counter(line.scan.sha256 for line in space.intake.recent()).most_common(1)[0][1] == 1
    assert verify(space).ok


def test_a_slow_store_is_only_slow(space: Space, wire: tuple[Wire, str]) -> None:
    wire[0].mode = "slow"
    number = hand_in(space, invoice(2)).eingangsnummer
    process(space, number)
    assert space.intake.get(number).state == "filed"


def test_a_database_that_is_restarted_again_and_again(postgres_server: PostgresServer, postgres_url: str, tmp_path: Path) -> None:
    space = open_space(Locations(tmp_path, postgres_url, f"file:{tmp_path / 'ablage'}"), "firma")
    furnish(space)
    acknowledged = []
    for turn in range(3):
        acknowledged.append(hand_in(space, invoice(turn)).eingangsnummer)
        with away(postgres_server, postgres_server.kill if turn % 2 else None):
            with pytest.raises(Unavailable) as refused:
                hand_in(space, invoice(100 + turn))
            assert "Es ist nichts verloren" in refused.value.message
            with pytest.raises(Unavailable):
                process(space, acknowledged[-1])
        process(space, acknowledged[-1])
        acknowledged.append(hand_in(space, invoice(100 + turn)).eingangsnummer)
    book = space.intake.recent()
    assert sorted(acknowledged) == sorted(line.eingangsnummer for line in book)
    assert len({line.scan.sha256 for line in book}) == len(book) == 6
    assert verify(space).ok
    space.close()


def test_the_server_of_the_store_is_killed_while_papers_come(s3_server: S3Server, s3_location: str, tmp_path: Path) -> None:
    space = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", s3_location), "firma")
    furnish(space)
    for turn in range(3):
        first = hand_in(space, invoice(turn)).eingangsnummer
        with away(s3_server, s3_server.kill), pytest.raises(Unavailable):
            hand_in(space, invoice(50 + turn))
        process(space, first)
        assert space.intake.get(first).state in ("filed", "waiting")
        hand_in(space, invoice(50 + turn))
    space.journal.copy()
    assert len(space.intake.recent()) == 6
    assert verify(space).ok
    space.close()
