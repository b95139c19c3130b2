"""A large import stands back: it is fed in portions, behind what comes in now, and only in the hours that are set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from archive.intake import BACKLOG, Sender
from archive.problems import Invalid
from archive.space import Space
from service.backlog import PORTION, Backlog
from service.night import may_import
from service.parts import House, Parts
from tests.service.cli.command_line import Mappe
from tests.service.conftest import settings

NOON, MIDNIGHT = (datetime(2026, 11, 20, hour).astimezone() for hour in (12, 0))


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    house = House(settings(tmp_path))
    yield house.parts("firma")
    house.close()


def take(space: Space, number: int, source: str = BACKLOG) -> str:
    with space.intake.receive() as incoming:
        incoming.write(BytesIO(f"Papier {number}".encode()).getvalue())
        return space.intake.acknowledge(incoming.keep(), Sender(f"{number}.pdf", "application/pdf", source, "das Büro")).eingangsnummer


def test_it_is_fed_in_portions_oldest_first(parts: Parts) -> None:
    numbers = [take(parts.space, number) for number in range(PORTION + 20)]
    backlog = Backlog(parts.jobs, "")
    backlog.feed(parts.space, NOON)
    assert {key for _, key in parts.jobs.live("firma")} == set(numbers[:PORTION])
    backlog.feed(parts.space, NOON)
    backlog.feed(parts.space, NOON, soon=True)
    assert parts.jobs.waiting() == PORTION, "what waits already is not put again"


def test_the_reconciler_leaves_it_to_its_hours(parts: Parts) -> None:
    now = take(parts.space, 1, "web")
    old = take(parts.space, 2)
    later = datetime.now(UTC) + timedelta(hours=1)
    assert parts.space.intake.due(later) == [now]
    backlog = Backlog(parts.jobs, "20-6")
    backlog.feed(parts.space, NOON)
    assert parts.jobs.live("firma") == frozenset()
    backlog.feed(parts.space, MIDNIGHT)
    assert parts.jobs.live("firma") == {("process", old)}


@pytest.mark.parametrize(
    ("hours", "allowed"), [("", range(24)), ("20-6", [*range(20, 24), *range(6)]), ("9-17", range(9, 17)), ("0-24", range(24))]
)
def test_hours_of_the_night(hours: str, allowed: list[int]) -> None:
    assert [hour for hour in range(24) if may_import(hours, NOON.replace(hour=hour))] == sorted(allowed)


@pytest.mark.parametrize("hours", ["nachts", "20", "6-6", "24-6", "20-25", "20-6-7"])
def test_hours_that_are_none_are_refused_at_the_start(hours: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="MAPPE_NIGHT"):
        settings(tmp_path, MAPPE_NIGHT=hours)


def test_the_command_takes_everything_in_and_puts_no_jobs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAPPE_DATA", str(tmp_path / "daten"))
    folder = tmp_path / "alt"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.pdf").write_bytes(b"%PDF-1.4 " + str(number).encode())
    said = Mappe(capsys)("ingest", "--altbestand", "--json", folder)
    assert (said.status, len(said.objects)) == (0, 3)
    house = House(settings(tmp_path / "daten"))
    try:
        assert house.jobs.waiting() == 0
        assert len(house.parts("firma").space.intake.backlog(10)) == 3
    finally:
        house.close()
